import 'fake-indexeddb/auto';
import { afterAll, describe, it } from 'vitest';
import { type Faults, fuzzReplica } from './testing/fuzz.ts';

const SEEDS = 500;
const faults: Faults = {};

describe('replica, seeded faults, long', () => {
  for (let seed = 1_001; seed <= 1_000 + SEEDS; seed += 1)
    it(`seed ${seed}`, () => fuzzReplica(seed, faults).then(() => undefined));
  afterAll(() => console.log('replica fuzz, run and injected:', faults));
});
