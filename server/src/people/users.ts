import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Caller, Role } from '@khaacho/shared/people/contract.ts';
import { recordAudit } from '../audit/service.ts';
import type { Db, Tx } from '../db/database.ts';
import type { Access } from './access.ts';
import type { NewUserAsk, UserChangeAsk, UserRecord } from './contract.ts';
import { endSessions } from './session-store.ts';
import { userOf } from './sessions.ts';
import * as store from './store.ts';

function recordOf(row: store.UserRow): UserRecord {
  return {
    ...userOf(row),
    retailerId: row.retailerId,
    status: row.status,
    hasPassword: row.passwordHash !== null,
    lastLoginAt: row.lastLoginAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** By name, one page. */
export async function listPeople(
  db: Db,
  filter: store.UserFilter,
  page: { limit: number; offset: number },
): Promise<{ people: UserRecord[]; total: number }> {
  const { rows, total } = await store.listUsers(db, filter, page);
  return { people: rows.map(recordOf), total };
}

export async function readPerson(db: Db, id: string): Promise<Result<UserRecord, Refusal>> {
  const user = await store.findUser(db, id);
  return user ? ok(recordOf(user)) : err(unknownUser());
}

export const unknownUser = (): Refusal => refusal('NOT_FOUND', 'There is no such person.');

/** What the audit log keeps of a person: everything but the password. */
function auditable(row: store.UserRow): Record<string, unknown> {
  const { name, role, email, phone, language, status, vendorId, territoryIds } = row;
  return { name, role, email, phone, language, status, vendorId, territoryIds };
}

type Membership = { role: Role; vendorId: string | null; territoryIds: readonly string[] };

const wrong = (field: string, issue: string): Refusal =>
  refusal('VALIDATION_ERROR', 'Some fields are missing or wrong.', [{ field, issue }]);

/** Staff belong to one vendor and nobody else does; territories are for field agents. */
async function checkMembership(tx: Tx, asked: Membership): Promise<Refusal | null> {
  if (asked.role === 'VENDOR_STAFF' && asked.vendorId === null) return wrong('vendorId', 'Vendor staff need a vendor.');
  if (asked.role !== 'VENDOR_STAFF' && asked.vendorId !== null)
    return wrong('vendorId', 'Only vendor staff have a vendor.');
  if (asked.role !== 'FIELD_AGENT' && asked.territoryIds.length > 0)
    return wrong('territoryIds', 'Only field agents have territories.');
  const unknown = await store.unknownReferences(tx, asked);
  return unknown.length > 0 ? wrong(unknown[0] === asked.vendorId ? 'vendorId' : 'territoryIds', 'unknown') : null;
}

/** Two who ask for one address in the same instant: the unique index turns the second into a 409. */
async function checkTaken(
  tx: Tx,
  asked: { email: string | null; phone: string | null },
  exceptId: string | null,
): Promise<Refusal | null> {
  const byEmail = asked.email === null ? null : await store.findUserByEmail(tx, asked.email);
  if (byEmail && byEmail.id !== exceptId) return wrong('email', 'taken');
  const byPhone = asked.phone === null ? null : await store.findUserByPhone(tx, asked.phone);
  return byPhone && byPhone.id !== exceptId ? wrong('phone', 'taken') : null;
}

/** Adds a person of the desk. The password comes hashed: hashing takes 20 ms that no transaction should wait for. */
export async function createUser(
  tx: Tx,
  ask: Omit<NewUserAsk, 'password'> & { passwordHash: string | null },
  caller: Caller,
  now: Date,
): Promise<Result<UserRecord, Refusal>> {
  if (ask.email === null && ask.phone === null)
    return err(wrong('phone', 'A phone or an e-mail address is needed to sign in.'));
  const refused = (await checkMembership(tx, ask)) ?? (await checkTaken(tx, ask, null));
  if (refused) return err(refused);
  const { territoryIds, ...fields } = ask;
  const id = newId(now);
  await store.insertUser(tx, { ...fields, id, status: 'ACTIVE', retailerId: null, createdAt: now, updatedAt: now });
  await store.writeTerritories(tx, id, territoryIds);
  const made = await store.findUser(tx, id);
  if (!made) throw new Error('a user just made is not there');
  await recordAudit(tx, { caller, action: 'user.create', subject: { type: 'user', id }, after: auditable(made), now });
  return ok(recordOf(made));
}

/** Changes a person. Rights that change reach open sockets at once; a closed account or a new password ends its sessions. */
export async function changeUser(
  tx: Tx,
  access: Access,
  id: string,
  ask: Omit<UserChangeAsk, 'password'> & { passwordHash?: string },
  caller: Caller,
  now: Date,
): Promise<Result<UserRecord, Refusal>> {
  const before = await store.lockUser(tx, id);
  if (!before) return err(unknownUser());
  const { territoryIds, ...fields } = ask;
  const wanted = { ...before, ...fields, territoryIds: territoryIds ?? before.territoryIds };
  const refused = checkSelf(before, wanted, caller) ?? checkShop(before, wanted);
  if (refused) return err(refused);
  const clash = (await checkMembership(tx, wanted)) ?? (await checkTaken(tx, wanted, id));
  if (clash) return err(clash);
  await store.updateUser(tx, id, fields, now);
  if (territoryIds) await store.writeTerritories(tx, id, territoryIds);
  const after = await store.findUser(tx, id);
  if (!after) throw new Error('a locked user is not there');
  await endSessionsAfter(tx, before, after, now);
  access.changed(tx, { userId: id, deviceId: null, sessionId: null });
  const subject = { type: 'user', id };
  await recordAudit(tx, {
    caller,
    action: 'user.update',
    subject,
    before: auditable(before),
    after: auditable(after),
    now,
  });
  return ok(recordOf(after));
}

/** Nobody closes or demotes their own account: there would soon be no administrator. */
function checkSelf(before: store.UserRow, wanted: store.UserRow, caller: Caller): Refusal | null {
  if (before.id !== caller.userId) return null;
  if (wanted.status === before.status && wanted.role === before.role) return null;
  return refusal('FORBIDDEN', 'Ask another administrator to change your own role or close your account.');
}

/** A shop's account follows the shop: only its state and language are changed here. */
function checkShop(before: store.UserRow, wanted: store.UserRow): Refusal | null {
  return before.role === 'RETAILER' && wanted.role !== 'RETAILER' ? wrong('role', 'A shop cannot become staff.') : null;
}

async function endSessionsAfter(tx: Tx, before: store.UserRow, after: store.UserRow, now: Date): Promise<void> {
  const which = { userId: after.id };
  if (before.status === 'ACTIVE' && after.status === 'DISABLED') await endSessions(tx, which, 'USER_DISABLED', now);
  else if (before.passwordHash !== after.passwordHash) await endSessions(tx, which, 'PASSWORD_CHANGED', now);
}
