import type { Role } from '../people/contract.ts';
import type { OrderState } from './contract.ts';

export type Move =
  | 'accept'
  | 'reject'
  | 'pack'
  | 'dispatch'
  | 'outForDelivery'
  | 'deliver'
  | 'cancel'
  | 'expire'
  | 'assign'
  | 'complete';

/** Who may do it; `SYSTEM` is the server's own jobs. */
export type Mover = Role | 'SYSTEM';

type MoveLine = { from: readonly OrderState[]; to: OrderState; by: readonly Mover[] };

const OFFICE: readonly Mover[] = ['ADMIN', 'SUPPORT'];
const VENDOR: readonly Mover[] = ['VENDOR_STAFF', 'ADMIN'];

/**
 * The one published table of moves. Every surface uses it: REST, commands, chat, jobs, and the desktop's preview.
 * `deliver` is a fact: goods that changed hands did so, whichever step was forgotten before.
 */
export const moves: Record<Move, readonly MoveLine[]> = {
  assign: [{ from: ['PENDING', 'HELD'], to: 'ASSIGNED', by: ['SYSTEM', ...OFFICE] }],
  accept: [{ from: ['ASSIGNED'], to: 'ACCEPTED', by: VENDOR }],
  reject: [{ from: ['ASSIGNED'], to: 'PENDING', by: VENDOR }],
  expire: [{ from: ['ASSIGNED'], to: 'PENDING', by: ['SYSTEM'] }],
  pack: [{ from: ['ACCEPTED'], to: 'PACKING', by: VENDOR }],
  dispatch: [{ from: ['PACKING'], to: 'DISPATCHED', by: VENDOR }],
  outForDelivery: [{ from: ['DISPATCHED'], to: 'OUT_FOR_DELIVERY', by: VENDOR }],
  deliver: [{ from: ['ACCEPTED', 'PACKING', 'DISPATCHED', 'OUT_FOR_DELIVERY'], to: 'DELIVERED', by: VENDOR }],
  complete: [{ from: ['DELIVERED'], to: 'COMPLETED', by: ['SYSTEM'] }],
  cancel: [
    { from: ['HELD', 'PENDING', 'ASSIGNED', 'ACCEPTED', 'PACKING'], to: 'CANCELLED', by: OFFICE },
    { from: ['ACCEPTED', 'PACKING'], to: 'CANCELLED', by: ['VENDOR_STAFF'] },
    { from: ['HELD', 'PENDING', 'ASSIGNED'], to: 'CANCELLED', by: ['RETAILER', 'FIELD_AGENT'] },
  ],
};

export type MoveAnswer = { allowed: true; to: OrderState } | { allowed: false; because: 'ROLE' | 'STATE' };

export function tryMove(move: Move, from: OrderState, by: Mover): MoveAnswer {
  const forRole = moves[move].filter((line) => line.by.includes(by));
  if (forRole.length === 0) return { allowed: false, because: 'ROLE' };
  const line = forRole.find((candidate) => candidate.from.includes(from));
  return line ? { allowed: true, to: line.to } : { allowed: false, because: 'STATE' };
}

/** States in which an order still holds credit. */
export const HOLDS_CREDIT: readonly OrderState[] = [
  'HELD',
  'PENDING',
  'ASSIGNED',
  'ACCEPTED',
  'PACKING',
  'DISPATCHED',
  'OUT_FOR_DELIVERY',
];
/** States in which goods are promised but still in the store. */
export const HOLDS_STOCK: readonly OrderState[] = ['ASSIGNED', 'ACCEPTED', 'PACKING'];
/** A vendor's open orders. */
export const VENDOR_OPEN: readonly OrderState[] = ['ASSIGNED', 'ACCEPTED', 'PACKING', 'DISPATCHED', 'OUT_FOR_DELIVERY'];
export const FINAL: readonly OrderState[] = ['COMPLETED', 'CANCELLED', 'REJECTED', 'FAILED', 'RETURNED'];

/** What a retailer reads: PENDING until a vendor has accepted. */
export function stateForRetailer(state: OrderState): OrderState {
  return state === 'ASSIGNED' || state === 'HELD' ? 'PENDING' : state;
}
