import type { Db, Tx } from '../db/database.ts';

export type DeviceRow = {
  id: string;
  userId: string;
  userName: string;
  name: string;
  createdAt: Date;
  lastSeenAt: Date;
  revokedAt: Date | null;
};

/** Makes the device unless it is there; answers whose it is. Locks it until the transaction ends. */
export async function claimDevice(
  tx: Tx,
  device: { id: string; userId: string; name: string; now: Date },
): Promise<{ userId: string; revokedAt: Date | null }> {
  const { now, ...row } = device;
  return tx
    .insertInto('devices')
    .values({ ...row, createdAt: now, lastSeenAt: now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ lastSeenAt: now }))
    .returning(['userId', 'revokedAt'])
    .executeTakeFirstOrThrow();
}

export async function writeDeviceSeen(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.updateTable('devices').set({ lastSeenAt: now }).where('id', '=', id).execute();
}

/** The owner of the device it revoked; null where there is none to revoke. */
export async function writeDeviceRevoked(
  tx: Tx,
  id: string,
  by: string,
  now: Date,
): Promise<{ userId: string } | null> {
  const row = await tx
    .updateTable('devices')
    .set({ revokedAt: now, revokedBy: by })
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returning('userId')
    .executeTakeFirst();
  return row ?? null;
}

export async function findDevice(db: Db, id: string): Promise<DeviceRow | null> {
  return (await selectDevices(db).where('devices.id', '=', id).executeTakeFirst()) ?? null;
}

function selectDevices(db: Db) {
  return db
    .selectFrom('devices')
    .innerJoin('users', 'users.id', 'devices.userId')
    .select([
      'devices.id',
      'devices.userId',
      'users.name as userName',
      'devices.name',
      'devices.createdAt',
      'devices.lastSeenAt',
      'devices.revokedAt',
    ]);
}

/** Seen last first. */
export async function listDevices(
  db: Db,
  filter: { userId?: string | undefined },
  page: { limit: number; offset: number },
): Promise<{ rows: DeviceRow[]; total: number }> {
  let rows = selectDevices(db);
  let count = db.selectFrom('devices').select(({ fn }) => fn.countAll<number>().as('total'));
  if (filter.userId !== undefined) {
    rows = rows.where('devices.userId', '=', filter.userId);
    count = count.where('userId', '=', filter.userId);
  }
  const { total } = await count.executeTakeFirstOrThrow();
  return {
    rows: await rows
      .orderBy('devices.lastSeenAt', 'desc')
      .orderBy('devices.id')
      .limit(page.limit)
      .offset(page.offset)
      .execute(),
    total,
  };
}
