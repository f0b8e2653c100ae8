import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { Db } from '../db/database.ts';
import { callerRow } from './session-store.ts';

/** A person at one of their devices with the rights they have now, signed in or not; null for an unknown account. */
export async function callerOf(db: Db, userId: string, deviceId: string): Promise<Caller | null> {
  return callerRow(db, userId, deviceId);
}
