import { describe } from 'vitest';
import { fuzz } from './fuzz.ts';

// In e2e/fuzz: `FUZZ_SEED=17 vitest run sync-fuzz.test.ts` runs one, FUZZ_SEEDS=200-399 others, FUZZ_LONG=1 the long kind.
describe('after quiet every replica equals the rows in its scope, every command has one verdict and one effect', () => {
  fuzz({ first: 1, seeds: 200 });
});
