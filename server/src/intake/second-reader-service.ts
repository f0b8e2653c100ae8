import type { ReadLine } from '@khaacho/shared/intake/contract.ts';
import { readIntoDraft } from '@khaacho/shared/intake/conversation.ts';
import { readHeardIntoDraft, withCaption } from '@khaacho/shared/intake/heard.ts';
import { detectIntent } from '@khaacho/shared/intake/intent.ts';
import type { Catalogue } from '@khaacho/shared/intake/reader.ts';
import { unsureLines } from '@khaacho/shared/intake/second-opinion.ts';
import { z } from 'zod';
import { type Db, type Tx, transaction } from '../db/database.ts';
import type { Log } from '../log.ts';
import { type LanguageModel, PROMPT_VERSION, type UnsureLine } from '../outside/llm.ts';
import type { AskReader } from './reader-calls-service.ts';
import { outcomeOf } from './reading-store.ts';
import { isRead } from './service.ts';
import { lastDraft, nextInbound, retailerOfChat } from './store.ts';

/** What a second reader makes of the lines of a chat's next message: by the words of a line, a product or none. */
export type SecondReader = (chatId: string, catalogue: Catalogue) => Promise<ReadonlyMap<string, string | null>>;

export type SecondReaderDeps = {
  db: Db;
  model: Pick<LanguageModel, 'choose' | 'model'>;
  ask: AskReader;
  log: Log;
  /** A shop as the service outside may know it. */
  pseudonym(retailerId: string): string;
};

/** Commands, greetings, questions: nothing in them is worth a second opinion. */
function speaksOfSomethingElse(text: string): boolean {
  const { kind } = detectIntent(text);
  return kind !== 'text' && kind !== 'greeting';
}

/** Letters and lines of one question: an order, not a book. */
const MOST_LETTERS = 200;
const MOST_LINES = 20;

const KEYS = 'ABCDEFGH';
const choicesSchema = z.array(z.object({ line: z.number().int(), choice: z.string().nullable() }));

/**
 * A language model as second reader. It is asked while nothing is locked, sees the words of unsure lines and the names of
 * the goods they may mean, and answers with one of these or none. Whatever goes wrong, there is simply no opinion.
 */
export function createSecondReader(deps: SecondReaderDeps): SecondReader {
  return async (chatId, catalogue) => {
    try {
      const looked = await transaction(deps.db, (tx) => unsureOf(tx, chatId, catalogue));
      return looked && looked.lines.length > 0 ? await opinionsOn(deps, looked, catalogue) : new Map();
    } catch (error) {
      // A line that nobody could give an opinion on is asked about; one that stops its chat is not.
      deps.log.error({ err: error, chatId }, 'the second reader failed');
      return new Map();
    }
  };
}

type Unsure = { messageId: string; retailerId: string; lines: ReadLine[] };

/** The unsure lines of the message a chat is about to be answered. */
async function unsureOf(tx: Tx, chatId: string, catalogue: Catalogue): Promise<Unsure | null> {
  const message = await nextInbound(tx, chatId);
  const retailerId = await retailerOfChat(tx, chatId);
  if (!message || !retailerId || message.heldBack) return null;
  const last = await lastDraft(tx, chatId);
  const draft = last && (last.state === 'ASKING' || last.state === 'READY') ? last : null;
  const outcome = await outcomeOf(tx, message.id);
  if (outcome && 'failure' in outcome) return null;
  // What is yet to be read is asked about once it was.
  if (!outcome && (isRead(message.kind) || speaksOfSomethingElse(message.body))) return null;
  const step = outcome
    ? readHeardIntoDraft(draft, withCaption(message.body, outcome.lines), catalogue)
    : readIntoDraft(draft, message.body, catalogue);
  // What was unsure before this message was asked about then; the person is answering.
  const before = new Set((draft?.lines ?? []).map((line) => line.raw));
  const lines = step.kind === 'draft' ? unsureLines(step.lines).filter((line) => !before.has(line.raw)) : [];
  return { messageId: message.id, retailerId, lines: lines.slice(0, MOST_LINES) };
}

async function opinionsOn(
  { model, ask, pseudonym }: SecondReaderDeps,
  { messageId, retailerId, lines }: Unsure,
  catalogue: Catalogue,
): Promise<Map<string, string | null>> {
  const questions = lines.map((line, index) => questionOf(line, index, catalogue));
  const asked = await ask({
    messageId,
    retailerId,
    kind: 'CHOOSE',
    reader: model.model,
    promptVersion: PROMPT_VERSION,
    paid: true,
    input: { lines: questions },
    answer: choicesSchema,
    call: () => model.choose(questions, { person: pseudonym(retailerId) }),
  });
  if (asked.kind !== 'answered') return new Map();
  return new Map(
    lines.map((line, index) => {
      const key = asked.value.find((choice) => choice.line === index)?.choice ?? null;
      const at = questions[index]?.candidates.findIndex((candidate) => candidate.key === key) ?? -1;
      return [line.raw, byName(line, catalogue)[at]?.productId ?? null];
    }),
  );
}

/** Not in the order of the first reader's guesses: a model leans to what stands first, and would agree for that alone. */
function byName(line: ReadLine, catalogue: Catalogue): { productId: string; name: string }[] {
  return line.alternatives
    .map(({ productId }) => ({ productId, name: catalogue.byId.get(productId)?.name ?? '' }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function questionOf(line: ReadLine, index: number, catalogue: Catalogue): UnsureLine {
  const candidates = byName(line, catalogue).map(({ name }, at) => ({ key: KEYS[at] ?? String(at), name }));
  return { line: index, written: line.raw.slice(0, MOST_LETTERS), candidates };
}
