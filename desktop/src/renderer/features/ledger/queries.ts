import type { LedgerDocument } from '@khaacho/shared/ledger/contract.ts';
import { useDocuments } from '../../replica/hooks.tsx';
import type { QueryResult } from '../../replica/replica-api.ts';

/** A shop's account: what it was billed and what it paid, newest first. */
export function useShopStatement(retailerId: string): QueryResult<LedgerDocument> {
  return useDocuments('ledger', { selector: { retailerId, accountKind: 'RECEIVABLE' }, sort: ['-at'] });
}

/** What Khaacho owes this vendor (`PAYABLE`), or the VAT it holds for it (`VENDOR_TAX`), newest first. */
export function useVendorStatement(
  vendorId: string,
  accountKind: 'PAYABLE' | 'VENDOR_TAX',
): QueryResult<LedgerDocument> {
  return useDocuments('ledger', { selector: { vendorId, accountKind }, sort: ['-at'] });
}
