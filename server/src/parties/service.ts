import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { Db } from '../db/database.ts';

/**
 * May the caller touch this shop? The back office all of them, an agent those of their own territories, a shop itself; for
 * anybody else it does not exist.
 */
export async function retailerInReach(db: Db, retailerId: string, caller: Caller): Promise<Result<null, Refusal>> {
  const retailer = await db
    .selectFrom('retailers')
    .select('territoryId')
    .where('id', '=', retailerId)
    .executeTakeFirst();
  if (retailer && reaches(caller, retailerId, retailer.territoryId)) return ok(null);
  return err(refusal('RETAILER_UNKNOWN', 'There is no such shop.', [{ field: 'retailerId', issue: 'unknown' }]));
}

/** The same where the shop's territory is known already. */
export function reaches(caller: Caller, retailerId: string, territoryId: string | null): boolean {
  switch (caller.role) {
    case 'ADMIN':
    case 'SUPPORT':
    case 'READONLY':
      return true;
    case 'FIELD_AGENT':
      return territoryId !== null && caller.territoryIds.includes(territoryId);
    case 'RETAILER':
      return caller.retailerId === retailerId;
    case 'VENDOR_STAFF':
      return false;
  }
}
