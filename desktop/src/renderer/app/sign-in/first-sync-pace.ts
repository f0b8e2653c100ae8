import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';
import type { SyncStatus } from '../../replica/status.ts';

type FirstSync = SyncStatus['firstSync'];
/** How much had come at a moment. */
export type Sample = { at: number; received: number };

/** The pace of the last stretch counts: a link that has become bad shows at once, one slow page does not. */
const STRETCH_MS = 20_000;
/** Before that a guess would jump. */
const LEAST_MS = 3_000;

const receivedOf = (firstSync: FirstSync) => firstSync.collections.reduce((sum, { received }) => sum + received, 0);

/** The samples with this moment's added, old ones forgotten; the same list where nothing has come. */
export function sampled(before: readonly Sample[], firstSync: FirstSync, at: number): readonly Sample[] {
  const received = receivedOf(firstSync);
  const last = before.at(-1);
  if (last && last.received === received && at - last.at < 1000) return before;
  const since = at - STRETCH_MS;
  // One from before the stretch stays, so that it is measured whole.
  const young = before.findIndex((sample) => sample.at >= since);
  const kept = young <= 0 ? (young === 0 ? before : before.slice(-1)) : before.slice(young - 1);
  return [...kept, { at, received }];
}

/**
 * Milliseconds still to go at the pace of the last seconds: for everything where the server has said how much there is,
 * else for the collection that is coming (`collection`). Null while nobody can tell.
 */
export function timeLeft(
  samples: readonly Sample[],
  firstSync: FirstSync,
): { milliseconds: number; missing: number; collection: CollectionName | null } | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < LEAST_MS || last.received <= first.received) return null;
  const perMs = (last.received - first.received) / (last.at - first.at);
  const open = firstSync.collections.filter((progress) => !progress.done);
  const missing = (progress: FirstSync['collections'][number]) =>
    Math.max(0, (progress.total ?? 0) - progress.received);
  if (open.every((progress) => progress.total !== null)) {
    const rest = open.reduce((sum, progress) => sum + missing(progress), 0);
    return { milliseconds: rest / perMs, missing: rest, collection: null };
  }
  const current = open.find((progress) => progress.collection === firstSync.current);
  if (!current || current.total === null) return null;
  return { milliseconds: missing(current) / perMs, missing: missing(current), collection: current.collection };
}
