import type { LedgerDocument } from '@khaacho/shared/ledger/contract.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { BACK_OFFICE } from '@khaacho/shared/people/rules.ts';
import { windowStart } from '@khaacho/shared/sync/window.ts';
import type { Db } from '../db/database.ts';
import type { CollectionDoor } from '../sync/registry.ts';

/** Accounts of which statements are shown; the house's own accounts are in no replica. */
const PARTY_ACCOUNTS = ['RECEIVABLE', 'PAYABLE', 'VENDOR_TAX'];
const VENDOR_ACCOUNTS = ['PAYABLE', 'VENDOR_TAX'];

/**
 * Entries with the balance after them: the back office those of every party, a vendor its own, agents those of shops in
 * their territories, a shop its own.
 */
export async function loadLedger(
  db: Db,
  ids: readonly string[],
  caller: Caller,
  since: Date | null = null,
): Promise<LedgerDocument[]> {
  let query = db
    .selectFrom('journalEntries as e')
    .innerJoin('accounts as a', 'a.id', 'e.accountId')
    .innerJoin('journals as j', 'j.id', 'e.journalId')
    .leftJoin('orders as o', 'o.id', 'j.orderId')
    .select((eb) => [
      'e.uid as id',
      'e.journalId',
      // CHECKs of the tables: nothing else is stored.
      eb.ref('j.kind').$castTo<LedgerDocument['kind']>().as('kind'),
      eb.ref('a.kind').$castTo<LedgerDocument['accountKind']>().as('accountKind'),
      'a.party',
      'j.orderId',
      'o.orderNumber',
      'j.paymentId',
      'j.memo',
      'e.amountPaisa',
      'e.balancePaisa',
      'j.occurredAt',
    ])
    .where((eb) => eb('e.uid', '=', eb.fn.any(eb.val(ids))))
    .where('a.kind', 'in', PARTY_ACCOUNTS);
  if (since !== null) query = query.where('j.recordedAt', '>=', since);
  if (caller.role === 'VENDOR_STAFF') {
    query = query.where('a.kind', 'in', VENDOR_ACCOUNTS).where('a.party', '=', caller.vendorId);
  } else if (caller.role === 'FIELD_AGENT') {
    query = query
      .innerJoin('retailers as r', 'r.id', 'a.party')
      .where('a.kind', '=', 'RECEIVABLE')
      .where((eb) => eb('r.territoryId', '=', eb.fn.any(eb.val(caller.territoryIds))));
  } else if (caller.role === 'RETAILER') {
    query = query.where('a.kind', '=', 'RECEIVABLE').where('a.party', '=', caller.retailerId);
  } else if (!BACK_OFFICE.includes(caller.role)) {
    return [];
  }
  const rows = await query.execute();
  return rows.map(({ party, occurredAt, ...row }) => ({
    ...row,
    retailerId: row.accountKind === 'RECEIVABLE' ? party : null,
    vendorId: row.accountKind === 'RECEIVABLE' ? null : party,
    at: occurredAt.toISOString(),
  }));
}

export const ledgerCollection: CollectionDoor<'ledger'> = {
  name: 'ledger',
  load: (db, ids, caller, now) => loadLedger(db, ids, caller, windowStart(now)),
  aged: async (db, ids, now) => {
    const rows = await db
      .selectFrom('journalEntries as e')
      .innerJoin('journals as j', 'j.id', 'e.journalId')
      .select('e.uid')
      .where((eb) => eb('e.uid', '=', eb.fn.any(eb.val(ids))))
      .where('j.recordedAt', '<', windowStart(now))
      .execute();
    return rows.map((row) => row.uid);
  },
};
