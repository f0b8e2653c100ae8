import { dairyAndEggs, drinks, teaAndCoffee, vegetables } from './goods/drinks.ts';
import { flour, pulses, rice } from './goods/grains.ts';
import { cleaning, household, personalCare, stationery } from './goods/household.ts';
import { oils, spices, sugarAndSalt } from './goods/kitchen.ts';
import { biscuits, noodles, snacks } from './goods/packaged.ts';
import type { Good } from './goods/read-table.ts';

export type { Good } from './goods/read-table.ts';

/** What a wholesaler of Surkhet keeps, by category. */
export const goods: readonly Good[] = [
  ...rice,
  ...pulses,
  ...flour,
  ...oils,
  ...sugarAndSalt,
  ...spices,
  ...noodles,
  ...biscuits,
  ...snacks,
  ...teaAndCoffee,
  ...drinks,
  ...dairyAndEggs,
  ...vegetables,
  ...personalCare,
  ...cleaning,
  ...household,
  ...stationery,
];
