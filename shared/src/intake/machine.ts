import type { ReadLine } from './contract.ts';
import { answerNumber, type DraftStep, readIntoDraft, skipLine } from './conversation.ts';
import { detectIntent, type Intent } from './intent.ts';
import type { Subject } from './intent-sign.ts';
import { readOrder } from './reader.ts';
import type { Catalogue } from './reader-catalogue.ts';

/** Where a chat stands: what is being put together, and what we asked of our own accord and still wait for. */
export type ChatState = {
  /** ASKING: something of it is open. READY: it waits for CONFIRM. */
  draft: { state: 'ASKING' | 'READY'; lines: ReadLine[] } | null;
  /** "Order same as last week?" was asked and not answered. */
  reorderAsked: boolean;
};

/** What a message asks of the house. */
export type Request =
  | { kind: 'draft'; step: DraftStep }
  /** Nothing new in it while something is open: the question, or the summary, once more. */
  | { kind: 'showAgain' }
  | { kind: 'confirm' }
  /** `surely`: it says so and nothing else, or names the order. */
  | { kind: 'cancel'; orderNumber: string | null; surely: boolean }
  | { kind: 'status'; orderNumber: string | null }
  | { kind: 'reorder' }
  | { kind: 'noReorder' }
  | { kind: 'payment'; about: Subject | null }
  | { kind: 'inquiry'; about: Subject | null; products: string[] }
  | { kind: 'complaint' }
  | { kind: 'help' }
  | { kind: 'greeting' }
  | { kind: 'unknown' };

/** With how sure the machine is of it, 0 … 1. Below `LEAST_SURE` a person reads the message. */
export type Understood = { request: Request; confidence: number };

export const LEAST_SURE = 0.5;
/** Said alone: nothing in the message speaks for anything else (see intent.ts). */
const ALONE = 0.97;

/** Below it a sign is only taken for itself where no goods with an amount stand beside it. */
const WEAK = 0.8;

type Sign = Extract<Intent, { confidence: number }>;
type Read = { step: DraftStep; touched: ReadLine[] };

/** One message of a chat, whatever the writing. Pure: what is done about it is the caller's. */
export function understand(text: string, chat: ChatState, catalogue: Catalogue): Understood {
  const intent = detectIntent(text);
  switch (intent.kind) {
    case 'number':
      return numberIn(intent.text, chat, catalogue);
    case 'skip':
      return sure(chat.draft ? { kind: 'draft', step: skipLine(chat.draft) } : { kind: 'help' });
    case 'yes':
      return sure(onYes(chat));
    case 'no':
      if (chat.draft) return sure({ kind: 'showAgain' });
      return sure(chat.reorderAsked ? { kind: 'noReorder' } : { kind: 'help' });
    case 'text':
      return asOrder(read(text, chat, catalogue), chat);
    default:
      return signed(intent, read(text, chat, catalogue), chat, catalogue);
  }
}

const sure = (request: Request): Understood => ({ request, confidence: 1 });

function onYes({ draft, reorderAsked }: ChatState): Request {
  if (draft) return draft.state === 'READY' ? { kind: 'confirm' } : { kind: 'showAgain' };
  return reorderAsked ? { kind: 'reorder' } : { kind: 'confirm' };
}

/** A bare figure answers what is asked; beside a finished draft it could mean anything. */
function numberIn(text: string, { draft }: ChatState, catalogue: Catalogue): Understood {
  if (!draft) return sure({ kind: 'help' });
  if (draft.state === 'READY') return sure({ kind: 'showAgain' });
  const step = answerNumber(draft, text, catalogue);
  return sure(step.kind === 'notUnderstood' ? { kind: 'showAgain' } : { kind: 'draft', step });
}

function read(text: string, { draft }: ChatState, catalogue: Catalogue): Read {
  const step = readIntoDraft(draft, text, catalogue);
  const before = Math.max(0, ...(draft?.lines ?? []).map((line) => line.turn));
  return { step, touched: step.kind === 'draft' ? step.lines.filter((line) => line.turn > before) : [] };
}

