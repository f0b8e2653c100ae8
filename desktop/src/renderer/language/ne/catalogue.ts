import type { Catalogue } from '../en/catalogue.ts';
import { errors } from './errors.ts';
import { inbox } from './inbox.ts';
import { money } from './money.ts';
import { notices } from './notices.ts';
import { orders } from './orders.ts';
import { settle } from './settle.ts';
import { shell } from './shell.ts';
import { sync } from './sync.ts';
import { work } from './work.ts';

/** Everything the desk says, in Nepali: said as it is said in a shop, not word by word. */
export const ne: Catalogue = {
  ...shell,
  ...sync,
  ...orders,
  ...money,
  ...work,
  ...errors,
  ...notices,
  ...settle,
  ...inbox,
};
