import { type LineProblem, MAX_ALTERNATIVES, type ReadLine } from '@khaacho/shared/intake/contract.ts';
import { understand } from '@khaacho/shared/intake/machine.ts';
import { type Catalogue, readOrder } from '@khaacho/shared/intake/reader.ts';
import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import type { Language } from '@khaacho/shared/kernel/language.ts';
import { ok, type Result } from '@khaacho/shared/kernel/result.ts';
import { say } from '@khaacho/shared/messages/words.ts';
import { quoteOrder } from '@khaacho/shared/orders/rules.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { Quote } from '@khaacho/shared/pricing/contract.ts';
import type { CatalogueSource } from '../catalogue/service.ts';
import type { Db } from '../db/database.ts';
import { loadOrderFacts } from '../orders/facts-service.ts';
import { retailerInReach } from '../parties/service.ts';
import { askedLines, questionsOf } from './draft-service.ts';

export type ParseDeps = { db: Db; catalogue: CatalogueSource };
export type Asked = { text: string; retailerId?: string | undefined; language: Language };

/** A good a line is taken for or may mean, and how sure the reader is of it, 0 … 1. */
export type NamedGood = { productId: string; sku: string; name: string; unit: string; confidence: number };
export type ParsedLine = {
  raw: string;
  product: NamedGood | null;
  quantityMilli: number | null;
  problem: LineProblem | null;
  alternatives: NamedGood[];
};
export type Parsed = {
  /** What the message asks for, and how sure the machine is of that. */
  intent: string;
  confidence: number;
  lines: ParsedLine[];
  /** Prices by the vendor routing would choose now; null without a shop, while something is open, or where it is refused. */
  quote: Quote | null;
  refusal: Refusal | null;
  /** The lines as chat would answer them; null where the message is no list. */
  reply: string | null;
};

/** Reads a text as the chat would, as the first message of a draft, and keeps nothing. */
export async function parseText(
  { db, catalogue: source }: ParseDeps,
  asked: Asked,
  caller: Caller,
  now: Date,
): Promise<Result<Parsed, Refusal>> {
  const { text, retailerId } = asked;
  if (retailerId !== undefined) {
    const reached = await retailerInReach(db, retailerId, caller);
    if (!reached.ok) return reached;
  }
  const catalogue = await source({ texts: [text], retailerId: retailerId ?? null });
  const { request, confidence } = understand(text, { draft: null, reorderAsked: false }, catalogue);
  const lines = request.kind === 'draft' && request.step.kind === 'draft' ? request.step.lines : [];
  const intent = request.kind === 'draft' ? 'order' : request.kind;
  return ok({ intent, confidence, ...(await answered(db, lines, catalogue, asked, now)) });
}

/** Lines as chat would answer them: with its questions, or with prices where a shop is named. */
export async function answered(
  db: Db,
  lines: readonly ReadLine[],
  catalogue: Catalogue,
  { retailerId, language }: Omit<Asked, 'text'>,
  now: Date,
): Promise<Omit<Parsed, 'intent' | 'confidence'>> {
  const parsed = {
    lines: lines.map((line) => parsedLine(line, catalogue)),
    ...{ quote: null, refusal: null, reply: null },
  };
  if (lines.length === 0) return parsed;
  if (lines.some((line) => line.problem !== null))
    return { ...parsed, reply: say(questionsOf(lines, catalogue), language) };
  if (retailerId === undefined) return parsed;
  return { ...parsed, ...(await priced(db, retailerId, lines, language, now)) };
}

async function priced(db: Db, retailerId: string, lines: readonly ReadLine[], language: Language, now: Date) {
  const wanted = askedLines(lines);
  const facts = await loadOrderFacts(
    db,
    retailerId,
    wanted.map((line) => line.productId),
  );
  if (!facts) throw new Error('a shop in reach has facts');
  const quoted = quoteOrder(facts, { lines: wanted }, now);
  if (!quoted.ok) {
    const reply = say({ kind: 'refused', refusal: quoted.error }, language);
    return { quote: null, refusal: quoted.error, reply };
  }
  const { quote } = quoted.value;
  const taxBasisPoints = Math.max(...quote.lines.map((line) => line.taxBasisPoints));
  return {
    quote,
    refusal: null,
    reply: say({ kind: 'orderSummary', quote, taxBasisPoints, changed: false }, language),
  };
}

/** The goods each line of a text may mean, surest first: what chat takes or offers to choose from. */
export async function suggestProducts(
  { db, catalogue: source }: ParseDeps,
  { text, retailerId }: Omit<Asked, 'language'>,
  caller: Caller,
): Promise<Result<{ written: string; products: NamedGood[] }[], Refusal>> {
  if (retailerId !== undefined) {
    const reached = await retailerInReach(db, retailerId, caller);
    if (!reached.ok) return reached;
  }
  const catalogue = await source({ texts: [text], retailerId: retailerId ?? null });
  return ok(
    readOrder(text, catalogue).map((line) => {
      const { raw, product, alternatives } = parsedLine(line, catalogue);
      const others = alternatives.filter((other) => other.productId !== product?.productId);
      return { written: raw, products: [...(product ? [product] : []), ...others].slice(0, MAX_ALTERNATIVES) };
    }),
  );
}

function parsedLine(line: ReadLine, catalogue: Catalogue): ParsedLine {
  const named = (productId: string, confidence: number): NamedGood[] => {
    const good = catalogue.byId.get(productId);
    return good ? [{ productId, sku: good.sku, name: good.name, unit: good.unit, confidence }] : [];
  };
  return {
    raw: line.raw,
    product: (line.productId === null ? undefined : named(line.productId, line.confidence)[0]) ?? null,
    quantityMilli: line.quantityMilli,
    problem: line.problem,
    alternatives: line.alternatives.flatMap((one) => named(one.productId, one.confidence)),
  };
}
