import 'fake-indexeddb/auto';
import { afterAll, describe, expect, it } from 'vitest';
import { type Faults, fuzzReplica } from './testing/fuzz.ts';

// What the fuzz against the real server (e2e/fuzz) has not: backups restored with rows lost, checkpoints below the floor, and
// a clock and a server that replay a seed to the letter. 500 more seeds run with the long tests.
const SEEDS = 12;
const faults: Faults = {};

// A failing seed is run alone with `-t "seed 17"`.
describe('replica, seeded faults', () => {
  for (let seed = 1; seed <= SEEDS; seed += 1)
    it(`seed ${seed}`, () => fuzzReplica(seed, faults).then(() => undefined));
  it('replays a seed exactly', async () => {
    expect(await fuzzReplica(7, {})).toBe(await fuzzReplica(7, {}));
  });
  afterAll(() => console.log('replica fuzz, run and injected:', faults));
});
