import type { HistoryLine, OrderDocument, OrderLine } from '@khaacho/shared/orders/contract.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { BACK_OFFICE } from '@khaacho/shared/people/rules.ts';
import { windowStart } from '@khaacho/shared/sync/window.ts';
import { jsonBuildObject } from 'kysely/helpers/postgres';
import type { Db } from '../db/database.ts';
import type { CollectionDoor } from '../sync/registry.ts';

/** An order in one of these, paid or not owed, moves no more. */
const ENDED = ['DELIVERED', 'COMPLETED', 'CANCELLED', 'REJECTED', 'FAILED', 'RETURNED'];

/**
 * Orders with lines and history as the caller may see them: the back office all of them, a vendor those it has now, agents
 * those of their territories, a shop its own. With `since`, orders placed before it are left out unless they are open or
 * owed. What happened before an order came to a vendor is shown to it without names and reasons: another vendor's.
 */
export async function loadOrders(
  db: Db,
  ids: readonly string[],
  caller: Caller,
  since: Date | null = null,
): Promise<OrderDocument[]> {
  let query = selectOrders(db).where((eb) => eb('o.id', '=', eb.fn.any(eb.val(ids))));
  if (since !== null) {
    query = query.where((eb) =>
      eb.or([
        eb('o.placedAt', '>=', since),
        eb('o.state', 'not in', ENDED),
        eb.and([eb('o.dueDay', 'is not', null), eb('o.paidPaisa', '<', eb.ref('o.totalPaisa'))]),
      ]),
    );
  }
  if (caller.role === 'VENDOR_STAFF') {
    query = query.where('o.vendorId', '=', caller.vendorId);
  } else if (caller.role === 'FIELD_AGENT') {
    query = query.where((eb) => eb('o.territoryId', '=', eb.fn.any(eb.val(caller.territoryIds))));
  } else if (caller.role === 'RETAILER') {
    query = query.where('o.retailerId', '=', caller.retailerId);
  } else if (!BACK_OFFICE.includes(caller.role)) {
    return [];
  }
  const rows = await query.execute();
  return rows.map((row) => toDocument(row, caller.role === 'VENDOR_STAFF'));
}

function selectOrders(db: Db) {
  return db
    .selectFrom('orders as o')
    .innerJoin('retailers as r', 'r.id', 'o.retailerId')
    .leftJoin('vendors as v', 'v.id', 'o.vendorId')
    .select((eb) => [
      'o.id',
      'o.orderNumber',
      // CHECKs of the table: nothing else is stored.
      eb.ref('o.state').$castTo<OrderDocument['state']>().as('state'),
      eb.ref('o.source').$castTo<OrderDocument['source']>().as('source'),
      'o.platform',
      'o.retailerId',
      'r.name as retailerName',
      'r.phone as retailerPhone',
      'r.address as retailerAddress',
      'r.city as retailerCity',
      'r.latitude',
      'r.longitude',
      'o.vendorId',
      'v.name as vendorName',
      'o.subtotalPaisa',
      'o.taxPaisa',
      'o.totalPaisa',
      'o.paidPaisa',
      'o.dueDay',
      'o.expectedDeliveryDay',
      'o.acceptBy',
      'o.assignment',
      'o.notes',
      'o.reason',
      'o.version',
      'o.placedAt',
      'o.deliveredAt',
      'o.updatedAt',
      eb
        .selectFrom('orderLines as l')
        .select((l) =>
          l.fn
            .jsonAgg(
              jsonBuildObject({
                lineNumber: l.ref('l.lineNumber'),
                productId: l.ref('l.productId'),
                offerId: l.ref('l.offerId'),
                sku: l.ref('l.sku'),
                name: l.ref('l.name'),
                nameNe: l.ref('l.nameNe'),
                unit: l.ref('l.unit'),
                quantityMilli: l.ref('l.quantityMilli'),
                unitPricePaisa: l.ref('l.unitPricePaisa'),
                lineTotalPaisa: l.ref('l.lineTotalPaisa'),
                taxClass: l.ref('l.taxClass').$castTo<OrderLine['taxClass']>(),
                taxBasisPoints: l.ref('l.taxBasisPoints'),
                taxPaisa: l.ref('l.taxPaisa'),
              }),
            )
            .orderBy('l.lineNumber')
            .as('lines'),
        )
        .whereRef('l.orderId', '=', 'o.id')
        .as('lines'),
      eb
        .selectFrom('orderHistory as h')
        .select((h) =>
          h.fn
            .jsonAgg(
              jsonBuildObject({
                from: h.ref('h.fromState').$castTo<HistoryLine['from']>(),
                to: h.ref('h.toState').$castTo<HistoryLine['to']>(),
                at: h.ref('h.at'),
                deviceAt: h.ref('h.deviceAt'),
                by: h.ref('h.byLabel'),
                reason: h.ref('h.reason'),
              }),
            )
            .orderBy('h.step')
            .as('history'),
        )
        .whereRef('h.orderId', '=', 'o.id')
        .as('history'),
      eb
        .selectFrom('assignments as a')
        .select('a.assignedAt')
        .whereRef('a.orderId', '=', 'o.id')
        .whereRef('a.number', '=', 'o.assignment')
        .as('assignedAt'),
    ]);
}

