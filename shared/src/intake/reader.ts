import type { ReadLine } from './contract.ts';
import { type ReadItem, withProduct } from './line.ts';
import { partsOf, readPart } from './parts.ts';
import type { Catalogue } from './reader-catalogue.ts';
import { cleanText, hardLines } from './tokens.ts';

export { withProduct } from './line.ts';
export {
  buildReaderIndex,
  buildReaderIndex as buildCatalogue,
  type Catalogue,
  updateReaderIndex,
  withOwnNames,
} from './reader-catalogue.ts';
export type { CatalogueGood } from './reader-index.ts';

/** A sentence of so many words that names no good, beside lines that do, is talk. */
const TALK_WORDS = 3;
/** Nobody orders more goods in one message; what comes after is not read. */
const MAX_LINES = 300;

/**
 * Reads every line of a message. Greetings and small talk disappear; a line that names no good comes back asking for one.
 * Never throws, whatever the text.
 */
export function readOrder(text: string, catalogue: Catalogue): ReadLine[] {
  const items = hardLines(cleanText(text))
    .slice(0, MAX_LINES)
    .flatMap((line) => readHardLine(line, catalogue));
  const named = items.some(({ line }) => line.productId !== null || line.alternatives.length > 0);
  return items.filter((item) => !isTalk(item, named, items.length === 1)).map(({ line }) => line);
}

/** Words without a figure that come near a name by chance: `fast` is no paste, `gata mahina` no good at all. */
const BY_CHANCE = 0.7;

function isTalk({ line, words, score }: ReadItem, named: boolean, alone: boolean): boolean {
  if (line.problem !== 'product' || line.amount !== null) return false;
  if (line.alternatives.length === 0) return named && words >= TALK_WORDS;
  return score < BY_CHANCE && (!alone || words >= TALK_WORDS);
}

/** `rice, 10 kg` and `rice ra dal 5-5`: an amount between cuts belongs to the goods before it that have none. */
function readHardLine(line: string, catalogue: Catalogue): ReadItem[] {
  const items: ReadItem[] = [];
  let waiting: ReadLine['amount'] = null;
  for (const tokens of partsOf(line, catalogue)) {
    const { items: read, bare } = readPart(tokens, catalogue);
    if (bare) {
      const last = items.at(-1);
      if (last && last.line.amount === null) giveAmount(items, items.length - 1, bare, catalogue);
      else if (!last) waiting = bare;
    }
    for (const item of read) {
      items.push(item);
      if (waiting && item.line.amount === null) giveAmount(items, items.length - 1, waiting, catalogue);
      waiting = null;
      if (item.each) spread(items, catalogue);
    }
  }
  return items;
}

/** `5-5`: the same for every good before it that has no amount of its own. */
function spread(items: ReadItem[], catalogue: Catalogue): void {
  const amount = items.at(-1)?.line.amount ?? null;
  for (let at = items.length - 2; at >= 0 && amount !== null && items[at]?.line.amount === null; at -= 1)
    giveAmount(items, at, amount, catalogue);
}

function giveAmount(items: ReadItem[], at: number, amount: ReadLine['amount'], catalogue: Catalogue): void {
  const item = items[at];
  if (!item) return;
  const line = { ...item.line, amount };
  const good = line.productId ? catalogue.byId.get(line.productId) : undefined;
  const alternatives = line.alternatives;
  items[at] = { ...item, line: good ? { ...withProduct(line, good), alternatives } : line };
}
