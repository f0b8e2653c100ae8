import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HOLDS_CREDIT, HOLDS_STOCK } from '../orders/states.ts';
import { roleSchema } from '../people/contract.ts';
import { commandRoles } from '../people/permissions.ts';
import { documentSchemas } from './documents.ts';
import type { Payloads } from './payloads.ts';
import type { Actor, PendingCommand } from './projection.ts';
import { project } from './projections.ts';
import { type CommandType, commandTypes, factTypes } from './protocol.ts';
import {
  AT,
  actors,
  commandId,
  createTestReplica,
  GOODS,
  NOW,
  offerId,
  orderId,
  paymentId,
  SHOP,
  type TestReplica,
  VENDORS,
} from './test-replica.ts';

let replica: TestReplica;
let count = 0;
beforeEach(() => {
  replica = createTestReplica();
  count = 0;
});

function command<T extends CommandType>(type: T, payload: Payloads[T]): PendingCommand<T> {
  count += 1;
  return { id: commandId(count), type, payload, issuedAt: AT };
}
/** Projects and, where it is not refused, lays it over the replica. */
function send<T extends CommandType>(type: T, payload: Payloads[T], actor: Actor = actors.admin) {
  const projected = project(replica, command(type, payload), actor, NOW);
  if (projected.ok) replica.apply(projected.value);
  return projected;
}
const [RICE, DAL] = GOODS;
const lines = [
  { productId: RICE, quantityMilli: 10_000 },
  { productId: DAL, quantityMilli: 5_000 },
];
const create = (n: number, actor?: Actor) =>
  send('order.create', { orderId: orderId(n), retailerId: SHOP, lines }, actor);
const order = (n: number) => replica.get('orders', orderId(n));
const credit = () => replica.get('retailers', SHOP)?.credit;
const stock = (vendor: number, good: number) => {
  const offer = replica.get('offers', offerId(vendor, good));
  return offer && [offer.onHandMilli, offer.reservedMilli];
};

/** One of each, about things that are not here. */
const NOWHERE = orderId(99);
const payloads: Payloads = {
  'order.create': { orderId: orderId(98), retailerId: NOWHERE, lines },
  'order.accept': { orderId: NOWHERE },
  'order.reject': { orderId: NOWHERE, reason: 'OTHER' },
  'order.pack': { orderId: NOWHERE },
  'order.dispatch': { orderId: NOWHERE },
  'order.outForDelivery': { orderId: NOWHERE },
  'order.deliver': { orderId: NOWHERE },
  'order.cancel': { orderId: NOWHERE, reason: 'by mistake' },
  'stock.adjust': { offerId: NOWHERE, deltaMilli: 1, reason: 'FOUND' },
  'stock.count': { offerId: NOWHERE, countedMilli: 1, againstMilli: 1 },
  'offer.update': { offerId: NOWHERE },
  'payment.record': { paymentId: paymentId(99), retailerId: NOWHERE, amountPaisa: 1, method: 'CASH' },
  'credit.setLimit': { retailerId: NOWHERE, limitPaisa: 1, reason: 'asked for' },
  'credit.block': { retailerId: NOWHERE, reason: 'asked for' },
  'credit.unblock': { retailerId: NOWHERE, reason: 'asked for' },
  'alert.acknowledge': { alertId: NOWHERE },
  'message.send': { retailerId: NOWHERE, text: 'Coming at four' },
};

describe('every command', () => {
  it.each(commandTypes)('%s is for the roles of the table, and for nobody else', (type) => {
    for (const role of roleSchema.options) {
      const answer = send(type, payloads[type], { ...actors.admin, role });
      expect(!answer.ok && answer.error.code === 'FORBIDDEN', role).toBe(!commandRoles[type].includes(role));
    }
    expect(commandRoles[type]).not.toContain('READONLY');
    expect(commandRoles[type]).not.toContain('RETAILER');
  });

  it.each(commandTypes)('%s about something unknown: a fact is sent all the same, an intent is refused', (type) => {
    const answer = send(type, payloads[type]);
    // Acknowledging what is gone changes nothing and harms nobody.
    const harmless = factTypes.includes(type) || type === 'alert.acknowledge';
    if (harmless) expect(answer).toEqual({ ok: true, value: [] });
    else expect(answer).toMatchObject({ ok: false, error: { code: expect.stringMatching(/_UNKNOWN$/) } });
  });
});

