import { Button, TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { useUser } from '../../../session/user.ts';
import { Quantity } from '../../../ui/figures.tsx';
import { useGoodsName } from '../../../ui/names.ts';
import { PrintSheet, usePrint } from '../../../ui/print-sheet.tsx';
import { toastDone } from '../../../ui/toast.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { readQuantity, useCountSheet } from '../commands.tsx';
import type { StockRow } from '../queries.ts';
import classes from './count-sheet.module.css';

/** The whole shelf at once: type a figure, Enter, next. Only what was typed is a count; the rest stays as it is. */
export function CountSheet({ rows, onClose }: { rows: readonly StockRow[]; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGoodsName();
  const save = useCountSheet();
  const { print, portal } = usePrint();
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const [busy, setBusy] = useState(false);
  const counted = [...typed.values()].filter((text) => readQuantity(text) !== null).length;

  const next = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = event.key === 'Enter' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const fields = [...document.querySelectorAll<HTMLInputElement>('[data-count-field]')];
    fields[fields.indexOf(event.currentTarget) + step]?.focus();
  };
  const submit = async () => {
    setBusy(true);
    const sent = await save(rows, typed);
    setBusy(false);
    toastDone(t('stock.done.sheet', { count: sent, shown: format.count(sent) }));
    onClose();
  };

  return (
    <div className={classes.sheet}>
      <div className={classes.bar}>
        <p>{t('stock.sheetHint')}</p>
        <Button variant="default" size="sm" onClick={() => print(<PaperSheet rows={rows} />)}>
          {t('stock.printSheet')}
        </Button>
        <Button variant="default" size="sm" onClick={onClose}>
          {t('common.back')}
        </Button>
        <Button
          size="sm"
          disabled={counted === 0}
          loading={busy}
          onClick={() => void submit()}
          data-testid="sheet-save"
        >
          {t('stock.saveSheet', { count: counted, shown: format.count(counted) })}
        </Button>
      </div>
      <div className={classes.rows}>
        <div className={`${classes.row} ${classes.head}`} aria-hidden>
          <span>{t('stock.goods')}</span>
          <span>{t('stock.onHand')}</span>
          <span>{t('stock.counted')}</span>
          <span>{t('stock.difference')}</span>
        </div>
        {rows.map((row) => {
          const text = typed.get(row.offer.id) ?? '';
          const value = readQuantity(text);
          const difference = value === null ? null : value - row.offer.onHandMilli;
          return (
            <div key={row.offer.id} className={classes.row}>
              <span className={classes.goods}>
                {nameOf(row.product)} <span>{row.product.sku}</span>
              </span>
              <Quantity milli={row.offer.onHandMilli} unit={row.product.unit} tone="quiet" />
              <TextInput
                size="xs"
                data-count-field
                inputMode="decimal"
                autoComplete="off"
                aria-label={t('stock.countOf', { goods: nameOf(row.product) })}
                error={text !== '' && value === null}
                value={text}
                onChange={(event) => {
                  const { value: now } = event.currentTarget;
                  setTyped((before) => new Map(before).set(row.offer.id, now));
                }}
                onKeyDown={next}
              />
              <span className={classes.difference}>
                {difference === null || difference === 0 ? (
                  ''
                ) : (
                  <>
                    {difference > 0 ? '+' : ''}
                    <Quantity milli={difference} tone={difference < 0 ? 'bad' : 'good'} />
                  </>
                )}
              </span>
            </div>
          );
        })}
      </div>
      {portal}
    </div>
  );
}

function PaperSheet({ rows }: { rows: readonly StockRow[] }) {
  const now = useNow();
  const { t } = useTranslation();
  const format = useFormat();
  const user = useUser();
  const nameOf = useGoodsName();
  return (
    <PrintSheet
      title={t('stock.sheet')}
      from={user.vendorName ?? t('app.name')}
      facts={[{ label: t('papers.printed'), value: format.stamp(now.toISOString()) }]}
    >
      <table>
        <thead>
          <tr>
            <th>{t('orders.sku')}</th>
            <th>{t('stock.goods')}</th>
            <th className="right">{t('stock.onHand')}</th>
            <th>{t('stock.counted')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.offer.id}>
              <td>{row.product.sku}</td>
              <td>{nameOf(row.product)}</td>
              <td className="right">
                <Quantity milli={row.offer.onHandMilli} unit={row.product.unit} />
              </td>
              <td style={{ width: '90pt' }}> </td>
            </tr>
          ))}
        </tbody>
      </table>
    </PrintSheet>
  );
}