type OrderRow = Awaited<ReturnType<ReturnType<typeof selectOrders>['execute']>>[number];

function toDocument(row: OrderRow, forVendor: boolean): OrderDocument {
  const lines = row.lines ?? [];
  const assignedAt = row.assignedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  return {
    id: row.id,
    orderNumber: row.orderNumber,
    state: row.state,
    source: row.source,
    platform: row.platform,
    retailerId: row.retailerId,
    retailer: {
      name: row.retailerName,
      phone: row.retailerPhone,
      address: row.retailerAddress,
      city: row.retailerCity,
      position:
        row.latitude === null || row.longitude === null ? null : { latitude: row.latitude, longitude: row.longitude },
    },
    vendorId: row.vendorId,
    vendorName: row.vendorName,
    lines,
    itemCount: lines.length,
    subtotalPaisa: row.subtotalPaisa,
    taxPaisa: row.taxPaisa,
    totalPaisa: row.totalPaisa,
    paidPaisa: row.paidPaisa,
    dueDay: row.dueDay,
    expectedDeliveryDay: row.expectedDeliveryDay,
    acceptBy: row.acceptBy?.toISOString() ?? null,
    assignment: row.assignment,
    notes: row.notes,
    reason: row.reason,
    history: (row.history ?? []).map((line) => toHistoryLine(line, forVendor ? assignedAt : null)),
    version: row.version,
    placedAt: row.placedAt.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  };
}

type HistoryRow = Omit<HistoryLine, 'at' | 'deviceAt'> & { at: string; deviceAt: string | null };

function toHistoryLine(line: HistoryRow, hideBefore: number | null): HistoryLine {
  const at = new Date(line.at);
  const hidden = hideBefore !== null && at.getTime() < hideBefore;
  return {
    from: line.from,
    to: line.to,
    at: at.toISOString(),
    deviceAt: line.deviceAt === null ? null : new Date(line.deviceAt).toISOString(),
    by: hidden ? 'Khaacho' : line.by,
    reason: hidden ? null : line.reason,
  };
}

export const orderCollection: CollectionDoor<'orders'> = {
  name: 'orders',
  load: (db, ids, caller, now) => loadOrders(db, ids, caller, windowStart(now)),
  aged: async (db, ids, now) => {
    const rows = await db
      .selectFrom('orders')
      .select('id')
      .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
      .where('placedAt', '<', windowStart(now))
      .where('state', 'in', ENDED)
      .where((eb) => eb.or([eb('dueDay', 'is', null), eb('paidPaisa', '>=', eb.ref('totalPaisa'))]))
      // One that is being reopened is waited for, and then it has not aged.
      .forShare()
      .execute();
    return rows.map((row) => row.id);
  },
};
