import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Caller, User } from '@khaacho/shared/people/contract.ts';
import { transaction } from '../db/database.ts';
import type { OwnChangeAsk } from './contract.ts';
import { busyHashing, type People } from './service.ts';
import { userOf } from './sessions.ts';
import { findUser } from './store.ts';
import { unauthenticated } from './tokens.ts';
import { changeUser, unknownUser } from './users.ts';

export async function readOwn(
  people: People,
  caller: Caller,
): Promise<Result<User & { deviceId: string | null }, Refusal>> {
  const user = await findUser(people.db, caller.userId);
  return user ? ok({ ...userOf(user), deviceId: caller.deviceId }) : err(unauthenticated('ended'));
}

/** A person's change of their own name, language or password. A new password ends every session, this one too. */
export async function changeOwn(
  people: People,
  ask: OwnChangeAsk,
  caller: Caller,
  now: Date,
): Promise<Result<User, Refusal>> {
  const { password, currentPassword, ...fields } = ask;
  const change: Parameters<typeof changeUser>[3] = fields;
  if (password !== undefined) {
    const user = await findUser(people.db, caller.userId);
    const right = await people.passwords.matches(currentPassword ?? '', user?.passwordHash ?? null);
    if (right === null) return err(busyHashing());
    if (!right)
      return err(
        refusal('CREDENTIALS_INVALID', 'The current password is wrong.', [
          { field: 'currentPassword', issue: 'wrong' },
        ]),
      );
    const passwordHash = await people.passwords.hash(password);
    if (passwordHash === null) return err(busyHashing());
    change.passwordHash = passwordHash;
  }
  return transaction(people.db, async (tx) => {
    const changed = await changeUser(tx, people.access, caller.userId, change, caller, now);
    if (!changed.ok) return changed;
    const after = await findUser(tx, caller.userId);
    return after ? ok(userOf(after)) : err(unknownUser());
  });
}
