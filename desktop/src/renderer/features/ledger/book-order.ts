import type { LedgerDocument } from '@khaacho/shared/ledger/contract.ts';

/**
 * Entries newest first, in the order the book has them: entries of one moment (a delivery and its commission) follow each
 * other by their balances, since nothing else tells which came first.
 */
export function inBookOrder(entries: readonly LedgerDocument[]): LedgerDocument[] {
  const oldestFirst = [...entries].sort((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id));
  const ordered: LedgerDocument[] = [];
  for (let start = 0; start < oldestFirst.length; ) {
    const at = oldestFirst[start]?.at;
    let end = start;
    while (oldestFirst[end]?.at === at && end < oldestFirst.length) end += 1;
    ordered.push(...chained(oldestFirst.slice(start, end), ordered.at(-1)?.balancePaisa));
    start = end;
  }
  return ordered.reverse();
}

/** Entries of one moment so that each begins where the one before it ended; `before` is the balance until then, if known. */
function chained(group: LedgerDocument[], before: number | undefined): LedgerDocument[] {
  if (group.length < 2) return group;
  const left = [...group];
  const ends = new Set(left.map((entry) => entry.balancePaisa));
  // Without a balance to begin from: the entry whose beginning is nobody's end.
  let balance = before ?? left.map(beginning).find((start) => !ends.has(start));
  const ordered: LedgerDocument[] = [];
  while (left.length > 0) {
    const next = left.findIndex((entry) => beginning(entry) === balance);
    const [entry] = left.splice(Math.max(0, next), 1);
    if (!entry) break;
    ordered.push(entry);
    balance = entry.balancePaisa;
  }
  return ordered;
}

const beginning = (entry: LedgerDocument) => entry.balancePaisa - entry.amountPaisa;
