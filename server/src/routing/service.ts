import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Candidate } from '@khaacho/shared/routing/contract.ts';
import {
  decisionSentence,
  type RoutingQuestion,
  rankVendors,
  type VendorFacts,
} from '@khaacho/shared/routing/rules.ts';
import type { HouseSettings } from '@khaacho/shared/settings/contract.ts';
import type { Db, Tx } from '../db/database.ts';
import { loadDecisions, loadVendorFacts, writeDecision } from './store.ts';

/** Which policy decided: one engine, named so that a later one can be told apart in old decisions. */
export const POLICY = 'five-weights-v1';

export type Routed = { vendor: VendorFacts | null; candidates: Candidate[]; sentence: string };

/** Asks the routing rule again for an order and keeps its decision. `vendor` is null where nobody is eligible. */
export async function routeAgain(
  tx: Tx,
  orderId: string,
  question: RoutingQuestion,
  house: HouseSettings,
  decidedBy: string,
  now: Date,
): Promise<Routed> {
  const vendors = await loadVendorFacts(
    tx,
    question.lines.map((line) => line.productId),
  );
  const candidates = rankVendors(vendors, question, house);
  const best = candidates[0];
  const vendor = best?.eligible ? (vendors.find((candidate) => candidate.id === best.vendorId) ?? null) : null;
  const sentence = decisionSentence(candidates, house.routingWeights);
  await writeDecision(tx, {
    id: newId(now),
    orderId,
    policy: POLICY,
    chosenVendorId: vendor?.id ?? null,
    weights: house.routingWeights,
    candidates,
    sentence,
    decidedBy,
    decidedAt: now,
  });
  return { vendor, candidates, sentence };
}

/** Every decision about an order, newest first. */
export async function decisionsOf(db: Db, orderId: string) {
  return loadDecisions(db, orderId);
}
