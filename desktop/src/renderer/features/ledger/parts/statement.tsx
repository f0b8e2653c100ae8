import { nepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { LedgerDocument } from '@khaacho/shared/ledger/contract.ts';
import { receiptNumber } from '@khaacho/shared/ledger/rules.ts';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueryResult } from '../../../replica/replica-api.ts';
import { Cut } from '../../../ui/cut.tsx';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { DateText } from '../../../ui/dates.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Money } from '../../../ui/figures.tsx';
import { PendingDot } from '../../../ui/pending-dot.tsx';

/** Which way an account is read: a shop owes us (`owed`), or we owe a vendor (`owing`: signs turned round). */
export type StatementSide = 'owed' | 'owing';

/** What an entry is about, in words. */
function useEntryWords(): (line: LedgerDocument) => string {
  const { t } = useTranslation();
  return useCallback(
    (line) => {
      const receipt = line.paymentId ? receiptNumber(line.paymentId) : '';
      switch (line.kind) {
        case 'DELIVERY':
          // What a delivery takes from the vendor's side is Khaacho's commission on it.
          return line.accountKind === 'PAYABLE' && line.amountPaisa > 0
            ? t('ledger.commission', { number: line.orderNumber ?? '' })
            : t('ledger.delivery', { number: line.orderNumber ?? '' });
        case 'PAYMENT':
          return t('ledger.payment', { receipt });
        case 'REVERSAL':
          return t('ledger.reversal', { memo: line.memo });
        case 'OPENING':
          return t('ledger.opening');
      }
    },
    [t],
  );
}

const NARROW = 640; // Below it one signed column stands for the two.

/** Entries of one account with the balance after each, as a bank statement reads. */
export function Statement({
  entries,
  side,
  onOpenOrder,
}: {
  entries: QueryResult<LedgerDocument>;
  side: StatementSide;
  onOpenOrder?: (orderId: string) => void;
}) {
  const { t } = useTranslation();
  const nameOf = useEntryWords();
  const { pending, documents } = entries;

  const columns = useMemo((): Column<LedgerDocument>[] => {
    const sign = side === 'owed' ? 1 : -1;
    const amount = (line: LedgerDocument) => line.amountPaisa * sign;
    return [
      {
        id: 'day',
        header: t('ledger.day'),
        width: '116px',
        cell: (line) => <DateText day={nepalDay(new Date(line.at))} />,
        sortBy: (line) => line.at,
      },
      {
        id: 'what',
        header: t('ledger.what'),
        width: 'minmax(120px, 2fr)',
        cell: (line) => <Cut text={nameOf(line)} after={<PendingDot mark={pending.get(line.id)} words={false} />} />,
      },
      {
        id: 'up',
        header: t(side === 'owed' ? 'ledger.billed' : 'ledger.earned'),
        width: 'minmax(112px, 1fr)',
        align: 'right',
        dropBelow: NARROW,
        cell: (line) => (amount(line) > 0 ? <Money paisa={amount(line)} /> : ''),
        sortBy: (line) => (amount(line) > 0 ? amount(line) : null),
      },
      {
        id: 'down',
        header: t(side === 'owed' ? 'ledger.paid' : 'ledger.deducted'),
        width: 'minmax(112px, 1fr)',
        align: 'right',
        dropBelow: NARROW,
        cell: (line) =>
          amount(line) < 0 ? <Money paisa={-amount(line)} tone={side === 'owed' ? 'good' : 'plain'} /> : '',
        sortBy: (line) => (amount(line) < 0 ? -amount(line) : null),
      },
      {
        id: 'change',
        header: t('orders.amount'),
        width: 'minmax(112px, 1fr)',
        align: 'right',
        dropAbove: NARROW,
        cell: (line) => <Money paisa={amount(line)} tone={side === 'owed' && amount(line) < 0 ? 'good' : 'plain'} />,
        sortBy: amount,
      },
      {
        id: 'balance',
        header: t('ledger.balance'),
        width: 'minmax(118px, 1fr)',
        align: 'right',
        cell: (line) => <Money paisa={line.balancePaisa * sign} />,
      },
    ];
  }, [t, nameOf, side, pending]);
  return (
    <DataTable
      label={t('ledger.statement')}
      rows={documents}
      columns={columns}
      rowId={(line) => line.id}
      {...(onOpenOrder ? { onOpen: (line: LedgerDocument) => line.orderId && onOpenOrder(line.orderId) } : {})}
      empty={<EmptyState title={t('ledger.emptyTitle')} text={t(`ledger.emptyText.${side}`)} />}
    />
  );
}