describe('a replica of 100,000 orders', () => {
  it('is not gone through by a command: single documents and groups are enough', () => {
    create(1);
    for (const type of ['order.accept', 'order.pack', 'order.dispatch', 'order.deliver'] as const)
      send(type, { orderId: orderId(1) });
    const whole = vi.fn(() => []);
    const reader = { ...replica, all: whole };
    const asks: PendingCommand[] = [
      command('order.create', { orderId: orderId(2), retailerId: SHOP, lines }),
      command('payment.record', { paymentId: paymentId(1), retailerId: SHOP, amountPaisa: 5_000, method: 'CASH' }),
      ...commandTypes.map((type) => command(type, payloads[type])),
    ];
    const [created, paid] = asks.map((ask) => project(reader, ask, actors.admin, NOW));
    expect(created?.ok && created.value.map((change) => change.collection)).toContain('offers');
    expect(paid?.ok && paid.value.map((change) => change.collection)).toContain('orders');
    expect(whole).not.toHaveBeenCalled();
  });
});

describe('order.create', () => {
  it('shows the order, the credit and the stock it will hold', () => {
    expect(create(1).ok).toBe(true);
    expect(order(1)).toMatchObject({
      orderNumber: null,
      state: 'ASSIGNED',
      source: 'DESKTOP',
      vendorId: VENDORS[0],
      totalPaisa: 237_300,
      assignment: 1,
      acceptBy: '2026-11-20T06:15:00.000Z',
      history: [
        { from: null, to: 'PENDING', at: null, deviceAt: AT, by: 'ADMIN' },
        { from: 'PENDING', to: 'ASSIGNED', at: null, deviceAt: null, by: 'Khaacho' },
      ],
    });
    expect(credit()?.reservedPaisa).toBe(237_300);
    expect([stock(0, 0), stock(0, 1)]).toEqual([
      [50_000, 10_000],
      [50_000, 5_000],
    ]);
    expect(create(2, actors.agent).ok && order(2)?.source).toBe('AGENT');
  });

  it('counts what waits on this device: the stock of one vendor runs out, then of the other, then of both', () => {
    const served = Array.from({ length: 12 }, (_, n) => {
      const answer = create(n + 1);
      return answer.ok ? order(n + 1)?.vendorId : answer.error.code;
    });
    expect(served.filter((one) => one === VENDORS[0])).toHaveLength(5);
    expect(served.filter((one) => one === VENDORS[1])).toHaveLength(5);
    expect(served.slice(10)).toEqual(['INSUFFICIENT_STOCK', 'INSUFFICIENT_STOCK']);
  });

  it('is refused here where the server would refuse it, and leaves nothing', () => {
    replica = createTestReplica(237_299);
    expect(create(1)).toMatchObject({ ok: false, error: { code: 'CREDIT_LIMIT_EXCEEDED' } });
    expect(order(1)).toBe(undefined);
    expect(send('order.create', { orderId: orderId(2), retailerId: orderId(3), lines })).toMatchObject({
      error: { code: 'RETAILER_UNKNOWN' },
    });
  });
});

describe('the life of an order', () => {
  const step = (
    type: 'order.accept' | 'order.pack' | 'order.dispatch' | 'order.outForDelivery',
    actor: Actor = actors.vendor1,
  ) => send(type, { orderId: orderId(1) }, actor);

  it('moves stock at dispatch and debt at delivery', () => {
    create(1);
    step('order.accept');
    step('order.pack');
    expect(stock(0, 0)).toEqual([50_000, 10_000]);
    step('order.dispatch');
    expect(stock(0, 0)).toEqual([40_000, 0]);
    step('order.outForDelivery');
    expect(credit()).toMatchObject({ reservedPaisa: 237_300, outstandingPaisa: 0 });
    send('order.deliver', { orderId: orderId(1), receivedBy: 'Sita' }, actors.vendor1);
    expect(credit()).toMatchObject({ reservedPaisa: 0, outstandingPaisa: 237_300, oldestDueDay: '2026-11-27' });
    expect(order(1)).toMatchObject({ state: 'DELIVERED', dueDay: '2026-11-27', deliveredAt: AT, paidPaisa: 0 });
    expect(
      order(1)
        ?.history.map((line) => line.to)
        .join(' '),
    ).toBe('PENDING ASSIGNED ACCEPTED PACKING DISPATCHED OUT_FOR_DELIVERY DELIVERED');
  });

  it('takes a delivery as it comes: twice is once, of a cancelled or unknown order nothing is shown', () => {
    create(1);
    step('order.accept');
    send('order.deliver', { orderId: orderId(1) });
    expect(send('order.deliver', { orderId: orderId(1) })).toEqual({ ok: true, value: [] });
    create(2);
    send('order.cancel', { orderId: orderId(2), reason: 'by mistake' });
    expect(send('order.deliver', { orderId: orderId(2) })).toEqual({ ok: true, value: [] });
  });

  it('gives back what it held when it is cancelled or refused', () => {
    create(1);
    send('order.cancel', { orderId: orderId(1), reason: 'by mistake' });
    expect([stock(0, 0), credit()?.reservedPaisa, order(1)?.state]).toEqual([[50_000, 0], 0, 'CANCELLED']);
    create(2);
    send('order.reject', { orderId: orderId(2), reason: 'TOO_FAR', note: 'bridge is out' }, actors.vendor1);
    expect(stock(0, 0)).toEqual([50_000, 0]);
    expect(credit()?.reservedPaisa).toBe(237_300);
    expect(order(2)).toMatchObject({ state: 'PENDING', vendorId: null, reason: 'TOO_FAR: bridge is out' });
  });

  it('is paid from what lies in advance, and complete when it is paid in full', () => {
    send('payment.record', { paymentId: paymentId(1), retailerId: SHOP, amountPaisa: 300_000, method: 'CASH' });
    expect(credit()?.outstandingPaisa).toBe(-300_000);
    for (const n of [1, 2]) {
      create(n);
      send('order.accept', { orderId: orderId(n) });
      send('order.deliver', { orderId: orderId(n) });
    }
    expect(order(1)).toMatchObject({ state: 'COMPLETED', paidPaisa: 237_300 });
    expect(order(2)).toMatchObject({ state: 'DELIVERED', paidPaisa: 62_700 });
    expect(credit()).toMatchObject({ outstandingPaisa: 174_600, oldestDueDay: '2026-11-27' });
    send('payment.record', { paymentId: paymentId(2), retailerId: SHOP, amountPaisa: 174_600, method: 'BANK' });
    expect(order(2)).toMatchObject({ state: 'COMPLETED', paidPaisa: 237_300 });
    expect(credit()).toMatchObject({ outstandingPaisa: 0, oldestDueDay: null });
    expect(replica.all('ledger').map((entry) => entry.balancePaisa)).toEqual([-300_000, 0]);
  });
});

