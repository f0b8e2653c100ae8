import { newId } from '@khaacho/shared/kernel/ids.ts';
import { recordAudit } from '../audit/service.ts';
import { transaction } from '../db/database.ts';
import type { People } from './service.ts';
import { anyUser, insertUser } from './store.ts';

/** Makes the first admin of an installation without users. Answers false where somebody is there already. */
export async function ensureFirstAdmin(
  people: People,
  ask: { email: string; password: string },
  now: Date,
): Promise<boolean> {
  if (await anyUser(people.db)) return false;
  const passwordHash = await people.passwords.hash(ask.password);
  if (passwordHash === null) throw new Error('the password of the first admin could not be hashed');
  return transaction(people.db, async (tx) => {
    if (await anyUser(tx)) return false;
    const id = newId(now);
    await insertUser(tx, {
      id,
      name: 'Admin',
      role: 'ADMIN',
      email: ask.email.toLowerCase(),
      phone: null,
      language: 'en',
      vendorId: null,
      retailerId: null,
      passwordHash,
      status: 'ACTIVE',
      createdAt: now,
      updatedAt: now,
    });
    await recordAudit(tx, { caller: null, action: 'user.firstAdmin', subject: { type: 'user', id }, now });
    return true;
  });
}
