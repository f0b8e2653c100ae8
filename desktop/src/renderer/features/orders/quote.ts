import { checkCredit } from '@khaacho/shared/credit/rules.ts';
import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import type { AskedLine } from '@khaacho/shared/orders/contract.ts';
import { orderFactsOf } from '@khaacho/shared/orders/projection.ts';
import { type OrderDecision, quoteOrder } from '@khaacho/shared/orders/rules.ts';
import type { RetailerDocument } from '@khaacho/shared/parties/contract.ts';
import { useMemo } from 'react';
import { useDocuments, useReplica } from '../../replica/hooks.tsx';
import { useNow } from '../../ui/use-now.ts';

export type LiveQuote =
  | { kind: 'empty' }
  /** Priced; `refusal` says why it would not pass all the same (credit). */
  | { kind: 'priced'; decision: OrderDecision; refusal: Refusal | null }
  | { kind: 'refused'; refusal: Refusal };

/** What the basket costs here and now and whether it would pass: the rule the server will run, over this device's documents. */
export function useLiveQuote(retailer: RetailerDocument, lines: readonly AskedLine[]): LiveQuote {
  const { reader } = useReplica();
  const now = useNow();
  // Prices and stock are read through `reader`; these make the answer live.
  const offers = useDocuments('offers').documents;
  const settings = useDocuments('settings').documents;
  return useMemo(() => {
    if (lines.length === 0 || (offers.length === 0 && settings.length === 0)) return { kind: 'empty' };
    const facts = orderFactsOf(
      reader,
      retailer,
      lines.map((line) => line.productId),
    );
    const quoted = quoteOrder(facts, { lines }, now);
    if (!quoted.ok) return { kind: 'refused', refusal: quoted.error };
    const credit = checkCredit(retailer.credit, quoted.value.quote.totalPaisa);
    return { kind: 'priced', decision: quoted.value, refusal: credit.ok ? null : credit.error };
  }, [reader, retailer, lines, now, offers, settings]);
}