describe('any sequence of commands', () => {
  const type = fc.constantFrom(
    'create',
    'accept',
    'reject',
    'pack',
    'dispatch',
    'deliver',
    'cancel',
    'pay',
    'adjust',
    'count',
  );
  const anyStep = fc.record({ type, n: fc.integer({ min: 1, max: 4 }), amount: fc.integer({ min: 1, max: 400_000 }) });

  function run({ type, n, amount }: { type: string; n: number; amount: number }, serial: number) {
    const orderRef = { orderId: orderId(n) };
    switch (type) {
      case 'create':
        return order(n) ? null : create(n);
      case 'accept':
        return send('order.accept', orderRef);
      case 'reject':
        return send('order.reject', { ...orderRef, reason: 'TOO_BUSY' });
      case 'pack':
        return send('order.pack', orderRef);
      case 'dispatch':
        return send('order.dispatch', orderRef);
      case 'deliver':
        return send('order.deliver', orderRef);
      case 'cancel':
        return send('order.cancel', { ...orderRef, reason: 'changed their mind' });
      case 'pay':
        return send('payment.record', {
          paymentId: paymentId(serial),
          retailerId: SHOP,
          amountPaisa: amount,
          method: 'CASH',
        });
      case 'adjust':
        return send('stock.adjust', {
          offerId: offerId(0, n % 2),
          deltaMilli: amount % 2 ? amount : -amount,
          reason: 'OTHER',
        });
      default:
        return send('stock.count', { offerId: offerId(0, n % 2), countedMilli: amount % 60_000, againstMilli: 50_000 });
    }
  }

  it('leaves sound documents, credit that equals its open orders and debt that equals bills less payments', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 1, maxLength: 40 }), (steps) => {
        replica = createTestReplica();
        let paid = 0;
        steps.forEach((step, index) => {
          const projected = run(step, index);
          if (projected?.ok)
            for (const { collection, document } of projected.value) documentSchemas[collection].parse(document);
          if (step.type === 'pay') paid += step.amount;
        });
        const orders = replica.all('orders');
        const sum = (of: (one: (typeof orders)[number]) => number) => orders.reduce((total, one) => total + of(one), 0);
        const held = sum((one) => (HOLDS_CREDIT.includes(one.state) ? one.totalPaisa : 0));
        const billed = sum((one) => (one.dueDay ? one.totalPaisa : 0));
        expect(credit()?.reservedPaisa).toBe(held);
        expect(credit()?.outstandingPaisa).toBe(billed - paid);
        expect(sum((one) => one.paidPaisa)).toBe(Math.min(billed, paid));
        for (const good of [0, 1]) {
          const promised = orders
            .filter((one) => HOLDS_STOCK.includes(one.state))
            .flatMap((one) => one.lines)
            .filter((line) => line.offerId === offerId(0, good))
            .reduce((total, line) => total + line.quantityMilli, 0);
          expect(stock(0, good)?.[1]).toBe(promised);
        }
      }),
    );
  });
});
