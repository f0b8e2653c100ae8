import type { Db, Tx } from '../db/database.ts';

export type PhoneGuard = { wrongSince: Date; wrongCount: number; wrongDaySince: Date; wrongDayCount: number };

/** The phone's row, made where it is missing, locked: codes of one phone are made and tried one at a time. */
export async function lockPhone(tx: Tx, phoneHash: Buffer, now: Date): Promise<PhoneGuard> {
  return tx
    .insertInto('otpPhones')
    .values({ phoneHash, wrongSince: now, wrongDaySince: now })
    .onConflict((conflict) => conflict.column('phoneHash').doUpdateSet({ phoneHash }))
    .returning(['wrongSince', 'wrongCount', 'wrongDaySince', 'wrongDayCount'])
    .executeTakeFirstOrThrow();
}

export async function writePhoneGuard(tx: Tx, phoneHash: Buffer, guard: PhoneGuard): Promise<void> {
  await tx.updateTable('otpPhones').set(guard).where('phoneHash', '=', phoneHash).execute();
}

/** When codes were asked for this phone since `since` and not used, oldest first. */
export async function unusedChallenges(tx: Tx, phoneHash: Buffer, since: Date): Promise<Date[]> {
  const rows = await tx
    .selectFrom('otpChallenges')
    .select('createdAt')
    .where('phoneHash', '=', phoneHash)
    .where('createdAt', '>', since)
    .where('consumedAt', 'is', null)
    .orderBy('createdAt')
    .execute();
  return rows.map((row) => row.createdAt);
}

export type Challenge = {
  id: string;
  phoneHash: Buffer;
  userId: string | null;
  retailerId: string | null;
  codeHash: Buffer;
  attempts: number;
  expiresAt: Date;
  consumedAt: Date | null;
  replacedAt: Date | null;
};

export async function insertChallenge(
  tx: Tx,
  challenge: Pick<Challenge, 'id' | 'phoneHash' | 'userId' | 'retailerId' | 'codeHash' | 'expiresAt'> & {
    createdAt: Date;
  },
): Promise<void> {
  await tx.insertInto('otpChallenges').values(challenge).execute();
}

/** Only the newest code of a phone is good. */
export async function replaceChallenges(tx: Tx, phoneHash: Buffer, now: Date): Promise<void> {
  await tx
    .updateTable('otpChallenges')
    .set({ replacedAt: now })
    .where('phoneHash', '=', phoneHash)
    .where('consumedAt', 'is', null)
    .where('replacedAt', 'is', null)
    .execute();
}

export async function findChallenge(db: Db, id: string): Promise<Challenge | null> {
  const row = await db
    .selectFrom('otpChallenges')
    .select([
      'id',
      'phoneHash',
      'userId',
      'retailerId',
      'codeHash',
      'attempts',
      'expiresAt',
      'consumedAt',
      'replacedAt',
    ])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** One try, counted before the code is compared and only while tries are left: null where there is none. */
export async function takeTry(tx: Tx, id: string, most: number): Promise<{ attempts: number } | null> {
  const row = await tx
    .updateTable('otpChallenges')
    .set(({ eb }) => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('attempts', '<', most)
    .where('consumedAt', 'is', null)
    .where('replacedAt', 'is', null)
    .returning('attempts')
    .executeTakeFirst();
  return row ?? null;
}

/** True for the one submit that uses the code up. */
export async function consumeChallenge(tx: Tx, id: string, now: Date): Promise<boolean> {
  const result = await tx
    .updateTable('otpChallenges')
    .set({ consumedAt: now })
    .where('id', '=', id)
    .where('consumedAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Forgets challenges and phones that no limit looks at any more. Answers how many challenges went. */
export async function pruneChallenges(tx: Tx, olderThan: Date): Promise<number> {
  const gone = await tx.deleteFrom('otpChallenges').where('createdAt', '<', olderThan).executeTakeFirst();
  await tx
    .deleteFrom('otpPhones')
    .where('wrongDaySince', '<', olderThan)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('otpChallenges').select('id').whereRef('otpChallenges.phoneHash', '=', 'otpPhones.phoneHash'),
        ),
      ),
    )
    .execute();
  return Number(gone.numDeletedRows);
}
