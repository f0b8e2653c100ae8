/** The one place where the examiner touches the reader; when its interface moves, only this file does. */
import type { ReadLine } from '@khaacho/shared/intake/contract.ts';
import { readIntoDraft } from '@khaacho/shared/intake/conversation.ts';
import { understand } from '@khaacho/shared/intake/machine.ts';
import {
  buildCatalogue,
  type Catalogue,
  type CatalogueGood,
  readOrder,
  withProduct,
} from '@khaacho/shared/intake/reader.ts';

/** What the examiner needs of a good; a demo good has more. */
export type ExamGood = {
  sku: string;
  name: string;
  nameNe: string;
  unit: string;
  baseUnit: string;
  basePerUnit: number;
  aliases: readonly string[];
};

/** A line as the reader gave it, in SKUs. */
export type Answer = {
  written: string;
  state: 'taken' | 'asked' | 'refused';
  about: 'product' | 'quantity' | 'unit' | null;
  sku: string | null;
  milli: number | null;
  choices: string[];
  /** The amount once the product has been answered with this SKU; null where another question would follow. */
  afterChoosing: (sku: string) => number | null;
};

export type Reader = {
  read: (text: string) => Answer[];
  /** The draft after these messages, one after the other. */
  converse: (turns: readonly string[]) => Answer[];
  /** What a first message of a chat is for, by the machine's names. */
  requestOf: (text: string) => string;
};

/** Ids are made up: the corpus speaks in SKUs. */
function toCatalogueGood(good: ExamGood, place: number): CatalogueGood {
  const { sku, name, nameNe, unit, baseUnit, basePerUnit, aliases } = good;
  const id = `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;
  return { id, sku, name, unit, baseUnit, basePerUnit, names: [nameNe, ...aliases].filter((each) => each !== '') };
}

export function readerOver(goods: readonly ExamGood[]): Reader {
  const listed = goods.map(toCatalogueGood);
  const catalogue: Catalogue = buildCatalogue(listed);
  const byId = new Map(listed.map((good) => [good.id, good]));
  const bySku = new Map(listed.map((good) => [good.sku, good]));
  const skuOf = (id: string | null) => (id === null ? null : (byId.get(id)?.sku ?? null));

  const answer = (line: ReadLine): Answer => {
    const taken = line.problem === null && line.productId !== null && line.quantityMilli !== null;
    const open = line.productId !== null || line.alternatives.length > 0;
    return {
      written: line.raw,
      state: taken ? 'taken' : open ? 'asked' : 'refused',
      about: line.problem,
      sku: skuOf(line.productId),
      milli: line.quantityMilli,
      choices: line.alternatives.flatMap(({ productId }) => skuOf(productId) ?? []),
      afterChoosing: (sku) => {
        const good = bySku.get(sku);
        const settled = good ? withProduct(line, good) : null;
        return settled?.problem === null ? settled.quantityMilli : null;
      },
    };
  };
  return {
    requestOf: (text) => understand(text, { draft: null, reorderAsked: false }, catalogue).request.kind,
    read: (text) => readOrder(text, catalogue).map(answer),
    converse: (turns) => {
      let lines: ReadLine[] = [];
      for (const turn of turns) {
        const step = readIntoDraft(lines.length === 0 ? null : { lines }, turn, catalogue);
        if (step.kind === 'draft') lines = step.lines;
        if (step.kind === 'empty') lines = [];
      }
      return lines.map(answer);
    },
  };
}

/** The machine's own names where they differ from the examiner's. */
const INTENTS = new Map([
  ['draft', 'place_order'],
  ['noReorder', 'reorder'],
]);

/** What a first message of a chat is for, by the names of intents.ts. */
export function intentOf(reader: Pick<Reader, 'requestOf'>, text: string): string {
  const kind = reader.requestOf(text);
  return INTENTS.get(kind) ?? kind;
}
