import type { HistoryLine, OrderDocument, OrderLine } from '@khaacho/shared/orders/contract.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { BACK_OFFICE } from '@khaacho/shared/people/rules.ts';
import { windowStart } from '@khaacho/shared/sync/window.ts';
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

/**
 * Lines and steps come as arrays in the order of their columns: with names on each, PostgreSQL and Node took three times as
 * long, and this is what a first sync waits for.
 */
type LineRow = [
  lineNumber: number,
  productId: string,
  offerId: string | null,
  sku: string,
  name: string,
  nameNe: string,
  unit: string,
  quantityMilli: number,
  unitPricePaisa: number,
  lineTotalPaisa: number,
  taxClass: OrderLine['taxClass'],
  taxBasisPoints: number,
  taxPaisa: number,
];
type HistoryRow = [
  from: HistoryLine['from'],
  to: HistoryLine['to'],
  at: string,
  deviceAt: string | null,
  by: string,
  reason: string | null,
];

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
              l.fn<LineRow>('json_build_array', [
                'l.lineNumber',
                'l.productId',
                'l.offerId',
                'l.sku',
                'l.name',
                'l.nameNe',
                'l.unit',
                'l.quantityMilli',
                'l.unitPricePaisa',
                'l.lineTotalPaisa',
                'l.taxClass',
                'l.taxBasisPoints',
                'l.taxPaisa',
              ]),
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
              h.fn<HistoryRow>('json_build_array', [
                'h.fromState',
                'h.toState',
                'h.at',
                'h.deviceAt',
                'h.byLabel',
                'h.reason',
              ]),
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
  const lines = (row.lines ?? []).map(toLine);
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

function toLine(row: LineRow): OrderLine {
  const [lineNumber, productId, offerId, sku, name, nameNe, unit, ...figures] = row;
  const [quantityMilli, unitPricePaisa, lineTotalPaisa, taxClass, taxBasisPoints, taxPaisa] = figures;
  return {
    lineNumber,
    productId,
    offerId,
    sku,
    name,
    nameNe,
    unit,
    quantityMilli,
    unitPricePaisa,
    lineTotalPaisa,
    taxClass,
    taxBasisPoints,
    taxPaisa,
  };
}

function toHistoryLine([from, to, at, deviceAt, by, reason]: HistoryRow, hideBefore: number | null): HistoryLine {
  const when = new Date(at);
  const hidden = hideBefore !== null && when.getTime() < hideBefore;
  return {
    from,
    to,
    at: when.toISOString(),
    deviceAt: deviceAt === null ? null : new Date(deviceAt).toISOString(),
    by: hidden ? 'Khaacho' : by,
    reason: hidden ? null : reason,
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
