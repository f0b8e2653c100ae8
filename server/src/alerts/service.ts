import type { AlertDocument, AlertKind } from '@khaacho/shared/alerts/contract.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Db, Tx } from '../db/database.ts';

export type NewAlert = {
  kind: AlertKind;
  severity: AlertDocument['severity'];
  /** Names the cause: while an alert for it is open, a second one is not raised. */
  cause: string;
  message: string;
  figures?: AlertDocument['figures'];
  orderId?: string | null;
  retailerId?: string | null;
  vendorId?: string | null;
  /** Raised once for its cause, also after somebody has dealt with it: the cause is looked at again every minute. */
  once?: boolean;
};

/** Tells the back office that a person has to look; answers false where the same cause is open already. */
export async function raiseAlert(db: Db, alert: NewAlert, now: Date): Promise<boolean> {
  if (alert.once) {
    const known = await db.selectFrom('alerts').select('id').where('cause', '=', alert.cause).executeTakeFirst();
    if (known) return false;
  }
  const inserted = await db
    .insertInto('alerts')
    .values({
      id: newId(now),
      kind: alert.kind,
      severity: alert.severity,
      cause: alert.cause,
      message: alert.message,
      figures: JSON.stringify(alert.figures ?? {}),
      orderId: alert.orderId ?? null,
      retailerId: alert.retailerId ?? null,
      vendorId: alert.vendorId ?? null,
      openedAt: now,
      updatedAt: now,
    })
    .onConflict((conflict) => conflict.column('cause').where('acknowledgedAt', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Closes an alert; a second time changes nothing. Answers false where there is no such alert. */
export async function acknowledgeAlert(tx: Tx, alertId: string, userId: string, now: Date): Promise<boolean> {
  await tx
    .updateTable('alerts')
    .set((eb) => ({
      acknowledgedAt: now,
      acknowledgedBy: eb.selectFrom('users').select('name').where('id', '=', userId),
      updatedAt: now,
    }))
    .where('id', '=', alertId)
    .where('acknowledgedAt', 'is', null)
    .execute();
  const alert = await tx.selectFrom('alerts').select('id').where('id', '=', alertId).executeTakeFirst();
  return alert !== undefined;
}

/** Closes what is open for a cause that is no more. */
export async function closeAlertsOf(tx: Tx, cause: string, userId: string, now: Date): Promise<void> {
  await tx
    .updateTable('alerts')
    .set((eb) => ({
      acknowledgedAt: now,
      acknowledgedBy: eb.selectFrom('users').select('name').where('id', '=', userId),
      updatedAt: now,
    }))
    .where('cause', '=', cause)
    .where('acknowledgedAt', 'is', null)
    .execute();
}
