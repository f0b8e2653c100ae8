import { fuzz } from './fuzz.ts';
import { LONG } from './run.ts';

fuzz({ first: 1_000, seeds: 10_000 });
// More desks and longer lives.
fuzz({ first: 100_000, seeds: 500, size: LONG });
