import { VENDOR_OPEN } from '@khaacho/shared/orders/states.ts';
import type { Candidate } from '@khaacho/shared/routing/contract.ts';
import { type VendorFacts } from '@khaacho/shared/routing/rules.ts';
import type { RoutingWeights } from '@khaacho/shared/settings/contract.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';

/** Vendors with an offer on any of the goods; see vendor_facts in the migrations. */
export async function loadVendorFacts(db: Db, productIds: readonly string[]): Promise<VendorFacts[]> {
  const { rows } = await sql<{ vendors: VendorFacts[] }>`
    SELECT vendor_facts(${[...productIds]}::uuid[], ${[...VENDOR_OPEN]}::text[]) AS vendors`.execute(db);
  return rows[0]?.vendors ?? [];
}

export type DecisionRow = {
  id: string;
  orderId: string;
  number: number;
  policy: string;
  chosenVendorId: string | null;
  weights: RoutingWeights;
  candidates: Candidate[];
  sentence: string;
  decidedBy: string;
  decidedAt: Date;
};

/** Keeps a decision. One that again found nobody takes the place of the one before it: an order may wait for days. */
export async function writeDecision(tx: Tx, decision: Omit<DecisionRow, 'number'>): Promise<void> {
  const last = await tx
    .selectFrom('routingDecisions')
    .select(['id', 'number', 'chosenVendorId'])
    .where('orderId', '=', decision.orderId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const row = {
    ...decision,
    number: (last?.number ?? 0) + 1,
    weights: JSON.stringify(decision.weights),
    candidates: JSON.stringify(decision.candidates),
  };
  if (last && last.chosenVendorId === null && decision.chosenVendorId === null) {
    await tx
      .updateTable('routingDecisions')
      .set({ ...row, id: last.id, number: last.number })
      .where('id', '=', last.id)
      .execute();
  } else await tx.insertInto('routingDecisions').values(row).execute();
}

export async function loadDecisions(db: Db, orderId: string) {
  return db
    .selectFrom('routingDecisions')
    .selectAll()
    .where('orderId', '=', orderId)
    .orderBy('number', 'desc')
    .execute();
}
