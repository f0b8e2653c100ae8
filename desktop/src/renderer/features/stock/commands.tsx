import { formatQuantity, parseQuantity } from '@khaacho/shared/kernel/quantity.ts';
import { stockReasonSchema } from '@khaacho/shared/stock/contract.ts';
import type { Payloads } from '@khaacho/shared/sync/payloads.ts';
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFilledIn } from '../../app/again.ts';
import { FilledIn } from '../../app/filled-in.tsx';
import { useDo } from '../../app/send.ts';
import { useFormat } from '../../language/format.ts';
import { MoneyEntry, moneyOf } from '../../ui/money-entry.tsx';
import { useGoodsName } from '../../ui/names.ts';
import classes from './forms.module.css';
import type { StockRow } from './queries.ts';

type StockReason = Payloads['stock.adjust']['reason'];

/** Digits in either script. */
function milliOf(text: string): number | null {
  return parseQuantity(text.replace(/[०-९]/g, (digit) => String('०१२३४५६७८९'.indexOf(digit))).replace(/,/g, ''));
}

/** What was filled in for this good; for another one it is nothing here. */
function ofOffer<P extends { offerId: string }>(payload: P | null, row: StockRow): P | null {
  return payload?.offerId === row.offer.id ? payload : null;
}

/** So much was counted, against the figure on the screen. Counting is a fact: it is never refused. */
export function CountForm({ row, onDone }: { row: StockRow; onDone: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGoodsName();
  const act = useDo();
  const before = ofOffer(useFilledIn('stock.count'), row);
  const [text, setText] = useState(before ? formatQuantity(before.countedMilli) : '');
  const counted = milliOf(text);
  const difference = counted === null ? null : counted - row.offer.onHandMilli;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (counted === null) return;
    const payload = { offerId: row.offer.id, countedMilli: counted, againstMilli: row.offer.onHandMilli };
    void act('stock.count', payload, t('stock.done.count', { goods: nameOf(row.product) }));
    onDone();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {before ? <FilledIn /> : null}
      <TextInput
        label={t('stock.counted')}
        description={t('stock.countedHint', { onHand: format.quantity(row.offer.onHandMilli) })}
        inputMode="decimal"
        autoComplete="off"
        autoFocus
        value={text}
        data-testid="count-quantity"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {difference === null ? null : (
        <p className={classes.effect} data-bad={counted !== null && counted < row.offer.reservedMilli}>
          {difference === 0
            ? t('stock.countSame')
            : t(difference > 0 ? 'stock.countMore' : 'stock.countLess', {
                difference: format.quantity(Math.abs(difference)),
              })}
          {counted !== null && counted < row.offer.reservedMilli
            ? ` ${t('stock.countBelowPromised', { reserved: format.quantity(row.offer.reservedMilli) })}`
            : ''}
        </p>
      )}
      <Button type="submit" disabled={counted === null} data-testid="count-submit">
        {t('stock.saveCount')}
      </Button>
    </form>
  );
}

