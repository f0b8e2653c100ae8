import { createHash } from 'node:crypto';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { type Db, type Tx, transaction } from '../db/database.ts';
import type { Keyset } from '../db/keyset.ts';
import { currentRequestId } from '../log.ts';
import * as store from './store.ts';

/** Who did it: a caller, an actor with another id than an account's (`system`), or nobody known. */
export type AuditActor = (Pick<Caller, 'userId' | 'deviceId'> & { role: string }) | null;

export type AuditEntry = {
  caller: AuditActor;
  /** `credit.setLimit`, `device.revoke`: the command or door, in the field's words. */
  action: string;
  subject: { type: string; id: string | null };
  /** The fields that changed, before and after; never a secret. */
  before?: unknown;
  after?: unknown;
  reason?: string | null;
  now: Date;
};

/** Writes one line in the caller's transaction: what is rolled back was never done. Lines cannot be changed or removed. */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await store.insertAuditLine(tx, {
    id: newId(entry.now),
    at: entry.now,
    userId: entry.caller?.userId ?? null,
    role: entry.caller?.role ?? null,
    deviceId: entry.caller?.deviceId ?? null,
    action: entry.action,
    subjectType: entry.subject.type,
    subjectId: entry.subject.id,
    before: entry.before ?? null,
    after: entry.after ?? null,
    reason: entry.reason ?? null,
    requestId: currentRequestId(),
  });
}

/** Lines newest first, one stretch at a time. */
export function listAudit(db: Db, filter: store.AuditFilter, page: { limit: number; after: Keyset | null }) {
  return store.listAuditLines(db, filter, page);
}

/** One breath of the chain writer: short enough not to hold the lock for long. */
const CHAIN_BATCH = 500;
/** A line carries the time at its door and commits seconds later; looking further back would read the whole log each time. */
const LATE_MS = 24 * 3_600_000;
const GENESIS: Buffer = Buffer.alloc(32);

/**
 * Links lines that have no place in the chain yet; call it after commits or every minute. Answers how many were linked;
 * 0 also where another process is at it.
 */
export async function chainAuditLines(db: Db): Promise<number> {
  return transaction(db, async (tx) => {
    if (!(await store.lockChain(tx))) return 0;
    const last = await store.lastLink(tx);
    const since = new Date(last ? last.at.getTime() - LATE_MS : 0);
    const lines = await store.unchainedLines(tx, since, CHAIN_BATCH);
    if (lines.length === 0) return 0;
    let { position, hash } = last ?? { position: 0, hash: GENESIS };
    const links = lines.map((line) => {
      position += 1;
      hash = linkHash(hash, line);
      return { position, hash, auditId: line.id };
    });
    await store.insertLinks(tx, links);
    return links.length;
  });
}

export type ChainReport = {
  links: number;
  /** Lines the chain does not hold yet. */
  unchained: number;
  /** The first position whose line or hash does not fit; null where the chain is whole. */
  brokenAt: number | null;
};

/** Recomputes the whole chain: a changed, removed or inserted line shows as the position where it stops fitting. */
export async function verifyAuditChain(db: Db): Promise<ChainReport> {
  let expected = { position: 0, hash: GENESIS };
  for (;;) {
    const links = await store.linksAfter(db, expected.position, CHAIN_BATCH);
    for (const link of links) {
      const next = { position: expected.position + 1, hash: linkHash(expected.hash, link) };
      if (link.position !== next.position || !link.hash.equals(next.hash)) {
        return { links: expected.position, unchained: await store.countUnchained(db), brokenAt: next.position };
      }
      expected = next;
    }
    if (links.length < CHAIN_BATCH) break;
  }
  return { links: expected.position, unchained: await store.countUnchained(db), brokenAt: null };
}

/** SHA-256 of the hash before and the line; jsonb has one spelling of a value, so the text is the same whenever it is read. */
function linkHash(previous: Buffer, line: store.AuditLine): Buffer {
  const fields = [
    line.id,
    line.at.toISOString(),
    line.userId,
    line.role,
    line.deviceId,
    line.action,
    line.subjectType,
    line.subjectId,
    line.before,
    line.after,
    line.reason,
    line.requestId,
  ];
  return createHash('sha256').update(previous).update(JSON.stringify(fields)).digest();
}
