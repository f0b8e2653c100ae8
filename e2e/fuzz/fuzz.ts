import { afterAll, describe, expect, it } from 'vitest';
import { type Lane, openLane } from './lane.ts';
import { LONG, runSeed, SHORT, type Size, type Tally } from './run.ts';

/** Seeds that share a database, one after another; then it is checked as a whole and dropped. */
const BATCH = 20;
/** Databases worked on side by side: while one waits for PostgreSQL the others go on. */
const LANES = 3;

export type FuzzOptions = { first: number; seeds: number; size?: Size };

/** Runs seeds from `first` on; each is a test. What the environment names runs instead. */
export function fuzz({ first, seeds, size = SHORT }: FuzzOptions): void {
  const { seeds: wanted, size: kind } = fromEnvironment(first, seeds, size);
  const tally: Tally = {};
  const outcomes = new Map(wanted.map((seed) => [seed, Promise.withResolvers<void>()]));
  for (const outcome of outcomes.values()) outcome.promise.catch(() => undefined);
  const batches: number[][] = [];
  for (let from = 0; from < wanted.length; from += BATCH) batches.push(wanted.slice(from, from + BATCH));
  const broken: string[] = [];
  let working: Promise<unknown> | null = null;
  const begin = () => {
    const waiting = [...batches];
    const work = async () => {
      for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
        broken.push(...(await runBatch(batch, kind, tally, outcomes)));
      }
    };
    working ??= Promise.all(Array.from({ length: Math.min(LANES, batches.length) }, work));
  };

  describe(`sync fuzz, seeds ${wanted[0]} to ${wanted.at(-1)}`, () => {
    for (const seed of wanted) {
      it(`seed ${seed}`, async () => {
        begin();
        await outcomes.get(seed)?.promise;
      });
    }
    it('the books add up after each batch', async () => {
      begin();
      await working;
      expect(broken).toEqual([]);
    });
    afterAll(() => console.log(`sync fuzz, ${wanted.length} seeds, done and injected:`, tally));
  });
}

function fromEnvironment(first: number, seeds: number, size: Size): { seeds: number[]; size: Size } {
  const { FUZZ_SEED, FUZZ_SEEDS, FUZZ_LONG } = process.env;
  const kind = FUZZ_LONG ? LONG : size;
  if (FUZZ_SEED) return { seeds: [Number(FUZZ_SEED)], size: kind };
  const [from, to] = FUZZ_SEEDS ? FUZZ_SEEDS.split('-').map(Number) : [first, first + seeds - 1];
  const length = (to ?? from ?? 0) - (from ?? 0) + 1;
  return { seeds: Array.from({ length }, (_, n) => (from ?? 0) + n), size: kind };
}

type Outcomes = ReadonlyMap<number, PromiseWithResolvers<void>>;

/** Answers what does not add up in the batch's database. */
async function runBatch(batch: readonly number[], size: Size, tally: Tally, outcomes: Outcomes): Promise<string[]> {
  const lane = await openLane();
  try {
    for (const seed of batch) await runOne(lane, seed, size, tally, outcomes.get(seed));
    const broken = await lane.invariants();
    return broken.map((sentence) => `seeds ${batch[0]} to ${batch.at(-1)}: ${sentence}`);
  } finally {
    await lane.close();
  }
}

async function runOne(lane: Lane, seed: number, size: Size, tally: Tally, outcome?: PromiseWithResolvers<void>) {
  try {
    await runSeed(lane, seed, tally, size);
    outcome?.resolve();
  } catch (error) {
    const long = size === LONG ? 'FUZZ_LONG=1 ' : '';
    const again = `seed ${seed} failed; again with: cd e2e/fuzz && ${long}FUZZ_SEED=${seed} vitest run sync-fuzz.test.ts`;
    console.error(again);
    outcome?.reject(new Error(`${again}\n${error instanceof Error ? error.message : String(error)}`, { cause: error }));
  }
}
