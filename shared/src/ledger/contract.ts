import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { paisaSchema } from '../kernel/money.ts';

/** Kinds of account. Debit-positive: what is owed to us and what we hold is positive. */
export const accountKindSchema = z.enum([
  'RECEIVABLE', // one per retailer
  'PAYABLE', // one per vendor: what Khaacho owes the vendor for bought receivables
  'VENDOR_TAX', // one per vendor: VAT collected on the vendor's invoices, owed to the vendor who files it
  'COMMISSION', // income
  'CASH', // the office till
  'AGENT_CASH', // one per agent: cash in hand on the road
  'BANK',
  'WALLET',
  'CHEQUES', // cheques in hand, not yet cleared
  'SUSPENSE', // money whose owner is not known yet
]);
export type AccountKind = z.infer<typeof accountKindSchema>;

export const journalKindSchema = z.enum(['DELIVERY', 'PAYMENT', 'REVERSAL', 'OPENING']);
export type JournalKind = z.infer<typeof journalKindSchema>;

/** One entry on a party's account as a statement shows it, with the balance after it. */
export const ledgerDocumentSchema = z.object({
  id: idSchema,
  journalId: idSchema,
  kind: journalKindSchema,
  accountKind: accountKindSchema,
  retailerId: idSchema.nullable(),
  vendorId: idSchema.nullable(),
  orderId: idSchema.nullable(),
  orderNumber: z.string().nullable(),
  paymentId: idSchema.nullable(),
  memo: z.string(),
  /** Debit positive: a delivery raises what a retailer owes, a payment lowers it. */
  amountPaisa: paisaSchema,
  balancePaisa: paisaSchema,
  at: z.string(),
});
export type LedgerDocument = z.infer<typeof ledgerDocumentSchema>;

/** What a journal is made of before it has ids: entries sum to zero. */
export type EntryDraft = { account: AccountKind; party: string | null; amountPaisa: number };
export type JournalDraft = {
  kind: z.infer<typeof journalKindSchema>;
  memo: string;
  orderId: string | null;
  paymentId: string | null;
  entries: EntryDraft[];
};
