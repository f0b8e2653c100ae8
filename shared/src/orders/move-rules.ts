import { type Refusal, refusal } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { OrderState, RejectReason } from './contract.ts';
import { HOLDS_STOCK, type Move, type Mover, tryMove } from './states.ts';

export type OrderForMove = {
  id: string;
  orderNumber: string | null;
  state: OrderState;
  vendorId: string | null;
  retailerId: string;
  assignment: number;
  reason: string | null;
};

export type MoveAsk = {
  move: Move;
  by: Mover;
  /** The mover's vendor, for VENDOR_STAFF. */
  vendorId: string | null;
  /** The assignment the person saw when accepting; another one means the order went elsewhere and came back. */
  assignment?: number | undefined;
};

export type MoveDecision =
  | {
      kind: 'move';
      from: OrderState;
      to: OrderState;
      releaseStock: boolean;
      commitStock: boolean;
      releaseCredit: boolean;
      bill: boolean;
    }
  /** Already so: the same fact told twice. */
  | { kind: 'already' }
  /** A fact that does not fit: kept for a person to settle. */
  | { kind: 'exception'; sentence: string };

const PAST: Partial<Record<Move, readonly OrderState[]>> = {
  deliver: ['DELIVERED', 'COMPLETED', 'RETURNED'],
};

/** Decides one step of an order. Facts (`deliver`) are never refused: what does not fit becomes an exception. */
export function decideMove(order: OrderForMove, ask: MoveAsk): Result<MoveDecision, Refusal> {
  const number = order.orderNumber ?? 'this order';
  const fact = ask.move === 'deliver';
  if (ask.by === 'VENDOR_STAFF' && order.vendorId !== ask.vendorId) {
    if (fact)
      return ok({ kind: 'exception', sentence: `${number} was delivered by a vendor it no longer stands with.` });
    return err(
      refusal('ORDER_TAKEN_AWAY', `${number} has gone to another vendor meanwhile.`, [
        { field: 'orderId', issue: 'with another vendor' },
      ]),
    );
  }
  if (ask.move === 'accept' && ask.assignment !== undefined && ask.assignment !== order.assignment) {
    return err(
      refusal('ORDER_TAKEN_AWAY', `${number} was offered anew meanwhile. Look at it and accept again.`, [
        { field: 'assignment', issue: 'offered anew' },
      ]),
    );
  }
  if (PAST[ask.move]?.includes(order.state)) return ok({ kind: 'already' });
  const answer = tryMove(ask.move, order.state, ask.by);
  if (!answer.allowed) {
    if (answer.because === 'ROLE')
      return err(
        refusal('FORBIDDEN', 'Your role may not do this.', [
          { issue: 'role', figures: { move: ask.move, role: ask.by } },
        ]),
      );
    if (fact)
      return ok({
        kind: 'exception',
        sentence: `${number} was delivered although it is ${order.state.toLowerCase().replaceAll('_', ' ')}.`,
      });
    return err(
      refusal(
        'ORDER_MOVE_ILLEGAL',
        `${number} is ${order.state.toLowerCase().replaceAll('_', ' ')}${order.reason ? ` (${order.reason})` : ''}, so this step does not fit any more.`,
        [{ field: 'state', issue: 'state has moved on', figures: { state: order.state, move: ask.move } }],
      ),
    );
  }
  const heldStock = HOLDS_STOCK.includes(order.state);
  return ok({
    kind: 'move',
    from: order.state,
    to: answer.to,
    releaseStock: heldStock && (ask.move === 'cancel' || ask.move === 'reject' || ask.move === 'expire'),
    commitStock: heldStock && (ask.move === 'dispatch' || ask.move === 'deliver'),
    releaseCredit: ask.move === 'cancel' || ask.move === 'deliver',
    bill: ask.move === 'deliver',
  });
}

/** What is kept as a step's reason, in words of the one who took it. */
export const reasonOf = {
  reject: (payload: { reason: RejectReason; note?: string | undefined }): string =>
    payload.note ? `${payload.reason}: ${payload.note}` : payload.reason,
  deliver: (payload: { receivedBy?: string | undefined }): string | null =>
    payload.receivedBy ? `Received by ${payload.receivedBy}` : null,
};
