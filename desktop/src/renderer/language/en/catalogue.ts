import { errors } from './errors.ts';
import { inbox } from './inbox.ts';
import { money } from './money.ts';
import { notices } from './notices.ts';
import { orders } from './orders.ts';
import { settle } from './settle.ts';
import { shell } from './shell.ts';
import { sync } from './sync.ts';
import { work } from './work.ts';

/** Everything the desk says, in English. The Nepali catalogue has the same keys; a test holds the two together. */
export const en = { ...shell, ...sync, ...orders, ...money, ...work, ...errors, ...notices, ...settle, ...inbox };

/** A catalogue in another language: the same keys, other words. */
export type Catalogue = Words<typeof en>;
type Words<T> = { [K in keyof T]: T[K] extends string ? string : Words<T[K]> };
