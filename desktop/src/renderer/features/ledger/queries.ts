import type { LedgerDocument } from '@khaacho/shared/ledger/contract.ts';
import { useMemo } from 'react';
import { useDocuments } from '../../replica/hooks.tsx';
import type { QueryResult } from '../../replica/replica-api.ts';
import { inBookOrder } from './book-order.ts';

function useBook(result: QueryResult<LedgerDocument>): QueryResult<LedgerDocument> {
  return useMemo(() => ({ ...result, documents: inBookOrder(result.documents) }), [result]);
}

/** A shop's account: what it was billed and what it paid, newest first. */
export function useShopStatement(retailerId: string): QueryResult<LedgerDocument> {
  return useBook(useDocuments('ledger', { selector: { retailerId, accountKind: 'RECEIVABLE' } }));
}

/** What Khaacho owes this vendor (`PAYABLE`), or the VAT it holds for it (`VENDOR_TAX`), newest first. */
export function useVendorStatement(
  vendorId: string,
  accountKind: 'PAYABLE' | 'VENDOR_TAX',
): QueryResult<LedgerDocument> {
  return useBook(useDocuments('ledger', { selector: { vendorId, accountKind } }));
}
