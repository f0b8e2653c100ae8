import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { recordAudit } from '../audit/service.ts';
import type { Db, Tx } from '../db/database.ts';
import type { Access } from './access.ts';
import type { DeviceRecord } from './contract.ts';
import * as store from './device-store.ts';
import { endSessions } from './session-store.ts';

/** Signs a device out for good: its sessions end, its sockets are cut, what it pushes later is refused. An owner may revoke their own. */
export async function revokeDevice(
  tx: Tx,
  access: Access,
  id: string,
  caller: Caller,
  now: Date,
): Promise<Result<null, Refusal>> {
  const device = await store.findDevice(tx, id);
  if (!device || (caller.role !== 'ADMIN' && device.userId !== caller.userId)) {
    return err(refusal('NOT_FOUND', 'There is no such device.'));
  }
  const revoked = await store.writeDeviceRevoked(tx, id, caller.userId, now);
  if (!revoked) return ok(null);
  await endSessions(tx, { deviceId: id }, 'DEVICE_REVOKED', now);
  await recordAudit(tx, {
    caller,
    action: 'device.revoke',
    subject: { type: 'device', id },
    after: { userId: revoked.userId },
    now,
  });
  access.changed(tx, { userId: revoked.userId, deviceId: id, sessionId: null });
  return ok(null);
}

/** Seen last first, one page; of one person where they are named. */
export async function listDevices(
  db: Db,
  filter: { userId?: string | undefined },
  page: { limit: number; offset: number },
): Promise<{ devices: DeviceRecord[]; total: number }> {
  const { rows, total } = await store.listDevices(db, filter, page);
  return { devices: rows.map(recordOf), total };
}

function recordOf(row: store.DeviceRow): DeviceRecord {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
