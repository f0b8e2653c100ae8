import 'fake-indexeddb/auto';
import { afterAll, describe, it } from 'vitest';
import { type Faults, fuzzReplica } from './testing/fuzz.ts';

const SEEDS = 50;
const faults: Faults = {};

// A failing seed is run alone with `-t "seed 17"`.
describe('replica, seeded faults', () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) it(`seed ${seed}`, () => fuzzReplica(seed, faults));
  afterAll(() => console.log(`replica fuzz: ${SEEDS} seeds; injected`, faults));
});
