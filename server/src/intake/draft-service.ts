import type { ReadLine } from '@khaacho/shared/intake/contract.ts';
import type { Catalogue } from '@khaacho/shared/intake/reader.ts';
import { addMinutes } from '@khaacho/shared/kernel/clock.ts';
import { formatQuantity } from '@khaacho/shared/kernel/quantity.ts';
import type { Words } from '@khaacho/shared/messages/words.ts';
import { quoteOrder } from '@khaacho/shared/orders/rules.ts';
import type { Tx } from '../db/database.ts';
import { loadOrderFacts } from '../orders/facts-service.ts';
import { loadHouse } from '../settings/service.ts';
import { type Draft, saveDraft } from './store.ts';

/** Who writes, and with which message. */
export type ChatPerson = { chatId: string; retailerId: string; name: string | null; messageId: string };

/** Saves the lines and asks what is open, or shows prices by the vendor routing would choose now. */
export async function showDraft(
  tx: Tx,
  person: ChatPerson,
  draft: Draft | null,
  lines: ReadLine[],
  catalogue: Catalogue,
  now: Date,
  changed = false,
): Promise<Words> {
  const house = await loadHouse(tx);
  const expiresAt = addMinutes(now, house.draftMinutes);
  const who = { chatId: person.chatId, retailerId: person.retailerId, messageId: person.messageId };
  if (lines.some((line) => line.problem !== null)) {
    await saveDraft(tx, draft, who, { state: 'ASKING', lines, quote: null, expiresAt }, now);
    return questionsOf(lines, catalogue);
  }
  const asked = askedLines(lines);
  const facts = await loadOrderFacts(
    tx,
    person.retailerId,
    asked.map((line) => line.productId),
  );
  if (!facts) throw new Error('a registered chat has a retailer');
  const quoted = quoteOrder(facts, { lines: asked }, now);
  if (!quoted.ok) {
    // Kept, so that "2 instead" or a payment can still make it pass.
    await saveDraft(tx, draft, who, { state: 'READY', lines, quote: null, expiresAt }, now);
    return { kind: 'refused', refusal: quoted.error };
  }
  const { quote } = quoted.value;
  await saveDraft(tx, draft, who, { state: 'READY', lines, quote, expiresAt }, now);
  return {
    kind: 'orderSummary',
    quote,
    taxBasisPoints: Math.max(...quote.lines.map((line) => line.taxBasisPoints)),
    changed,
  };
}

/** Lines that are clear, as an order asks for them. */
export function askedLines(lines: readonly ReadLine[]): { productId: string; quantityMilli: number }[] {
  return lines.flatMap((line) =>
    line.productId && line.quantityMilli ? [{ productId: line.productId, quantityMilli: line.quantityMilli }] : [],
  );
}

/** What is still open, the first of it with numbered choices. */
export function questionsOf(lines: readonly ReadLine[], catalogue: Catalogue): Words {
  const nameOf = (id: string) => {
    const good = catalogue.byId.get(id);
    return good ? `${good.name} (${good.sku})` : id;
  };
  return {
    kind: 'ask',
    understood: lines.flatMap((line) =>
      line.problem === null && line.productId && line.quantityMilli
        ? [`${nameOf(line.productId)} x ${formatQuantity(line.quantityMilli)}`]
        : [],
    ),
    questions: lines.flatMap((line) => {
      if (line.problem === null) return [];
      const sold = line.productId ? catalogue.byId.get(line.productId) : undefined;
      const choices =
        line.problem === 'product'
          ? line.alternatives.map((one) => nameOf(one.productId))
          : sold
            ? [`${sold.name}: ${sold.unit}`]
            : [];
      return [{ written: line.raw, missing: line.problem, choices }];
    }),
  };
}
