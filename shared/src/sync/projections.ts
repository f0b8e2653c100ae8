import { alertProjections } from '../alerts/projection.ts';
import { creditProjections } from '../credit/projection.ts';
import { type Refusal, refusal } from '../kernel/errors.ts';
import { err, type Result } from '../kernel/result.ts';
import { messageProjections } from '../messages/projection.ts';
import { orderProjections } from '../orders/projection.ts';
import { paymentProjections } from '../payments/projection.ts';
import { maySend } from '../people/permissions.ts';
import { offerProjections } from '../pricing/projection.ts';
import { stockProjections } from '../stock/projection.ts';
import type { Actor, Change, PendingCommand, Projection, ReplicaReader } from './projection.ts';
import type { CommandType } from './protocol.ts';

const projections: { [T in CommandType]: Projection<T> } = {
  ...orderProjections,
  ...paymentProjections,
  ...creditProjections,
  ...stockProjections,
  ...offerProjections,
  ...alertProjections,
  ...messageProjections,
};

/** What a command would change in this replica, or why it would be refused. Asked before queueing and replayed while it waits. */
export function project<T extends CommandType>(
  read: ReplicaReader,
  command: PendingCommand<T>,
  actor: Actor,
  now: Date,
): Result<Change[], Refusal> {
  if (!maySend(actor.role, command.type)) {
    return err(refusal('FORBIDDEN', 'Your role may not do this.', [{ issue: 'role', figures: { role: actor.role } }]));
  }
  return projections[command.type](read, command, actor, now);
}
