import { addMinutes } from '@khaacho/shared/kernel/clock.ts';
import { moves } from '@khaacho/shared/orders/states.ts';
import { verifyAuditChain } from '../audit/service.ts';
import { type Db, transaction } from '../db/database.ts';
import type { Check, CheckFacts } from './store/check.ts';
import { commands } from './store/commands.ts';
import { credit } from './store/credit.ts';
import { history } from './store/history.ts';
import { ledger } from './store/ledger.ts';
import { messages } from './store/messages.ts';
import { beginLook, look } from './store/run.ts';
import { stock } from './store/stock.ts';
import { takenOnce } from './store/taken-once.ts';

export type Broken = { invariant: string; sentence: string; sample: unknown[] };
export type InvariantReport = { checked: string[]; broken: Broken[] };

export type InvariantOptions = {
  /** Given where work is going on: messages of the last quarter of an hour may still be under way. Left out after a fault run, when everything must have come to rest. */
  now?: Date;
};

const UNDER_WAY_MINUTES = 15;

/** How an order may begin; every other step is in the published table. */
const BEGINNINGS = ['>PENDING', '>HELD'];

const allowedMoves = [
  ...BEGINNINGS,
  ...Object.values(moves).flatMap((lines) => lines.flatMap((line) => line.from.map((from) => `${from}>${line.to}`))),
];

/**
 * Checks that the books add up: the invariants 1 to 7, each in one or more named checks, over the whole database as it
 * stands at one moment. `broken` has a sentence and up to five rows for each check that fails; nothing is changed.
 */
export async function checkInvariants(db: Db, options: InvariantOptions = {}): Promise<InvariantReport> {
  const restedBefore = options.now ? addMinutes(options.now, -UNDER_WAY_MINUTES) : null;
  const checks = allChecks({ restedBefore, moves: allowedMoves });
  // One snapshot for all: what is written meanwhile is either in all of them or in none.
  return db.isTransaction
    ? runAll(db, checks)
    : transaction(db, (tx) => runAll(tx, checks), { isolation: 'repeatable read' });
}

function allChecks(facts: CheckFacts): Check[] {
  return [...takenOnce, ...ledger, ...credit, ...stock, ...messages(facts), ...commands, ...history(facts)];
}

async function runAll(db: Db, checks: readonly Check[]): Promise<InvariantReport> {
  await beginLook(db);
  const report: InvariantReport = { checked: [], broken: [] };
  for (const check of checks) {
    const { count, sample } = await look(db, check);
    report.checked.push(check.name);
    if (count > 0) report.broken.push({ invariant: check.name, sentence: check.says(count), sample });
  }
  const chain = await lookAtAuditChain(db);
  report.checked.push(AUDIT_CHAIN);
  if (chain) report.broken.push(chain);
  return report;
}

const AUDIT_CHAIN = '2/audit-chain-is-whole';

/** The one check that is no query: every hash is computed again. */
async function lookAtAuditChain(db: Db): Promise<Broken | null> {
  const chain = await verifyAuditChain(db);
  if (chain.brokenAt === null) return null;
  return {
    invariant: AUDIT_CHAIN,
    sentence: `1 place of the audit chain does not fit: ${chain.brokenAt}.`,
    sample: [chain],
  };
}
