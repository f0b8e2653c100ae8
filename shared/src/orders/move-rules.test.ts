import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roleSchema } from '../people/contract.ts';
import { type OrderState, orderStates } from './contract.ts';
import { decideMove, type MoveAsk, type OrderForMove, reasonOf } from './move-rules.ts';
import { HOLDS_CREDIT, HOLDS_STOCK, type Move, moves, tryMove } from './states.ts';

const order: OrderForMove = {
  id: 'o',
  orderNumber: 'ORD261120001',
  state: 'ASSIGNED',
  vendorId: 'v1',
  retailerId: 'r',
  assignment: 2,
  reason: null,
};
const staff = (move: Move, more: Partial<MoveAsk> = {}): MoveAsk => ({
  move,
  by: 'VENDOR_STAFF',
  vendorId: 'v1',
  ...more,
});

const anyOrder = fc.record({
  id: fc.constant('o'),
  orderNumber: fc.option(fc.constant('ORD261120001')),
  state: fc.constantFrom<OrderState>(...orderStates),
  vendorId: fc.constantFrom('v1', 'v2', null),
  retailerId: fc.constant('r'),
  assignment: fc.integer({ min: 0, max: 5 }),
  reason: fc.option(fc.constant('TOO_BUSY')),
});
const anyAsk = fc.record({
  move: fc.constantFrom(...(Object.keys(moves) as Move[])),
  by: fc.constantFrom(...roleSchema.options, 'SYSTEM' as const),
  vendorId: fc.constantFrom('v1', 'v2', null),
  assignment: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
});

describe('decideMove', () => {
  it('agrees with the table wherever nothing else is in the way', () => {
    fc.assert(
      fc.property(anyOrder, anyAsk, (present, ask) => {
        fc.pre(ask.by !== 'VENDOR_STAFF' || ask.vendorId === present.vendorId);
        fc.pre(ask.move !== 'accept' || ask.assignment === undefined || ask.assignment === present.assignment);
        const decided = decideMove(present, ask);
        const table = tryMove(ask.move, present.state, ask.by);
        expect(decided.ok && decided.value.kind === 'move').toBe(table.allowed);
        if (table.allowed) expect(decided).toMatchObject({ value: { from: present.state, to: table.to } });
      }),
    );
  });

  it('gives back and bills exactly when the order leaves what it held', () => {
    fc.assert(
      fc.property(anyOrder, anyAsk, (present, ask) => {
        const decided = decideMove(present, ask);
        if (!decided.ok || decided.value.kind !== 'move') return;
        const { from, to, releaseStock, commitStock, releaseCredit, bill } = decided.value;
        expect(releaseStock && commitStock).toBe(false);
        expect(releaseStock || commitStock).toBe(HOLDS_STOCK.includes(from) && !HOLDS_STOCK.includes(to));
        expect(commitStock).toBe(HOLDS_STOCK.includes(from) && (to === 'DISPATCHED' || to === 'DELIVERED'));
        expect(releaseCredit).toBe(HOLDS_CREDIT.includes(from) && !HOLDS_CREDIT.includes(to));
        expect(bill).toBe(to === 'DELIVERED');
      }),
    );
  });

  it('never refuses a delivery told by those who deliver, whatever has become of the order', () => {
    fc.assert(
      fc.property(
        anyOrder,
        fc.constantFrom('v1', 'v2', null),
        fc.constantFrom('VENDOR_STAFF', 'ADMIN'),
        (present, vendorId, by) => {
          const decided = decideMove(present, { move: 'deliver', by: by as MoveAsk['by'], vendorId, assignment: 9 });
          expect(decided.ok).toBe(true);
        },
      ),
    );
  });

  it.each<[OrderState, string]>([
    ['DELIVERED', 'already'],
    ['COMPLETED', 'already'],
    ['RETURNED', 'already'],
    ['CANCELLED', 'exception'],
    ['ASSIGNED', 'exception'],
    ['PENDING', 'exception'],
    ['ACCEPTED', 'move'],
    ['PACKING', 'move'],
    ['DISPATCHED', 'move'],
    ['OUT_FOR_DELIVERY', 'move'],
  ])('takes a delivery of an order that is %s as: %s', (state, kind) => {
    expect(decideMove({ ...order, state }, staff('deliver'))).toMatchObject({ ok: true, value: { kind } });
  });

  it('says what happened where a delivery does not fit', () => {
    expect(decideMove({ ...order, state: 'CANCELLED' }, staff('deliver'))).toMatchObject({
      value: { sentence: 'ORD261120001 was delivered although it is cancelled.' },
    });
    expect(decideMove(order, staff('deliver', { vendorId: 'v2' }))).toMatchObject({
      value: { sentence: 'ORD261120001 was delivered by a vendor it no longer stands with.' },
    });
  });

  it('tells a vendor that the order has gone elsewhere, before anything else of it', () => {
    for (const move of ['accept', 'reject', 'pack', 'cancel'] as const) {
      for (const state of orderStates) {
        const refused = decideMove({ ...order, state }, staff(move, { vendorId: 'v2' }));
        expect(refused).toMatchObject({ ok: false, error: { code: 'ORDER_TAKEN_AWAY' } });
      }
    }
  });

  it('lets a vendor accept only the offer that was seen', () => {
    expect(decideMove(order, staff('accept', { assignment: 2 }))).toMatchObject({ ok: true });
    expect(decideMove(order, staff('accept'))).toMatchObject({ ok: true });
    expect(decideMove(order, staff('accept', { assignment: 1 }))).toMatchObject({
      ok: false,
      error: { code: 'ORDER_TAKEN_AWAY', details: [{ field: 'assignment' }] },
    });
  });

  it('says which state stands in the way, with its reason', () => {
    const cancelled = { ...order, state: 'CANCELLED', reason: 'shop closed' } as const;
    expect(decideMove(cancelled, staff('pack'))).toMatchObject({
      ok: false,
      error: {
        code: 'ORDER_MOVE_ILLEGAL',
        message: 'ORD261120001 is cancelled (shop closed), so this step does not fit any more.',
        details: [{ figures: { state: 'CANCELLED', move: 'pack' } }],
      },
    });
  });

  it('tells a role that it may not, before it tells it the state', () => {
    expect(
      decideMove({ ...order, state: 'CANCELLED' }, { move: 'accept', by: 'SUPPORT', vendorId: null }),
    ).toMatchObject({
      ok: false,
      error: { code: 'FORBIDDEN', details: [{ figures: { move: 'accept', role: 'SUPPORT' } }] },
    });
  });
});

describe('reasonOf', () => {
  it('puts a step’s reason into words', () => {
    expect(reasonOf.reject({ reason: 'TOO_FAR' })).toBe('TOO_FAR');
    expect(reasonOf.reject({ reason: 'OTHER', note: 'van broke down' })).toBe('OTHER: van broke down');
    expect(reasonOf.deliver({ receivedBy: 'Sita' })).toBe('Received by Sita');
    expect(reasonOf.deliver({})).toBe(null);
  });
});
