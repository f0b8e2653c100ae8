// node e2e/bench/reader/tuning.ts [part of an outcome, form, or text]: what the reader gets wrong of the tuning half.
// There is no such list of the test half, on purpose.
import { goods } from '../../../server/src/demo/goods.ts';
import { readerOver } from './adapter.ts';
import { readByHand } from './corpus/by-hand.ts';
import { corpusOf } from './corpus/corpus.ts';
import { describeFailures } from './failures.ts';

const wanted = process.argv[2];
const reader = readerOver(goods);
const corpus = corpusOf(goods, 'tuning');
const byHand = readByHand().filter((message) => message.half === 'tuning');
const failures = describeFailures(reader, { ...corpus, messages: [...corpus.messages, ...byHand] });
const shown = failures.filter((each) => wanted === undefined || each.toLowerCase().includes(wanted.toLowerCase()));
console.log(shown.join('\n'));
console.log(`${shown.length} of ${failures.length} failures`);
