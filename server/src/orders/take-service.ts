import { nepalDay } from '@khaacho/shared/kernel/clock.ts';
import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { AskedLine, OrderDocument, OrderSource } from '@khaacho/shared/orders/contract.ts';
import { mergeLines, type OrderDecision, takeOrder } from '@khaacho/shared/orders/rules.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { HouseSettings } from '@khaacho/shared/settings/contract.ts';
import type { Tx } from '../db/database.ts';
import { reaches } from '../parties/service.ts';
import { POLICY } from '../routing/service.ts';
import { loadOrderFacts } from './facts-service.ts';
import { callTakeOrder } from './store.ts';
import { documentOf } from './taken-document.ts';

export type TakeAsk = {
  orderId: string;
  retailerId: string;
  lines: readonly AskedLine[];
  vendorId?: string | undefined;
  seenTotalPaisa?: number | undefined;
  notes?: string | undefined;
  source: OrderSource;
  /** One order for one of these, whatever is retried: `draft:<id>`, `command:<id>`, `api:<user>:<key>`. */
  originKey: string;
  by: { userId: string | null; label: string; deviceId: string | null };
  commandId: string | null;
  deviceAt: Date | null;
};

export type OrderTaken =
  | {
      orderId: string;
      orderNumber: string;
      decision: OrderDecision;
      /** As loadOrders would read it now: whoever answers with it need not ask again while the rows are locked. */
      document: OrderDocument;
    }
  | { existingOrderId: string };

/** The world may move between reading and writing; three readings are plenty outside a stampede on the last unit. */
const TRIES = 3;

/**
 * Takes an order in the transaction given: reads the facts, asks the rule, writes in one guarded call. Where a guard
 * misses (somebody bought the last unit meanwhile) it reads and decides again. With `caller` only a shop within their reach,
 * and with their name on it.
 */
export async function take(
  tx: Tx,
  ask: TakeAsk,
  now: Date,
  caller: Caller | null = null,
): Promise<Result<OrderTaken, Refusal>> {
  const lines = mergeLines(ask.lines);
  const productIds = lines.map((line) => line.productId);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const facts = await loadOrderFacts(tx, ask.retailerId, productIds, caller?.userId);
    if (!facts || (caller && !reaches(caller, ask.retailerId, facts.shop.territoryId)))
      return err(refusal('RETAILER_UNKNOWN', 'There is no such shop.', [{ field: 'retailerId', issue: 'unknown' }]));
    const decided = takeOrder(facts, { lines, vendorId: ask.vendorId, seenTotalPaisa: ask.seenTotalPaisa }, now);
    if (!decided.ok) return decided;
    const named = caller ? { ...ask, by: { ...ask.by, label: facts.orderedBy ?? ask.by.label } } : ask;
    const row = orderRow(named, decided.value, facts.settings, now);
    const taken = await callTakeOrder(tx, row);
    if ('existing' in taken) return ok({ existingOrderId: taken.existing });
    if ('orderNumber' in taken) {
      const document = documentOf(row, taken.orderNumber, facts, decided.value, now);
      return ok({ orderId: ask.orderId, orderNumber: taken.orderNumber, decision: decided.value, document });
    }
  }
  return err(refusal('BUSY', 'Many people are ordering the same goods just now. Try again in a moment.'));
}

/** The same for somebody signed in: only a shop within their reach, with their name on the history. */
export async function takeFor(
  tx: Tx,
  ask: Omit<TakeAsk, 'by'>,
  caller: Caller,
  now: Date,
): Promise<Result<OrderTaken, Refusal>> {
  const by = { userId: caller.userId, label: 'Somebody', deviceId: caller.deviceId };
  return take(tx, { ...ask, by }, now, caller);
}

export type OrderRow = ReturnType<typeof orderRow>;

function orderRow(ask: TakeAsk, decision: OrderDecision, house: HouseSettings, now: Date) {
  const { quote, offers, vendor } = decision;
  const history = {
    byUser: ask.by.userId,
    by: ask.by.label,
    deviceAt: ask.deviceAt?.toISOString() ?? null,
    deviceId: ask.by.deviceId,
    reason: null,
  };
  return {
    id: ask.orderId,
    day: nepalDay(now),
    at: now.toISOString(),
    state: vendor ? ('ASSIGNED' as const) : ('PENDING' as const),
    source: ask.source,
    retailerId: ask.retailerId,
    vendorId: vendor?.id ?? null,
    subtotalPaisa: quote.subtotalPaisa,
    taxPaisa: quote.taxPaisa,
    totalPaisa: quote.totalPaisa,
    expectedDeliveryDay: decision.expectedDeliveryDay,
    acceptBy: decision.acceptBy?.toISOString() ?? null,
    notes: ask.notes ?? null,
    originKey: ask.originKey,
    createdBy: ask.by.userId,
    commandId: ask.commandId,
    lines: quote.lines.map((line, index) => ({
      ...line,
      lineNumber: index + 1,
      offerId: vendor ? (offers[index]?.id ?? null) : null,
      unitCostPaisa: offers[index]?.costPaisa ?? 0,
    })),
    history: [
      { step: 1, from: null, to: 'PENDING' as const, ...history },
      ...(vendor
        ? [
            {
              step: 2,
              from: 'PENDING' as const,
              to: 'ASSIGNED' as const,
              ...history,
              byUser: null,
              by: 'Khaacho',
              deviceAt: null,
              deviceId: null,
              reason: decision.sentence,
            },
          ]
        : []),
    ],
    decision: {
      id: newId(now),
      policy: POLICY,
      weights: house.routingWeights,
      candidates: decision.candidates,
      sentence: decision.sentence,
      by: 'Khaacho',
    },
  };
}
