import type { AlertDocument, AlertKind } from '@khaacho/shared/alerts/contract.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { recordAudit } from '../audit/service.ts';
import type { Db, Tx } from '../db/database.ts';
import { noteAskedAgain, type OpenQuestion, openQuestions } from './question-store.ts';

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
  const again = alert.figures?.messageId;
  if (!inserted && typeof again === 'string') await noteAskedAgain(db, alert.cause, again, now);
  return inserted !== undefined;
}

/** Closes an alert; a second time changes nothing. Answers false where there is no such alert. Audited. */
export async function acknowledgeAlert(
  tx: Tx,
  { alertId, note }: { alertId: string; note: string | null },
  caller: Caller,
  now: Date,
): Promise<boolean> {
  const closed = await tx
    .updateTable('alerts')
    .set((eb) => ({
      acknowledgedAt: now,
      acknowledgedBy: eb.selectFrom('users').select('name').where('id', '=', caller.userId),
      note,
      updatedAt: now,
    }))
    .where('id', '=', alertId)
    .where('acknowledgedAt', 'is', null)
    .returning('kind')
    .executeTakeFirst();
  if (closed) {
    await recordAudit(tx, {
      caller,
      action: 'alert.acknowledge',
      subject: { type: 'alert', id: alertId },
      after: { kind: closed.kind },
      reason: note,
      now,
    });
    return true;
  }
  const alert = await tx.selectFrom('alerts').select('id').where('id', '=', alertId).executeTakeFirst();
  return alert !== undefined;
}

/** Messages of a shop that wait for a person, and when each was asked the last time. */
export function questionsOfShop(tx: Tx, retailerId: string): Promise<OpenQuestion[]> {
  return openQuestions(tx, retailerId);
}

/** Closes questions that somebody has answered. */
export async function closeQuestions(tx: Tx, ids: readonly string[], userId: string, now: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('alerts')
    .set((eb) => ({
      acknowledgedAt: now,
      acknowledgedBy: eb.selectFrom('users').select('name').where('id', '=', userId),
      updatedAt: now,
    }))
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .where('acknowledgedAt', 'is', null)
    .execute();
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
