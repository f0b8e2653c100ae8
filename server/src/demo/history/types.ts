import type { Paisa } from '@khaacho/shared/kernel/money.ts';
import type { OrderSource, OrderState } from '@khaacho/shared/orders/contract.ts';
import type { PaymentMethod } from '@khaacho/shared/payments/contract.ts';
import type { PricedLine } from '@khaacho/shared/pricing/contract.ts';
import type { Candidate } from '@khaacho/shared/routing/contract.ts';
import type { DemoOffer } from '../market.ts';
import type { DemoRetailer } from '../retailers.ts';
import type { DemoVendor } from '../vendors.ts';

export type DemoStep = {
  from: OrderState | null;
  to: OrderState;
  at: Date;
  byUser: string | null;
  by: string;
  /** True where it was done on a desk, whose clock is kept beside the server's. */
  onDevice: boolean;
  reason: string | null;
};

export type DemoAssignment = {
  vendor: DemoVendor;
  at: Date;
  acceptBy: Date;
  outcome: 'ACCEPTED' | 'REJECTED' | 'EXPIRED' | 'CANCELLED' | null;
  outcomeAt: Date | null;
  reason: string | null;
};

export type DemoDecision = { number: number; chosen: DemoVendor; candidates: Candidate[]; sentence: string; at: Date };

export type DemoOrder = {
  id: string;
  retailer: DemoRetailer;
  vendor: DemoVendor;
  source: OrderSource;
  createdBy: string | null;
  placedAt: Date;
  lines: (PricedLine & { offer: DemoOffer })[];
  subtotalPaisa: Paisa;
  taxPaisa: Paisa;
  totalPaisa: Paisa;
  expectedDeliveryDay: string;
  steps: DemoStep[];
  assignments: DemoAssignment[];
  decisions: DemoDecision[];
  deliveredAt: Date | null;
  dueDay: string | null;
  paidPaisa: Paisa;
};

export type DemoPayment = {
  id: string;
  retailer: DemoRetailer;
  amountPaisa: Paisa;
  method: PaymentMethod;
  reference: string | null;
  receivedAt: Date;
  recordedAt: Date;
  recordedBy: string;
  /** The agent who carries it, where one took it. */
  agentUserId: string | null;
  allocations: { order: DemoOrder; amountPaisa: Paisa }[];
};

export function stateOf(order: DemoOrder): OrderState {
  const last = order.steps.at(-1);
  if (!last) throw new Error('an order without a step');
  return last.to;
}

/** The state it was in at a moment; null before it was placed. */
export function stateAt(order: DemoOrder, at: Date): OrderState | null {
  return order.steps.findLast((step) => step.at <= at)?.to ?? null;
}
