import { describe, expect, it } from 'vitest';
import { roleSchema } from '../people/contract.ts';
import { type OrderState, orderStates } from './contract.ts';
import {
  FINAL,
  HOLDS_CREDIT,
  HOLDS_STOCK,
  type Move,
  type Mover,
  moves,
  stateForRetailer,
  tryMove,
  VENDOR_OPEN,
} from './states.ts';

const movers: readonly Mover[] = [...roleSchema.options, 'SYSTEM'];
const allMoves = Object.keys(moves) as Move[];

/** The published table, written down a second time by hand: who may move what from where. */
const PACKED = ['ACCEPTED', 'PACKING', 'DISPATCHED', 'OUT_FOR_DELIVERY'] as const;
const vendorSteps: Partial<Record<Move, readonly OrderState[]>> = {
  accept: ['ASSIGNED'],
  reject: ['ASSIGNED'],
  pack: ['ACCEPTED'],
  dispatch: ['PACKING'],
  outForDelivery: ['DISPATCHED'],
  deliver: PACKED,
};
const published: Record<Mover, Partial<Record<Move, readonly OrderState[]>>> = {
  RETAILER: { cancel: ['HELD', 'PENDING', 'ASSIGNED'] },
  FIELD_AGENT: { cancel: ['HELD', 'PENDING', 'ASSIGNED'] },
  VENDOR_STAFF: { ...vendorSteps, cancel: ['ACCEPTED', 'PACKING'] },
  SUPPORT: { assign: ['PENDING', 'HELD'], cancel: ['HELD', 'PENDING', 'ASSIGNED', 'ACCEPTED', 'PACKING'] },
  READONLY: {},
  ADMIN: {
    ...vendorSteps,
    assign: ['PENDING', 'HELD'],
    cancel: ['HELD', 'PENDING', 'ASSIGNED', 'ACCEPTED', 'PACKING'],
  },
  SYSTEM: { assign: ['PENDING', 'HELD'], expire: ['ASSIGNED'], complete: ['DELIVERED'] },
};
const leadsTo: Record<Move, OrderState> = {
  assign: 'ASSIGNED',
  accept: 'ACCEPTED',
  reject: 'PENDING',
  expire: 'PENDING',
  pack: 'PACKING',
  dispatch: 'DISPATCHED',
  outForDelivery: 'OUT_FOR_DELIVERY',
  deliver: 'DELIVERED',
  complete: 'COMPLETED',
  cancel: 'CANCELLED',
};

describe('the table of moves', () => {
  it.each(movers)('says for %s exactly what is published', (by) => {
    for (const move of allMoves) {
      for (const from of orderStates) {
        const states = published[by][move];
        const expected = !states
          ? { allowed: false, because: 'ROLE' }
          : states.includes(from)
            ? { allowed: true, to: leadsTo[move] }
            : { allowed: false, because: 'STATE' };
        expect(tryMove(move, from, by), `${by}: ${move} from ${from}`).toEqual(expected);
      }
    }
  });

  it('reaches every state from PENDING but those that other doors will bring', () => {
    const reached = new Set<OrderState>(['PENDING']);
    for (let before = 0; before !== reached.size; ) {
      before = reached.size;
      for (const move of allMoves)
        for (const from of [...reached])
          for (const by of movers) {
            const answer = tryMove(move, from, by);
            if (answer.allowed) reached.add(answer.to);
          }
    }
    // Safe mode holds orders; platforms and returns bring the other three. None of them has a move yet.
    const later = ['HELD', 'REJECTED', 'FAILED', 'RETURNED'];
    expect(orderStates.filter((state) => !reached.has(state))).toEqual(later);
  });

  it('leads nowhere from a final state, and out of every other one', () => {
    for (const state of orderStates) {
      const outward = allMoves.some((move) => movers.some((by) => tryMove(move, state, by).allowed));
      expect(outward, state).toBe(!FINAL.includes(state));
    }
  });
});

describe('what a state holds', () => {
  it('holds credit from being taken until delivery, stock from a vendor until dispatch', () => {
    expect(HOLDS_CREDIT).toEqual(orderStates.filter((state) => !FINAL.includes(state) && state !== 'DELIVERED'));
    for (const state of HOLDS_STOCK) expect(HOLDS_CREDIT).toContain(state);
    for (const state of HOLDS_STOCK) expect(VENDOR_OPEN).toContain(state);
    expect(HOLDS_STOCK).not.toContain('DISPATCHED');
  });

  it('is read as PENDING by the shop until a vendor has accepted', () => {
    const pending = orderStates.filter((state) => stateForRetailer(state) === 'PENDING');
    expect(pending).toEqual(['HELD', 'PENDING', 'ASSIGNED']);
    for (const state of orderStates) if (!pending.includes(state)) expect(stateForRetailer(state)).toBe(state);
  });
});
