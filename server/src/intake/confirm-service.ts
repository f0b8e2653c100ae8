import { correctionsOf } from '@khaacho/shared/intake/conversation.ts';
import type { Catalogue } from '@khaacho/shared/intake/reader.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Words } from '@khaacho/shared/messages/words.ts';
import { orderStateSchema } from '@khaacho/shared/orders/contract.ts';
import { stateForRetailer } from '@khaacho/shared/orders/states.ts';
import { learnCorrections } from '../catalogue/learned-service.ts';
import type { Tx } from '../db/database.ts';
import { take } from '../orders/take-service.ts';
import { askedLines, type ChatPerson, questionsOf, showDraft } from './draft-service.ts';
import { answerSuggestion } from './reorder-store.ts';
import { closeDraft, type Draft, ordersForChat } from './store.ts';

export type ConfirmContext = {
  draft: Draft | null;
  /** The chat's newest draft, open or not. */
  last: Draft | null;
  expired: boolean;
  catalogue: Catalogue;
};

/**
 * CONFIRM: one order for one draft. A second CONFIRM answers with the order the first one made; prices are looked at again
 * and a rise is shown before anything is ordered.
 */
export async function confirmDraft(tx: Tx, person: ChatPerson, context: ConfirmContext, now: Date): Promise<Words> {
  const { draft, last, expired, catalogue } = context;
  if (!draft) {
    if (last?.state === 'CONFIRMED' && last.orderId) return confirmed(tx, person, last.orderId);
    return { kind: 'nothingToConfirm', expired };
  }
  if (draft.lines.some((line) => line.problem !== null)) return questionsOf(draft.lines, catalogue);
  // Refused when it was shown: look again, something may have been paid or delivered since.
  if (!draft.quote) return showDraft(tx, person, draft, draft.lines, catalogue, now);
  const orderId = newId(now);
  const taken = await take(
    tx,
    {
      orderId,
      retailerId: person.retailerId,
      lines: askedLines(draft.lines),
      seenTotalPaisa: draft.quote.totalPaisa,
      source: 'WHATSAPP',
      originKey: `draft:${draft.id}`,
      by: { userId: null, label: person.name ?? 'Retailer', deviceId: null },
      commandId: null,
      deviceAt: null,
    },
    now,
  );
  if (!taken.ok) {
    if (taken.error.code === 'PRICE_CHANGED') return showDraft(tx, person, draft, draft.lines, catalogue, now, true);
    return { kind: 'refused', refusal: taken.error };
  }
  const made = 'orderId' in taken.value ? taken.value.orderId : taken.value.existingOrderId;
  await closeDraft(tx, draft.id, 'CONFIRMED', made, now);
  await answerSuggestion(tx, person.retailerId, 'ORDERED', now);
  await learnCorrections(tx, person.retailerId, correctionsOf(draft.lines), null, now);
  return confirmed(tx, person, made);
}

async function confirmed(tx: Tx, person: ChatPerson, orderId: string): Promise<Words> {
  const [order] = await ordersForChat(tx, person.retailerId, { id: orderId });
  if (!order) throw new Error('a confirmed draft has an order');
  return {
    kind: 'orderConfirmed',
    orderNumber: order.orderNumber,
    state: stateForRetailer(orderStateSchema.parse(order.state)),
    totalPaisa: order.totalPaisa,
    itemCount: order.itemCount,
  };
}
