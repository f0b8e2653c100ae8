import { describe } from 'vitest';
import { fuzz } from './fuzz.ts';
import { LONG } from './run.ts';

describe('the same, ten thousand times', () => {
  fuzz({ first: 1_000, seeds: 10_000 });
});

describe('the same with more desks and longer lives', () => {
  fuzz({ first: 100_000, seeds: 500, size: LONG });
});
