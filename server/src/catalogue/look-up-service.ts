import { lookUpEntry, type Sought, type SoughtWord, soughtIn } from '@khaacho/shared/intake/look-up.ts';
import { NEAR, nearness } from '@khaacho/shared/intake/near.ts';
import { type Db, type Tx, transaction } from '../db/database.ts';
import {
  candidateIds,
  hasStale,
  knownWords,
  markOldFolding,
  putEntries,
  takeStale,
  type Wanted,
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

/** Ids of the goods that a message may name, few enough to be read by the same reader that reads a whole catalogue. */
export async function lookUpGoods(db: Db, texts: readonly string[]): Promise<string[]> {
  const sought = texts.map(soughtIn);
  const words = [
    ...new Set(sought.flatMap(({ runs }) => runs.flat().flatMap(({ sound, raw, also }) => [sound, raw, ...also]))),
  ];
  const known = new Set(await knownWords(db, words));
  const strange = [...new Set(sought.flatMap(({ runs }) => runs.flat()).map((word) => word.sound))].filter(
    (sound) => !known.has(sound) && sound.length >= 3 && /^[a-z]/.test(sound),
  );
  const like = strange.length > 0 ? await wordsLike(db, strange, COMPARED) : [];
  const near = new Map(strange.map((sound) => [sound, nearest(sound, like)]));
  return candidateIds(
    db,
    wantedOf(sought, (word) => meanings(word, known, near)),
  );
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

function wantedOf(sought: readonly Sought[], meaningsOf: (word: SoughtWord) => string[]): Wanted {
  const runs = sought.flatMap(({ runs: all }) =>
    all.map((run) => run.map(meaningsOf).filter((group) => group.length > 0)),
  );
  const long = runs.filter((run) => run.length > 1);
  return {
    texts: [...new Set(sought.flatMap(({ texts }) => texts))],
    skus: [...new Set(sought.flatMap(({ skus }) => skus))],
    all: [...long, ...long.filter((run) => run.length > 2).flatMap(pairsIn)],
    some: dedupe(runs.flat()),
  };
}

function pairsIn(run: readonly string[][]): string[][][] {
  return run.slice(0, PAIRED).flatMap((group, at) => run.slice(at + 1, PAIRED).map((other) => [group, other]));
}

function dedupe(groups: readonly string[][]): string[][] {
  return [...new Map(groups.map((group) => [group.join(' '), group])).values()];
}
