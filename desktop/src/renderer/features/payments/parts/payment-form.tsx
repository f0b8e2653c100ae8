import { newId } from '@khaacho/shared/kernel/ids.ts';
import { receiptNumber } from '@khaacho/shared/ledger/rules.ts';
import type { RetailerDocument } from '@khaacho/shared/parties/contract.ts';
import { type PaymentMethod, paymentMethodSchema } from '@khaacho/shared/payments/contract.ts';
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFilledIn } from '../../../app/again.ts';
import { FilledIn } from '../../../app/filled-in.tsx';
import { useDo } from '../../../app/send.ts';
import { useFormat } from '../../../language/format.ts';
import { MoneyEntry, moneyOf, noMoney } from '../../../ui/money-entry.tsx';
import classes from './payment-form.module.css';
import { PaymentReceipt } from './payment-receipt.tsx';

/** A payment as its receipt tells it. */
export type TakenPayment = {
  paymentId: string;
  retailerName: string;
  amountPaisa: number;
  method: PaymentMethod;
  reference: string;
  receivedAt: string;
  owedAfterPaisa: number;
};

/** More than this over the debt is asked about: it is kept as an advance, but is more often one zero too many. */
const MUCH_MORE = 2;

/**
 * Money a shop hands over. The receipt number is made here, so the receipt is final with or without network; the payment
 * itself is a fact and cannot be refused.
 */
export function PaymentForm({ retailer, large = false }: { retailer: RetailerDocument; large?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const act = useDo();
  const before = useFilledIn('payment.record');
  const [amount, setAmount] = useState(before ? moneyOf(before.amountPaisa) : noMoney);
  const [method, setMethod] = useState<PaymentMethod>(before?.method ?? 'CASH');
  const [reference, setReference] = useState(before?.reference ?? '');
  const [taken, setTaken] = useState<TakenPayment | null>(null);
  const [busy, setBusy] = useState(false);
  const owed = Math.max(0, retailer.credit.outstandingPaisa);
  const size = large ? 'lg' : 'sm';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (amount.paisa === null || busy) return;
    setBusy(true);
    const at = new Date();
    const paymentId = newId(at);
    const payment = {
      paymentId,
      retailerId: retailer.id,
      amountPaisa: amount.paisa,
      method,
      receivedAt: at.toISOString(),
      ...(reference.trim() ? { reference: reference.trim() } : {}),
    };
    const done = t('payments.done', { amount: format.money(amount.paisa), receipt: receiptNumber(paymentId) });
    const result = await act('payment.record', payment, done);
    setBusy(false);
    if (!result.ok) return;
    setTaken({
      ...payment,
      retailerName: retailer.name,
      reference: reference.trim(),
      owedAfterPaisa: retailer.credit.outstandingPaisa - amount.paisa,
    });
    setAmount(noMoney);
    setReference('');
  };

  if (taken) return <PaymentReceipt payment={taken} large={large} onNext={() => setTaken(null)} />;
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)} data-large={large}>
      {before ? <FilledIn /> : null}
      <MoneyEntry
        label={t('payments.amount')}
        size={size}
        value={amount}
        onChange={setAmount}
        testId="payment-amount"
        description={owed > 0 ? t('payments.owes', { amount: format.money(owed) }) : t('payments.owesNothing')}
        autoFocus
      />
      {owed > 0 ? (
        <Button variant="default" size={large ? 'md' : 'compact-sm'} onClick={() => setAmount(moneyOf(owed))}>
          {t('payments.all', { amount: format.moneyShort(owed) })}
        </Button>
      ) : null}
      {amount.paisa !== null && amount.paisa > owed ? (
        <p className={classes.note} data-warn={amount.paisa > owed * MUCH_MORE}>
          {t('payments.moreThanOwed', { amount: format.money(amount.paisa - owed) })}
        </p>
      ) : null}
      <SegmentedControl
        fullWidth
        size={large ? 'lg' : 'sm'}
        value={method}
        aria-label={t('payments.method')}
        data-testid="payment-method"
        data={paymentMethodSchema.options.map((value) => ({ value, label: t(`paymentMethod.${value}`) }))}
        onChange={(value) => {
          const parsed = paymentMethodSchema.safeParse(value);
          if (parsed.success) setMethod(parsed.data);
        }}
      />
      {method === 'CASH' ? null : (
        <TextInput
          label={t(`paymentReference.${method}`)}
          size={size}
          maxLength={120}
          autoComplete="off"
          value={reference}
          data-testid="payment-reference"
          onChange={(event) => setReference(event.currentTarget.value)}
        />
      )}
      <Button
        type="submit"
        size={large ? 'lg' : 'sm'}
        disabled={amount.paisa === null}
        loading={busy}
        data-testid="payment-submit"
      >
        {amount.paisa === null ? t('payments.take') : t('payments.takeAmount', { amount: format.money(amount.paisa) })}
      </Button>
    </form>
  );
}