function asOrder({ step, touched }: Read, { draft }: ChatState): Understood {
  if (step.kind !== 'notUnderstood')
    return {
      request: { kind: 'draft', step },
      confidence: Math.max(LEAST_SURE, ...touched.map((line) => line.confidence)),
    };
  return draft?.state === 'ASKING'
    ? { request: { kind: 'showAgain' }, confidence: LEAST_SURE }
    : { request: { kind: 'unknown' }, confidence: 0 };
}

/** Words of an intent, perhaps beside goods: which of the two counts. */
function signed(intent: Sign, readout: Read, chat: ChatState, catalogue: Catalogue): Understood {
  const { kind, about, orderNumber, confidence } = intent;
  const alone = confidence >= ALONE;
  const byGoods = (): Understood => asOrder(readout, chat);
  // `sasto wala` is a question about a price, and the answer to "which one?".
  if (!alone && answersQuestion(readout, chat)) return byGoods();
  const orders = !alone && readout.touched.some((line) => line.productId !== null && line.amount !== null);
  // Weak words beside goods with an amount are part of an order.
  if (orders && confidence < WEAK) return byGoods();
  const asIntent = (request: Request): Understood => ({ request, confidence });
  switch (kind) {
    case 'confirm':
      if (alone) return asIntent({ kind: 'confirm' });
      if (readout.step.kind !== 'notUnderstood') return byGoods();
      return chat.draft ? asIntent({ kind: 'showAgain' }) : asIntent({ kind: 'help' });
    case 'cancel':
      if (!alone && orderNumber === null && chat.draft && readout.step.kind !== 'notUnderstood') return byGoods();
      return asIntent({ kind: 'cancel', orderNumber, surely: alone || orderNumber !== null });
    case 'status':
      return orders ? byGoods() : asIntent({ kind: 'status', orderNumber });
    case 'reorder':
      return asIntent(about === 'notThisTime' ? { kind: 'noReorder' } : { kind: 'reorder' });
    case 'payment':
      return orders && about !== 'paid' ? byGoods() : asIntent({ kind: 'payment', about });
    case 'inquiry':
      return asIntent({ kind: 'inquiry', about, products: productsAsked(intent.rest, catalogue) });
    case 'complaint':
      return asIntent({ kind: 'complaint' });
    case 'help':
      return orders ? byGoods() : asIntent({ kind: 'help' });
    case 'greeting':
      return readout.touched.some((line) => line.amount !== null) ? byGoods() : asIntent({ kind: 'greeting' });
  }
}

/** Fewer questions are open than before. */
function answersQuestion({ step }: Read, { draft }: ChatState): boolean {
  if (draft?.state !== 'ASKING' || step.kind !== 'draft') return false;
  const open = (lines: readonly ReadLine[]) => lines.filter((line) => line.problem !== null).length;
  return open(step.lines) < open(draft.lines);
}

/** Words of a question that name nothing. */
const ASKING =
  /(?<![\p{L}\p{M}\d])(?:kati|kasto|k|ke|cha|ho|ko|ka|ki|kun|what|is|are|the|of|for|how|much|today|aaja|aajako|per|ma|कति|कस्तो|के|छ|हो|को|का|की|कुन|आज|आजको|मा)(?![\p{L}\p{M}\d-])|[?？]/giu;
/** Fewer would hide a size that is meant, more nobody reads. */
const MOST_PRICED = 3;

/** Goods that were asked about: what was named, else the likeliest where a name fits several. */
function productsAsked(text: string, catalogue: Catalogue): string[] {
  const lines = readOrder(text.replace(ASKING, ' '), catalogue);
  const named = lines.flatMap((line) => line.productId ?? []);
  const likely = lines.flatMap((line) => line.alternatives.slice(0, MOST_PRICED).map((one) => one.productId));
  return [...new Set(named.length > 0 ? named : likely)].slice(0, MOST_PRICED);
}