/** More or less by so much, and why. */
export function AdjustForm({ row, onDone }: { row: StockRow; onDone: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGoodsName();
  const act = useDo();
  const before = ofOffer(useFilledIn('stock.adjust'), row);
  const [direction, setDirection] = useState<'in' | 'out'>((before?.deltaMilli ?? 0) < 0 ? 'out' : 'in');
  const [text, setText] = useState(before ? formatQuantity(Math.abs(before.deltaMilli)) : '');
  const [reason, setReason] = useState<StockReason>(before?.reason ?? 'RECEIVED');
  const quantity = milliOf(text);
  const after = quantity === null ? null : row.offer.onHandMilli + (direction === 'in' ? quantity : -quantity);
  const reasons = stockReasonSchema.options.filter((option) =>
    direction === 'in' ? !['DAMAGED', 'EXPIRED', 'LOST'].includes(option) : !['RECEIVED', 'FOUND'].includes(option),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (quantity === null || quantity === 0) return;
    const deltaMilli = direction === 'in' ? quantity : -quantity;
    const done = t('stock.done.adjust', { goods: nameOf(row.product) });
    const result = await act('stock.adjust', { offerId: row.offer.id, deltaMilli, reason }, done);
    if (result.ok) onDone();
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      {before ? <FilledIn /> : null}
      <SegmentedControl
        fullWidth
        value={direction}
        aria-label={t('stock.direction')}
        data={[
          { value: 'in', label: t('stock.in') },
          { value: 'out', label: t('stock.out') },
        ]}
        onChange={(value) => {
          setDirection(value === 'out' ? 'out' : 'in');
          setReason(value === 'out' ? 'DAMAGED' : 'RECEIVED');
        }}
      />
      <TextInput
        label={t('stock.howMany')}
        inputMode="decimal"
        autoComplete="off"
        autoFocus
        value={text}
        data-testid="adjust-quantity"
        description={after === null ? undefined : t('stock.after', { after: format.quantity(after) })}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Select
        label={t('stock.reason')}
        allowDeselect={false}
        data={reasons.map((value) => ({ value, label: t(`stockReason.${value}`) }))}
        value={reason}
        data-testid="adjust-reason"
        onChange={(value) => {
          const parsed = stockReasonSchema.safeParse(value);
          if (parsed.success) setReason(parsed.data);
        }}
      />
      <Button type="submit" disabled={quantity === null || quantity === 0} data-testid="adjust-submit">
        {t('stock.saveAdjust')}
      </Button>
    </form>
  );
}

/** A new price, with what it means against cost. */
export function PriceForm({ row, onDone }: { row: StockRow; onDone: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGoodsName();
  const act = useDo();
  const { offer } = row;
  const before = ofOffer(useFilledIn('offer.update'), row);
  const [price, setPrice] = useState(() => moneyOf(before?.pricePaisa ?? offer.pricePaisa));
  const margin = price.paisa !== null && offer.costPaisa !== null ? price.paisa - offer.costPaisa : null;
  // A slip of one zero is the dearest typing error there is: from a third up or down the form says so.
  const jump = price.paisa === null ? 0 : Math.abs(price.paisa - offer.pricePaisa) / Math.max(1, offer.pricePaisa);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (price.paisa === null) return;
    const done = t('stock.done.price', { goods: nameOf(row.product), price: format.money(price.paisa) });
    const result = await act('offer.update', { offerId: offer.id, pricePaisa: price.paisa }, done);
    if (result.ok) onDone();
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      {before ? <FilledIn /> : null}
      <MoneyEntry label={t('stock.newPrice')} value={price} onChange={setPrice} testId="price-amount" autoFocus />
      {margin === null ? null : (
        <p className={classes.effect} data-bad={margin < 0}>
          {margin < 0
            ? t('stock.belowCost', { amount: format.money(-margin) })
            : t('stock.margin', { amount: format.money(margin) })}
        </p>
      )}
      {jump >= 0.34 ? (
        <p className={classes.effect} data-bad>
          {t('stock.priceJump', { before: format.money(offer.pricePaisa) })}
        </p>
      ) : null}
      <Button
        type="submit"
        disabled={price.paisa === null || price.paisa === offer.pricePaisa}
        data-testid="price-submit"
      >
        {t('stock.savePrice')}
      </Button>
    </form>
  );
}

export type Counted = { offerId: string; text: string };

/** The figures of a count sheet that are real counts and differ in nothing but being typed. */
export function useCountSheet(): (rows: readonly StockRow[], typed: ReadonlyMap<string, string>) => Promise<number> {
  const act = useDo();
  return async (rows, typed) => {
    let sent = 0;
    for (const { offer } of rows) {
      const countedMilli = milliOf(typed.get(offer.id) ?? '');
      if (countedMilli === null) continue;
      const result = await act('stock.count', { offerId: offer.id, countedMilli, againstMilli: offer.onHandMilli });
      if (result.ok) sent += 1;
    }
    return sent;
  };
}

/** A quantity as it would stand in an input. */
export function quantityText(milli: number): string {
  return formatQuantity(milli);
}

export { milliOf as readQuantity };
