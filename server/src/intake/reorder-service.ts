import type { ReadLine } from '@khaacho/shared/intake/contract.ts';
import type { Catalogue } from '@khaacho/shared/intake/reader.ts';
import { ANSWER_HOURS, reorderDue } from '@khaacho/shared/intake/reorder.ts';
import { formatQuantity } from '@khaacho/shared/kernel/quantity.ts';
import type { Words } from '@khaacho/shared/messages/words.ts';
import { type Db, type Tx, transaction } from '../db/database.ts';
import { sendToRetailer } from '../messages/service.ts';
import { type ChatPerson, showDraft } from './draft-service.ts';
import {
  answerSuggestion,
  dropOverlooked,
  goodsOfOrder,
  insertSuggestion,
  lastOrderOf,
  type OrderedGood,
  reorderCandidates,
  waitingSuggestion,
} from './reorder-store.ts';
import type { Draft } from './store.ts';

const HOUR_MS = 3_600_000;
/** A shop whose last order is older has no rhythm any more (two of the longest cycles). */
const LOOK_BACK_MS = 60 * 24 * HOUR_MS;

const answerable = (now: Date) => new Date(now.getTime() - ANSWER_HOURS * HOUR_MS);

/** Whether "order same as last week?" was asked of this shop and waits for its answer. */
export async function isReorderAsked(tx: Tx, retailerId: string, now: Date): Promise<boolean> {
  return (await waitingSuggestion(tx, retailerId, answerable(now))) !== undefined;
}

/**
 * The same order once more, as a draft at today's prices: nothing is ordered before CONFIRM. What is in an open draft stays;
 * goods that are not sold any more are left out, and said to be.
 */
export async function reorder(
  tx: Tx,
  person: ChatPerson,
  draft: Draft | null,
  catalogue: Catalogue,
  now: Date,
): Promise<Words> {
  const suggested = await waitingSuggestion(tx, person.retailerId, answerable(now));
  const orderId = suggested?.orderId ?? (await lastOrderOf(tx, person.retailerId));
  if (suggested) await answerSuggestion(tx, person.retailerId, 'YES', now);
  if (!orderId) return { kind: 'nothingToRepeat' };
  const { goods, totalPaisa, all } = await goodsOfOrder(tx, orderId);
  if (goods.length === 0) return { kind: 'nothingToRepeat' };
  const present = draft?.lines ?? [];
  const has = new Set(present.map((line) => line.productId));
  const lines = [...present, ...goods.filter((good) => !has.has(good.productId)).map(lineOf)];
  const words = await showDraft(tx, person, draft, lines, catalogue, now);
  if (words.kind !== 'orderSummary' || present.length > 0) return words;
  return { ...words, changed: !all || words.quote.totalPaisa !== totalPaisa };
}

function lineOf({ productId, name, unit, quantityMilli }: OrderedGood): ReadLine {
  return {
    ...{ raw: name, productId, quantityMilli, unit, confidence: 1, problem: null, alternatives: [] },
    ...{ amount: { valueMilli: quantityMilli, unit: null }, turn: 1, chosen: false },
  };
}

/** Not this time: nothing is suggested before the next cycle. */
export async function declineReorder(tx: Tx, person: ChatPerson, now: Date): Promise<Words> {
  await answerSuggestion(tx, person.retailerId, 'NO', now);
  return { kind: 'noReorder' };
}

/**
 * Asks every shop whose usual day has come whether it wants the same again; answers how many were asked. Safe to run at any
 * time and any number of times: one suggestion a cycle, none in quiet hours, none while one waits or a draft is open.
 */
export async function suggestReorders(db: Db, now: Date): Promise<number> {
  await transaction(db, (tx) => dropOverlooked(tx, answerable(now), now));
  let asked = 0;
  for (const shop of await reorderCandidates(db, new Date(now.getTime() - LOOK_BACK_MS), now)) {
    const cycleDays = reorderDue(shop, now);
    if (cycleDays === null) continue;
    const { retailerId, lastOrderId: orderId } = shop;
    await transaction(db, async (tx) => {
      const id = await insertSuggestion(tx, { retailerId, orderId, cycleDays }, now);
      if (!id) return;
      const { goods, totalPaisa } = await goodsOfOrder(tx, orderId);
      const items = goods.map((good) => `${good.name} x ${formatQuantity(good.quantityMilli)}`);
      const words = { kind: 'reorderPrompt', name: shop.name, items, totalPaisa } as const;
      await sendToRetailer(tx, { retailerId, businessKey: `reorder:${id}`, orderId: null, words }, now);
      asked += 1;
    });
  }
  return asked;
}
