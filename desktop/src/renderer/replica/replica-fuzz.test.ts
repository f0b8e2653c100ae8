import 'fake-indexeddb/auto';
import { afterAll, describe, expect, it } from 'vitest';
import { type Faults, fuzzReplica } from './testing/fuzz.ts';

const SEEDS = 50;
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
