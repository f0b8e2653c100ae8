import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import { type Db, transaction } from '../db/database.ts';
import type { Channel } from '../outside/channel.ts';
import { receiveMessage } from './inbound-service.ts';
import { knownIds, readMark, writeMark } from './inbound-store.ts';
import { takeStatus } from './status-service.ts';
import { forgetSecrets, markAsked, unheardOf } from './status-store.ts';

export type ReconcileDeps = { db: Db; clock: Clock; channel: Channel; perMinute: number };

const MARK = 'inbound-complete';
/** Looked at again: a webhook may still be on its way, and clocks differ. */
const OVERLAP_MS = 10 * 60_000;
/** After a long outage no more than this is asked for; older messages have no open window anyhow. */
const FURTHEST_BACK_MS = 24 * 3_600_000;
/** A webhook that came a moment ago is not missing. */
const SETTLING_MS = 60_000;

/**
 * Asks the provider for what it has taken in lately and stores what is missing: with webhooks and their few retries
 * alone, an outage of a quarter of an hour would lose orders. Answers how many were missing. The mark moves on only when
 * all of them are stored.
 */
export async function reconcileInbound({ db, clock, channel, perMinute }: ReconcileDeps): Promise<number> {
  const now = clock.now();
  const mark = await readMark(db, MARK);
  const furthest = now.getTime() - FURTHEST_BACK_MS;
  const since = new Date(Math.max(furthest, (mark?.getTime() ?? furthest) - OVERLAP_MS));
  const listed = await channel.listInbound(since);
  const known = await knownIds(
    db,
    listed.map((message) => message.providerId),
  );
  const missing = listed.filter(
    (message) => !known.has(message.providerId) && (message.sentAt?.getTime() ?? 0) <= now.getTime() - SETTLING_MS,
  );
  for (const message of missing) await receiveMessage({ db, perMinute }, message, clock.now());
  await writeMark(db, MARK, new Date(now.getTime() - SETTLING_MS));
  return missing.length;
}

/** A message without news for so long has had a callback lost: a delivery takes seconds, an unreachable phone days. */
const SILENT_MS = 2 * 60_000;
const ASKED_WITHIN_MS = 24 * 3_600_000;
const ASKED_AT_ONCE = 50;

/** Asks once for each message that nothing was heard of: a lost failure would otherwise never be noticed. */
export async function reconcileStatuses({ db, clock, channel }: ReconcileDeps): Promise<number> {
  const now = clock.now();
  const from = new Date(now.getTime() - ASKED_WITHIN_MS);
  const silent = await unheardOf(db, from, new Date(now.getTime() - SILENT_MS), ASKED_AT_ONCE);
  let heard = 0;
  for (const { id, providerId } of silent) {
    const news = await channel.statusOf(providerId);
    if (news) {
      heard += 1;
      await transaction(db, (tx) => takeStatus(tx, news, channel.capabilities, clock.now()));
    }
    await markAsked(db, id, clock.now());
  }
  return heard;
}

export async function pruneSecrets({ db, clock }: Pick<ReconcileDeps, 'db' | 'clock'>): Promise<void> {
  await forgetSecrets(db, clock.now());
}
