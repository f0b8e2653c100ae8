import { refusal } from '@khaacho/shared/kernel/errors.ts';
import type { ParkedFact } from '@khaacho/shared/sync/parked-contract.ts';
import type { Payloads } from '@khaacho/shared/sync/payloads.ts';
import type { CommandType } from '@khaacho/shared/sync/protocol.ts';
import type { OutboxEntry } from '../replica/replica-api.ts';
import { fixtureId, minutesAgo } from './fixtures.ts';
import type { World } from './world.ts';

type Made<T extends CommandType> = { type: T; payload: Payloads[T] } & Partial<Omit<OutboxEntry, 'type' | 'payload'>>;

/** A command as the outbox holds it. */
export function entryFixture<T extends CommandType>(made: Made<T>): OutboxEntry {
  return {
    id: fixtureId(),
    deviceSeq: 1,
    issuedAt: minutesAgo(20),
    dependsOn: [],
    state: 'waiting',
    verdict: null,
    answeredAt: null,
    ...made,
  };
}

const orderOf = (world: World, index: number) => ({ orderId: world.orders[index]?.id ?? fixtureId() });

/** Work that waits: steps with orders one after another, the later ones building on the earlier. */
export function waitingEntries(world: World, count: number): OutboxEntry[] {
  const entries: OutboxEntry[] = [];
  for (let n = 0; n < count; n += 1) {
    const before = n % 3 === 0 ? undefined : entries.at(-1);
    const type = (['order.accept', 'order.pack', 'order.dispatch'] as const)[n % 3] ?? 'order.pack';
    entries.push(
      entryFixture({
        type,
        payload: orderOf(world, Math.floor(n / 3) % Math.max(1, world.orders.length)),
        deviceSeq: n + 1,
        issuedAt: minutesAgo(192 - Math.min(190, n)),
        dependsOn: before ? [before.id] : [],
      }),
    );
  }
  return entries;
}

function refused<T extends CommandType>(made: Made<T>, why: ReturnType<typeof refusal>): OutboxEntry {
  const entry = entryFixture({ ...made, state: 'refused', answeredAt: minutesAgo(3) });
  return { ...entry, verdict: { id: entry.id, status: 'rejected', ...why } };
}

/** One refusal of each sort: gone, to be changed, waiting for a payment, and one that followed another. */
export function refusedEntries(world: World): OutboxEntry[] {
  const gone = refused(
    { type: 'order.accept', payload: orderOf(world, 0), issuedAt: minutesAgo(52) },
    refusal('ORDER_TAKEN_AWAY', 'Gone.', [{ field: 'orderId', issue: 'with another vendor' }]),
  );
  const follows = refused(
    { type: 'order.pack', payload: orderOf(world, 0), issuedAt: minutesAgo(50), dependsOn: [gone.id] },
    refusal('DEPENDENCY_REFUSED', 'What this follows on was not accepted.'),
  );
  const price = refused(
    {
      type: 'stock.adjust',
      payload: { offerId: world.offers[0]?.id ?? fixtureId(), deltaMilli: -60_000, reason: 'DAMAGED' },
      issuedAt: minutesAgo(1500),
    },
    refusal('STOCK_BELOW_RESERVED', 'Promised.', [
      { field: 'deltaMilli', issue: 'promised', figures: { reservedMilli: 30_000, freeMilli: 12_000 } },
    ]),
  );
  return [gone, follows, price];
}

/** Answers of the last days: confirmed, kept for the office, discarded. */
export function answeredEntries(world: World): OutboxEntry[] {
  const kept = entryFixture({
    type: 'stock.count',
    payload: { offerId: world.offers[1]?.id ?? fixtureId(), countedMilli: 38_000, againstMilli: 40_000 },
    issuedAt: minutesAgo(260),
    answeredAt: minutesAgo(240),
    state: 'applied',
  });
  return [
    entryFixture({
      type: 'order.deliver',
      payload: orderOf(world, 2),
      issuedAt: minutesAgo(30),
      answeredAt: minutesAgo(29),
      state: 'applied',
    }),
    {
      ...kept,
      verdict: { id: kept.id, status: 'applied', details: [{ issue: 'kept', figures: { kept: 'OFFER_UNKNOWN' } }] },
    },
    entryFixture({
      type: 'order.reject',
      payload: { ...orderOf(world, 3), reason: 'TOO_BUSY' },
      issuedAt: minutesAgo(3000),
      answeredAt: minutesAgo(2990),
      state: 'dismissed',
    }),
  ];
}

/** What lies on the office's desk to settle. */
export function parkedFixtures(world: World): ParkedFact[] {
  const fact = (over: Partial<ParkedFact>): ParkedFact => ({
    id: fixtureId(),
    type: 'stock.count',
    payload: { offerId: world.offers[1]?.id ?? fixtureId(), countedMilli: 38_000, againstMilli: 40_000 },
    because: { code: 'OFFER_UNKNOWN', message: 'This good is not on your list.' },
    issuedAt: minutesAgo(260),
    receivedAt: minutesAgo(240),
    sender: { userId: fixtureId(), name: 'Ramesh Thapa', role: 'VENDOR_STAFF', vendorName: 'ABC Distributors' },
    device: { id: 'device-1', name: 'Chromium on Windows' },
    settled: null,
    ...over,
  });
  return [
    fact({ receivedAt: minutesAgo(3100), issuedAt: minutesAgo(3200) }),
    fact({
      type: 'payment.record',
      payload: {
        paymentId: fixtureId(),
        retailerId: world.retailers[0]?.id,
        amountPaisa: 1_240_000,
        method: 'CHEQUE',
        reference: '004512, Nabil Bank',
        receivedAt: minutesAgo(90),
      },
      because: { code: 'INTERNAL', message: 'This could not be carried out because of an error of ours.' },
      sender: { userId: fixtureId(), name: 'Bikash Gurung', role: 'FIELD_AGENT', vendorName: null },
      receivedAt: minutesAgo(80),
    }),
    fact({ type: 'moon.land', payload: { crater: 'Tycho' }, because: { code: 'COMMAND_UNKNOWN', message: '' } }),
  ];
}
