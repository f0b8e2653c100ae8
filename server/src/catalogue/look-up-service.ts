import { lookUpEntry, type Sought, type SoughtWord, soughtIn } from '@khaacho/shared/intake/look-up.ts';
import { NEAR, nearness } from '@khaacho/shared/intake/near.ts';
import { type Db, type Tx, transaction } from '../db/database.ts';
import {
  goodsNamed,
  goodsWithWords,
  hasStale,
  knownWords,
  markOldFolding,
  putEntries,
  takeStale,
  wordsLike,
} from './index-store.ts';
import { loadGoods } from './store.ts';

/** Rows made in one breath: a fifth of a second. */
const BATCH = 1000;

/**
 * Makes the index say what the goods are called now; answers how many rows were made. `most` keeps a door from waiting for a
 * whole import, which the schedule works off.
 */
export async function refreshProductIndex(db: Db, most = Number.POSITIVE_INFINITY): Promise<number> {
  let made = 0;
  while (made < most && (await hasStale(db))) {
    const taken = await transaction(db, (tx) => refreshIn(tx, Math.min(BATCH, most - made)));
    if (taken === 0) break;
    made += taken;
  }
  return made;
}

/** One batch of it in the transaction of somebody who needs to know what goods are called now. */
export async function refreshIn(tx: Tx, most = BATCH): Promise<number> {
  const ids = await takeStale(tx, most);
  const goods = await loadGoods(tx, ids);
  await putEntries(
    tx,
    goods.map((good) => ({ productId: good.id, ...lookUpEntry(good) })),
  );
  return ids.length;
}

/** After an upgrade: rows that another folding made are made again, in the background. */
export async function refoldProductIndex(db: Db): Promise<number> {
  await markOldFolding(db);
  return refreshProductIndex(db);
}

/** A misspelt word may be so many of the catalogue's. */
const NEAR_EACH = 6;
/** Skeletons of short words are shared by hundreds; so many are compared. */
const COMPARED = 3000;
/** Words of a run beside each other that a good must have together, beyond all and each of them. */
const PAIRED = 4;

/**
 * Ids of the goods that messages may name, few enough to be read by the same reader that reads a whole catalogue. A run of
 * words that is a whole name brings the goods of that name; another one the goods that have all its words; where there are
 * none, those that have two of them, or one.
 */
export async function lookUpGoods(db: Db, texts: readonly string[]): Promise<string[]> {
  const sought = texts.map(soughtIn);
  const named = await goodsNamed(
    db,
    union(sought, (one) => one.texts),
    union(sought, (one) => one.skus),
  );
  const whole = new Set(named.flatMap((good) => good.texts));
  const runs = sought.flatMap((one) => one.runs).filter((run) => !whole.has(run.map((word) => word.sound).join('')));
  const groups = (await meaningsOf(db, runs)).map((run) => run.filter((group) => group.length > 0));
  const all = groups.map((run, at) => ({ run: at, groups: run })).filter((one) => one.groups.length > 0);
  const complete = await goodsWithWords(db, all);
  const found = new Set(complete.map((hit) => hit.run));
  const some = await goodsWithWords(
    db,
    all
      .filter((one) => !found.has(one.run) && one.groups.length > 1)
      .flatMap(({ run, groups: list }) =>
        [...pairsIn(list), ...list.map((group) => [group])].map((part) => ({ run, groups: part })),
      ),
  );
  return [...new Set([...named, ...complete, ...some].map((good) => good.id))];
}

function union(sought: readonly Sought[], list: (one: Sought) => readonly string[]): string[] {
  return [...new Set(sought.flatMap(list))];
}

/** Per word of each run what it may be in the catalogue: itself, with its neighbour, or misspelt. */
async function meaningsOf(db: Db, runs: readonly (readonly SoughtWord[])[]): Promise<string[][][]> {
  const words = runs.flat();
  if (words.length === 0) return [];
  const known = new Set(await knownWords(db, [...new Set(words.flatMap(({ sound, also }) => [sound, ...also]))]));
  const strange = [...new Set(words.map((word) => word.sound))].filter(
    (sound) => !known.has(sound) && sound.length >= 3 && /^[a-z]/.test(sound),
  );
  const like = strange.length > 0 ? await wordsLike(db, strange, COMPARED) : [];
  const near = new Map(strange.map((sound) => [sound, nearest(sound, like)]));
  return runs.map((run) => run.map((word) => meanings(word, known, near)));
}

function nearest(sound: string, words: readonly string[]): string[] {
  return words
    .map((word) => ({ word, near: nearness(sound, word) }))
    .filter(({ near }) => near >= NEAR)
    .sort((a, b) => b.near - a.near)
    .slice(0, NEAR_EACH)
    .map(({ word }) => word);
}

function meanings(
  word: SoughtWord,
  known: ReadonlySet<string>,
  near: ReadonlyMap<string, readonly string[]>,
): string[] {
  const figure = /^[a-z]/.test(word.sound) ? [] : [word.sound];
  return [
    ...new Set([
      ...figure,
      ...[word.sound, ...word.also].filter((one) => known.has(one)),
      ...(near.get(word.sound) ?? []),
    ]),
  ];
}

function pairsIn(run: readonly string[][]): string[][][] {
  return run.slice(0, PAIRED).flatMap((group, at) => run.slice(at + 1, PAIRED).map((other) => [group, other]));
}
