import { receiptNumber } from '@khaacho/shared/ledger/rules.ts';
import { Button } from '@mantine/core';
import { IconCircleCheck, IconPrinter } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { useUser } from '../../../session/user.ts';
import { Money } from '../../../ui/figures.tsx';
import { PrintSheet, usePrint } from '../../../ui/print-sheet.tsx';
import classes from './payment-form.module.css';
import type { TakenPayment } from './payment-form.tsx';

/** Taken: the amount, the number to write down, and the paper. */
export function PaymentReceipt({
  payment,
  large,
  onNext,
}: {
  payment: TakenPayment;
  large: boolean;
  onNext: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { print, portal } = usePrint();
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const after = payment.owedAfterPaisa;
  const size = large ? 'lg' : 'sm';
  return (
    <div className={classes.receipt} data-testid="receipt">
      <IconCircleCheck size={36} stroke={1.6} aria-hidden />
      <div ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
        <div className={classes.amount}>
          <Money paisa={payment.amountPaisa} />
        </div>
        <p className={classes.quiet}>{t('payments.takenFrom', { name: payment.retailerName })}</p>
      </div>
      <div>
        <p className={classes.quiet}>{t('payments.receiptNumber')}</p>
        <div className={`k-num ${classes.number}`} data-testid="receipt-number">
          {receiptNumber(payment.paymentId)}
        </div>
      </div>
      <p className={classes.quiet}>
        {after > 0
          ? t('payments.stillOwes', { amount: format.money(after) })
          : after < 0
            ? t('payments.inAdvance', { amount: format.money(-after) })
            : t('payments.allPaid')}
      </p>
      <div className={classes.buttons}>
        <Button
          variant="default"
          size={size}
          leftSection={<IconPrinter size={16} aria-hidden />}
          onClick={() => print(<ReceiptSheet payment={payment} />)}
          data-testid="print-receipt"
        >
          {t('papers.print')}
        </Button>
        <Button size={size} onClick={onNext} data-testid="receipt-done">
          {t('payments.next')}
        </Button>
      </div>
      {portal}
    </div>
  );
}

function ReceiptSheet({ payment }: { payment: TakenPayment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const user = useUser();
  return (
    <PrintSheet
      title={t('papers.receipt')}
      from={t('app.name')}
      facts={[
        { label: t('payments.receiptNumber'), value: receiptNumber(payment.paymentId) },
        { label: t('payments.when'), value: format.stamp(payment.receivedAt) },
        { label: t('orders.shop'), value: payment.retailerName },
        { label: t('payments.method'), value: t(`paymentMethod.${payment.method}`) },
        ...(payment.reference ? [{ label: t('payments.reference'), value: payment.reference }] : []),
      ]}
      foot={
        <div className="sign">
          <span>{t('papers.takenBy', { name: user.name })}</span>
          <span>{t('papers.paidBy')}</span>
        </div>
      }
    >
      <div className="amount">{format.money(payment.amountPaisa)}</div>
      <p>
        {payment.owedAfterPaisa > 0
          ? t('payments.stillOwes', { amount: format.money(payment.owedAfterPaisa) })
          : payment.owedAfterPaisa < 0
            ? t('payments.inAdvance', { amount: format.money(-payment.owedAfterPaisa) })
            : t('payments.allPaid')}
      </p>
    </PrintSheet>
  );
}
