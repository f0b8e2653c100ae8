// npm run bench -- reader: how well order texts are read, on the examiner's corpus and on public sets; see
// docs/reader-measurement.md. Of the test halves only counts are printed: a list of failures would be tuned on.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goods } from '../../server/src/demo/goods.ts';
import { spreadOf } from './lib/load.ts';
import { figure, long, Report } from './lib/report.ts';
import { type ExamGood, intentOf, type Reader, readerOver } from './reader/adapter.ts';
import { catalogueOf, lookUps } from './reader/big-catalogues.ts';
import { readByHand } from './reader/corpus/by-hand.ts';
import { corpusOf } from './reader/corpus/corpus.ts';
import type { Half, LabelledMessage } from './reader/corpus/types.ts';
import { writings } from './reader/corpus/types.ts';
import { dialogueIsRight } from './reader/dialogue-score.ts';
import { describeFailures } from './reader/failures.ts';
import { type ExamSet, judgeAll, tally, tallyRow } from './reader/figures.ts';
import { intentFigures, readIntents } from './reader/intents.ts';
import { publicDataIsHere } from './reader/public-data.ts';
import {
  foodOrders,
  ingredientLines,
  productPairs,
  romanNepaliOrders,
  romanNepaliQuestions,
} from './reader/public-sets.ts';

const report = new Report('reader');
const reader = readerOver(goods);
const byHand = readByHand();

function linesOf(half: Half): void {
  const corpus = corpusOf(goods, half);
  const judged = judgeAll(reader, corpus.messages);
  report.row(tallyRow(`${half}, made`, tally(judged)));
  if (half === 'test') {
    for (const writing of writings) {
      const part = judged.filter((each) => each.message.writing === writing);
      report.row(tallyRow(`  ${writing}`, tally(part)));
    }
  }
  const written = byHand.filter((message) => message.half === half);
  for (const adversarial of [false, true]) {
    const part = written.filter((message) => message.adversarial === adversarial);
    report.row(tallyRow(`${half}, ${adversarial ? 'made to trick' : 'by hand'}`, tally(judgeAll(reader, part))));
  }
  const right = corpus.dialogues.filter((dialogue) => dialogueIsRight(dialogue, reader.converse(dialogue.turns)));
  const share = figure((100 * right.length) / corpus.dialogues.length);
  report.row({ set: `${half}, follow-ups (whole drafts)`, lines: corpus.dialogues.length, 'right %': share });
}

/** Each message once, after others: what the reader remembers of a message must not flatter it. */
function speed(name: string, timed: Reader, messages: readonly LabelledMessage[]): void {
  for (const message of corpusOf(goods, 'tuning').messages.slice(0, 200)) timed.read(message.text);
  const ms: number[] = [];
  const cpu: number[] = [];
  for (const message of messages) {
    const [start, before] = [performance.now(), process.threadCpuUsage()];
    timed.read(message.text);
    const used = process.threadCpuUsage(before);
    ms.push(performance.now() - start);
    cpu.push((used.user + used.system) / 1000);
  }
  const { p50, p95, max } = spreadOf(ms);
  report.row({
    set: `ms a message, ${name}`,
    messages: messages.length,
    'p50 ms': figure(p50, 2),
    'p95 ms': figure(p95, 2),
    'max ms': figure(max, 2),
    // What a busy machine gave to others is not in this one.
    'p95 CPU ms': figure(spreadOf(cpu).p95, 2),
  });
}

function speeds(): void {
  const messages = [...corpusOf(goods, 'test').messages, ...byHand.filter((message) => message.half === 'test')];
  speed(`${goods.length} goods`, reader, messages);
  const big = catalogueOf(10_000, goods);
  const start = performance.now();
  const over = readerOver(big.goods);
  const built = performance.now() - start;
  speed(`${big.goods.length} goods`, over, long(messages, messages.slice(0, 300)));
  report.note(
    `The ${big.goods.length} goods are the demo's and ${big.from}; their index is built in ${figure(built, 0)} ms.`,
  );
}

function intents(): void {
  const messages = readIntents('test');
  const figures = intentFigures(messages, (text) => intentOf(reader, text));
  for (const [intent, { messages: count, found, right }] of figures) {
    report.row({
      set: `intent ${intent}`,
      messages: count,
      'precision %': figure(found === 0 ? 0 : (100 * right) / found),
      'recall %': figure((100 * right) / count),
    });
  }
  const right = [...figures.values()].reduce((sum, each) => sum + each.right, 0);
  report.row({ set: 'intents, all', messages: messages.length, 'right %': figure((100 * right) / messages.length) });
}

function publicSets(): void {
  if (!publicDataIsHere) {
    report.note('The public sets (../shared/data/e_matching_nlp) are not here; their rows are left out.');
    return;
  }
  const many = long(1_000, 150);
  const sets: ExamSet[] = [
    romanNepaliOrders(),
    romanNepaliQuestions(goods as readonly ExamGood[]),
    ingredientLines(many),
    foodOrders(),
    productPairs('abt_buy', 'Abt–Buy'),
    productPairs('amazon_google', 'Amazon–Google'),
    productPairs('beer', 'Beer'),
    lookUps('bigbasket_products', 'product', 'BigBasket', many),
    lookUps('zepto_inventory', 'name', 'Zepto', many),
  ];
  for (const set of sets) {
    report.row(tallyRow(set.name, tally(judgeAll(readerOver(set.goods), set.messages))));
  }
}

linesOf('test');
linesOf('tuning');
intents();
speeds();
publicSets();

const tuning = corpusOf(goods, 'tuning');
const written = byHand.filter((message) => message.half === 'tuning');
const failures = describeFailures(reader, { ...tuning, messages: [...tuning.messages, ...written] });
const folder = process.env['BENCH_OUT'] ?? join(import.meta.dirname, '..', '..', '.cache', 'bench');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'reader-tuning-failures.txt'), `${failures.join('\n')}\n`);
report.note('right: taken as meant, settled by one question, or rightly not taken. The reader alone, without a model.');
report.note(
  'wrong product: taken without asking though not meant, of all lines; "at most" is the exact 95 % upper bound.',
);
report.note(`${failures.length} failures of the tuning half: reader-tuning-failures.txt beside the JSON.`);
report.finish();
