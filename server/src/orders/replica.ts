import { ok } from '@khaacho/shared/kernel/result.ts';
import { reasonOf } from '@khaacho/shared/orders/move-rules.ts';
import { commandRoles } from '@khaacho/shared/people/permissions.ts';
import type { CommandDoor, CommandInput } from '../sync/registry.ts';
import { type MoveRequest, moveOrder } from './move-service.ts';
import { takeFor } from './take-service.ts';

type MoveType =
  | 'order.accept'
  | 'order.reject'
  | 'order.pack'
  | 'order.dispatch'
  | 'order.outForDelivery'
  | 'order.deliver'
  | 'order.cancel';

function moveDoor<T extends MoveType>(
  type: T,
  move: MoveRequest['move'],
  extras: (payload: CommandInput<T>['payload']) => { reason: string | null; assignment?: number | undefined },
): CommandDoor<T> {
  return {
    type,
    roles: commandRoles[type],
    apply: async (tx, { payload, commandId, caller, issuedAt, now }) => {
      const moved = await moveOrder(
        tx,
        {
          orderId: payload.orderId,
          move,
          by: caller.role,
          userId: caller.userId,
          label: caller.role,
          vendorId: caller.vendorId,
          deviceId: caller.deviceId,
          territoryIds: caller.territoryIds,
          deviceAt: issuedAt,
          commandId,
          ...extras(payload),
        },
        now,
      );
      if (!moved.ok) return moved;
      return ok(
        moved.value.exception
          ? { details: [{ issue: 'kept for a person to settle', figures: { state: moved.value.state } }] }
          : {},
      );
    },
  };
}

export const moveDoors = [
  moveDoor('order.accept', 'accept', (payload) => ({ reason: null, assignment: payload.assignment })),
  moveDoor('order.reject', 'reject', (payload) => ({ reason: reasonOf.reject(payload) })),
  moveDoor('order.pack', 'pack', () => ({ reason: null })),
  moveDoor('order.dispatch', 'dispatch', () => ({ reason: null })),
  moveDoor('order.outForDelivery', 'outForDelivery', () => ({ reason: null })),
  moveDoor('order.deliver', 'deliver', (payload) => ({ reason: reasonOf.deliver(payload) })),
  moveDoor('order.cancel', 'cancel', (payload) => ({ reason: payload.reason })),
] as const;

export const createOrderDoor: CommandDoor<'order.create'> = {
  type: 'order.create',
  roles: commandRoles['order.create'],
  apply: async (tx, { payload, commandId, caller, issuedAt, now }) => {
    const taken = await takeFor(
      tx,
      {
        ...payload,
        source: caller.role === 'FIELD_AGENT' ? 'AGENT' : 'DESKTOP',
        originKey: `command:${commandId}`,
        commandId,
        deviceAt: issuedAt,
      },
      caller,
      now,
    );
    return taken.ok ? ok({}) : taken;
  },
};
