import type { RetailerDocument, VendorDocument } from '@khaacho/shared/parties/contract.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { BACK_OFFICE } from '@khaacho/shared/people/rules.ts';
import type { Db } from '../db/database.ts';
import type { CollectionDoor } from '../sync/registry.ts';
import { openDraftOf } from './draft.ts';
import { openDraft } from './draft-store.ts';

function positionOf(row: { latitude: number | null; longitude: number | null }) {
  return row.latitude === null || row.longitude === null ? null : { latitude: row.latitude, longitude: row.longitude };
}

/** Vendors: the back office and agents all of them, a vendor itself; the commission is nobody else's business. */
export async function loadVendors(db: Db, ids: readonly string[], caller: Caller): Promise<VendorDocument[]> {
  const backOffice = BACK_OFFICE.includes(caller.role);
  if (!backOffice && caller.role !== 'FIELD_AGENT' && caller.vendorId === null) return [];
  let query = db
    .selectFrom('vendors')
    .select([
      'id',
      'name',
      'phone',
      'address',
      'city',
      'latitude',
      'longitude',
      'opensAtMinute',
      'closesAtMinute',
      'acceptanceMinutes',
      'minOrderPaisa',
      'commissionBasisPoints',
      'active',
      'updatedAt',
    ])
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))));
  if (!backOffice && caller.role !== 'FIELD_AGENT') query = query.where('id', '=', caller.vendorId);
  const rows = await query.execute();
  return rows.map(({ latitude, longitude, ...row }) => ({
    ...row,
    position: positionOf({ latitude, longitude }),
    commissionBasisPoints: backOffice || row.id === caller.vendorId ? row.commissionBasisPoints : null,
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** Shops with their credit account: the back office all of them, agents those of their territories, a shop itself. */
export async function loadRetailers(db: Db, ids: readonly string[], caller: Caller): Promise<RetailerDocument[]> {
  const backOffice = BACK_OFFICE.includes(caller.role);
  let query = db
    .selectFrom('retailers as r')
    .leftJoin('creditAccounts as c', 'c.retailerId', 'r.id')
    .select((eb) => [
      'r.id',
      'r.name',
      'r.phone',
      'r.ownerName',
      'r.address',
      'r.city',
      'r.territoryId',
      'r.latitude',
      'r.longitude',
      // CHECK of the table: nothing else is stored.
      eb.ref('r.language').$castTo<RetailerDocument['language']>().as('language'),
      'r.panNumber',
      'r.termsDays',
      'r.approved',
      'r.blockReason',
      'r.blockedAt',
      'r.blockedBy',
      'r.updatedAt',
      'c.limitPaisa',
      'c.outstandingPaisa',
      'c.reservedPaisa',
      'c.version',
      eb
        .selectFrom('orders as o')
        .select((o) => o.fn.min('o.dueDay').as('dueDay'))
        .whereRef('o.retailerId', '=', 'r.id')
        .where('o.dueDay', 'is not', null)
        .whereRef('o.paidPaisa', '<', 'o.totalPaisa')
        .as('oldestDueDay'),
    ])
    // What is being put together in chat is the office's business only.
    .$if(backOffice, (office) => office.select(openDraft()))
    .where((eb) => eb('r.id', '=', eb.fn.any(eb.val(ids))));
  if (caller.role === 'FIELD_AGENT') {
    query = query.where((eb) => eb('r.territoryId', '=', eb.fn.any(eb.val(caller.territoryIds))));
  } else if (caller.role === 'RETAILER') {
    query = query.where('r.id', '=', caller.retailerId);
  } else if (!backOffice) {
    return [];
  }
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    phone: row.phone,
    ownerName: row.ownerName,
    address: row.address,
    city: row.city,
    territoryId: row.territoryId,
    position: positionOf(row),
    language: row.language,
    panNumber: row.panNumber,
    termsDays: row.termsDays,
    approved: row.approved,
    block:
      row.blockReason === null || row.blockedAt === null
        ? null
        : { reason: row.blockReason, since: row.blockedAt.toISOString(), by: row.blockedBy },
    credit: {
      limitPaisa: row.limitPaisa ?? 0,
      outstandingPaisa: row.outstandingPaisa ?? 0,
      reservedPaisa: row.reservedPaisa ?? 0,
      version: row.version ?? 0,
      oldestDueDay: row.oldestDueDay,
    },
    ...(backOffice ? { draft: openDraftOf(row.draft) } : {}),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

export const vendorCollection: CollectionDoor<'vendors'> = { name: 'vendors', load: loadVendors };
export const retailerCollection: CollectionDoor<'retailers'> = { name: 'retailers', load: loadRetailers };
