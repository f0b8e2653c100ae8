import { ok } from '@khaacho/shared/kernel/result.ts';
import { commandRoles } from '@khaacho/shared/people/permissions.ts';
import type { Tx } from '../db/database.ts';
import type { CommandDoor } from '../sync/registry.ts';
import { recordPayment } from './service.ts';

/** `onSettled` lets orders close what is paid in full, without payments knowing orders. */
export function recordPaymentDoor(
  onSettled: (tx: Tx, orderId: string, now: Date) => Promise<void>,
): CommandDoor<'payment.record'> {
  return {
    type: 'payment.record',
    roles: commandRoles['payment.record'],
    apply: async (tx, { payload, commandId, caller, issuedAt, now }) => {
      const recorded = await recordPayment(tx, payload, caller, { commandId, issuedAt, now });
      if (!recorded.ok) return recorded;
      for (const orderId of recorded.value.settledOrderIds) await onSettled(tx, orderId, now);
      return ok({});
    },
  };
}
