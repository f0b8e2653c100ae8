// npm run bench -- ocr: how well photographed print is read. Receipts against their texts, where the public set is beside the
// repository; and lists of the demo's goods, printed here and damaged as a phone does it, through the whole path to a draft.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HeardLine } from '@khaacho/shared/intake/media-contract.ts';
import { photosByModel } from '../../server/src/intake/photo-sources.ts';
import { createLanguageModel } from '../../server/src/outside/llm.ts';
import { createTesseract } from '../../server/src/outside/ocr.ts';
import { preparePhoto } from '../../server/src/outside/photo.ts';
import { spreadOf } from './lib/load.ts';
import { figure, long, Report } from './lib/report.ts';
import { likeness, wordsInCommon } from './ocr/distance.ts';
import { judgePage, type Outcome, type Page, pageOf, type Script, sum } from './ocr/lists.ts';
import { type Receipt, readReceipts, receiptsAreHere } from './ocr/receipts.ts';
import { upperBound } from './reader/bounds.ts';

const report = new Report('ocr');
const dir = mkdtempSync(join(tmpdir(), 'khaacho-bench-ocr-'));
const tesseract = createTesseract(dir);
type Read = (jpeg: Buffer) => Promise<HeardLine[]>;

const percent = (part: number, whole: number, digits = 1) => figure(whole === 0 ? 0 : (100 * part) / whole, digits);
const plain = (text: string) => text.toUpperCase().replace(/\s+/g, ' ').trim();
const wordsOf = (lines: readonly string[]) =>
  lines.flatMap((line) => plain(line).split(' ')).filter((word) => word !== '');

/** As intake does it: made ready first. */
async function readPhoto(read: Read, jpeg: Buffer): Promise<{ lines: HeardLine[]; ms: number }> {
  const began = performance.now();
  const ready = await preparePhoto(jpeg);
  const lines = ready ? await read(ready) : [];
  return { lines, ms: performance.now() - began };
}

async function receipts(name: string, read: Read, given: readonly Receipt[]): Promise<void> {
  const ms: number[] = [];
  const seen: { confidence: number; like: number }[] = [];
  let [letters, right, words, found, said] = [0, 0, 0, 0, 0];
  for (const receipt of given) {
    const answer = await readPhoto(read, receipt.jpeg);
    ms.push(answer.ms);
    const truth = receipt.lines.map(plain);
    // By the line it is most like: what stands where on the page is not asked here.
    for (const { text, confidence } of answer.lines)
      seen.push({ confidence, like: Math.max(0, ...truth.map((line) => likeness(plain(text), line))) });
    for (const line of truth) {
      letters += line.length;
      right += line.length * Math.max(0, ...answer.lines.map(({ text }) => likeness(plain(text), line)));
    }
    const [wanted, heard] = [wordsOf(receipt.lines), wordsOf(answer.lines.map(({ text }) => text))];
    [words, said, found] = [words + wanted.length, said + heard.length, found + wordsInCommon(heard, wanted)];
  }
  const { p50, p95 } = spreadOf(ms);
  report.row({
    set: `receipts, ${name}`,
    pages: given.length,
    'characters right %': percent(right, letters),
    'words found %': percent(found, words),
    'words read that are there %': percent(found, said),
    'p50 ms': figure(p50, 0),
    'p95 ms': figure(p95, 0),
  });
  for (const [from, to] of [
    [0.9, 1.01],
    [0.8, 0.9],
    [0.6, 0.8],
    [0, 0.6],
  ] as const) {
    const part = seen.filter(({ confidence }) => confidence >= from && confidence < to);
    report.row({
      set: `  lines with confidence ${from}–${Math.min(1, to)}`,
      lines: part.length,
      'share %': percent(part.length, seen.length),
      'characters right %': percent(
        part.reduce((total, { like }) => total + like, 0),
        part.length,
      ),
      'lines exact %': percent(part.filter(({ like }) => like === 1).length, part.length),
    });
  }
}

function outcomeRow(set: string, outcome: Outcome, ms: number[]): void {
  const { lines, right, asked, lost, wrongProduct, wrongAmount } = outcome;
  const wrong = wrongProduct + wrongAmount;
  report.row({
    ...{
      set,
      lines,
      'right %': percent(right, lines),
      'asked %': percent(asked, lines),
      'lost %': percent(lost, lines),
    },
    ...{ 'wrong product': wrongProduct, 'wrong amount': wrongAmount },
    'wrong %': percent(wrong, lines, 2),
    'at most %': figure(100 * upperBound(wrong, lines), 2),
    ...(ms.length > 0 ? { 'p50 ms': figure(spreadOf(ms).p50, 0), 'p95 ms': figure(spreadOf(ms).p95, 0) } : {}),
  });
}

const THRESHOLDS = [0, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95] as const;

async function lists(name: string, read: Read, pages: number): Promise<void> {
  const photographed: { page: Page; lines: HeardLine[] }[] = [];
  for (const script of ['latin', 'devanagari'] satisfies Script[]) {
    for (const damage of [false, true]) {
      const ms: number[] = [];
      const outcomes: Outcome[] = [];
      const typed: Outcome[] = [];
      for (let seed = 1; seed <= pages; seed += 1) {
        const page = await pageOf(seed * 7919, script, damage, dir);
        const answer = await readPhoto(read, page.jpeg);
        ms.push(answer.ms);
        outcomes.push(judgePage(page, answer.lines));
        typed.push(
          judgePage(
            page,
            page.text.split('\n').map((text) => ({ text, confidence: 1 })),
          ),
        );
        if (damage) photographed.push({ page, lines: answer.lines });
      }
      // What the order reader makes of the very words: the best a reader of pictures can do.
      if (!damage) outcomeRow(`lists, ${script}, as text`, sum(typed), []);
      outcomeRow(`lists, ${script}, ${damage ? 'photo-like' : 'clean'}, ${name}`, sum(outcomes), ms);
    }
  }
  for (const from of THRESHOLDS)
    outcomeRow(
      `  photo-like, doubted below ${from}`,
      sum(photographed.map(({ page, lines }) => judgePage(page, lines, from))),
      [],
    );
}

async function all(name: string, read: Read, pages: number): Promise<void> {
  if (receiptsAreHere) await receipts(name, read, readReceipts().slice(0, long(22, 4)));
  await lists(name, read, pages);
}

try {
  await all('Tesseract', tesseract.read, long(25, 3));
  if (!receiptsAreHere) report.note('The public receipts are not beside the repository: left out.');
  const key = process.env.OPENAI_API_KEY;
  if (key) {
    const [model, transcribeModel] = [process.env.OPENAI_MODEL ?? 'gpt-6-luna', 'gpt-transcribe'];
    const baseUrl = process.env.OPENAI_BASE_URL ?? null;
    const source = photosByModel(createLanguageModel({ apiKey: key, baseUrl, model, transcribeModel }));
    const read: Read = async (jpeg) => {
      const outcome = await source.read(jpeg, { person: 'bench' });
      if (outcome.kind !== 'answered') throw new Error(`the model did not answer: ${outcome.kind}`);
      return outcome.value;
    };
    // Each page costs money.
    await all(model, read, long(10, 2));
  } else report.note('No OPENAI_API_KEY: the language model was not run.');
  report.note('Printed lists and receipts: handwriting is not in these figures.');
  report.finish();
} finally {
  await tesseract.stop();
  rmSync(dir, { recursive: true, force: true });
}
