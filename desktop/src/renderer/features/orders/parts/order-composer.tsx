import { newId } from '@khaacho/shared/kernel/ids.ts';
import { parseQuantity } from '@khaacho/shared/kernel/quantity.ts';
import type { AskedLine } from '@khaacho/shared/orders/contract.ts';
import type { RetailerDocument } from '@khaacho/shared/parties/contract.ts';
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconMinus, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFilledIn } from '../../../app/again.ts';
import { FilledIn } from '../../../app/filled-in.tsx';
import { useDo } from '../../../app/send.ts';
import { useRefusalWords } from '../../../app/words.ts';
import { useFormat } from '../../../language/format.ts';
import { useDocuments } from '../../../replica/hooks.tsx';
import { Money, Quantity, useUnitName } from '../../../ui/figures.tsx';
import { useGoodsName } from '../../../ui/names.ts';
import { Notice } from '../../../ui/section.tsx';
import { type UsualLine, usualBasket } from '../basket.ts';
import { useOrdersOfShop } from '../queries.ts';
import { type LiveQuote, useLiveQuote } from '../quote.ts';
import { GoodsSearch } from './goods-search.tsx';
import classes from './order-composer.module.css';

/** An order taken in the shop: what it usually takes one tap away, price and credit known before it is sent. */
export function OrderComposer({ retailer, onDone }: { retailer: RetailerDocument; onDone: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const act = useDo();
  const before = useFilledIn('order.create');
  const [lines, setLines] = useState<readonly AskedLine[]>(before?.lines ?? []);
  const past = useOrdersOfShop(retailer.id).documents;
  const usual = useMemo(() => usualBasket(past), [past]);
  const quote = useLiveQuote(retailer, lines);

  const set = (productId: string, quantityMilli: number) =>
    setLines((before) => {
      const known = before.some((line) => line.productId === productId);
      if (quantityMilli <= 0) return before.filter((line) => line.productId !== productId);
      if (!known) return [...before, { productId, quantityMilli }];
      return before.map((line) => (line.productId === productId ? { productId, quantityMilli } : line));
    });
  const add = (line: UsualLine) =>
    set(
      line.productId,
      (lines.find((known) => known.productId === line.productId)?.quantityMilli ?? 0) + line.quantityMilli,
    );

  const submit = async () => {
    if (quote.kind !== 'priced') return;
    const seenTotalPaisa = quote.decision.quote.totalPaisa;
    const payload = { orderId: newId(new Date()), retailerId: retailer.id, lines: [...lines], seenTotalPaisa };
    const done = t('composer.done', { name: retailer.name, amount: format.money(seenTotalPaisa) });
    const result = await act('order.create', payload, done);
    if (result.ok) onDone();
  };

  return (
    <div className={classes.composer}>
      {before ? <FilledIn /> : null}
      <GoodsSearch onPick={(product) => add({ productId: product.id, quantityMilli: 1000 })} />
      {usual.length > 0 ? <Usual usual={usual} onAdd={add} onAll={() => setLines(usual)} /> : null}
      <Basket lines={lines} quote={quote} onSet={set} />
      <QuoteFoot quote={quote} onSubmit={() => void submit()} />
    </div>
  );
}

function useProducts() {
  const { documents } = useDocuments('products');
  return useMemo(() => new Map(documents.map((product) => [product.id, product])), [documents]);
}

function Usual({
  usual,
  onAdd,
  onAll,
}: {
  usual: readonly UsualLine[];
  onAdd: (line: UsualLine) => void;
  onAll: () => void;
}) {
  const { t } = useTranslation();
  const products = useProducts();
  const nameOf = useGoodsName();
  return (
    <div>
      <div className={classes.usualHead}>
        <span>{t('composer.usual')}</span>
        <Button variant="subtle" size="compact-md" onClick={onAll} data-testid="usual-all">
          {t('composer.usualAll')}
        </Button>
      </div>
      <div className={classes.usual}>
        {usual.map((line) => {
          const product = products.get(line.productId);
          return product ? (
            <button key={line.productId} type="button" onClick={() => onAdd(line)}>
              {nameOf(product)} <Quantity milli={line.quantityMilli} tone="quiet" />
            </button>
          ) : null;
        })}
      </div>
    </div>
  );
}

function Basket({
  lines,
  quote,
  onSet,
}: {
  lines: readonly AskedLine[];
  quote: LiveQuote;
  onSet: (productId: string, quantityMilli: number) => void;
}) {
  const { t } = useTranslation();
  const products = useProducts();
  const nameOf = useGoodsName();
  const unitName = useUnitName();
  const format = useFormat();
  if (lines.length === 0) return <p className={classes.hint}>{t('composer.empty')}</p>;
  return (
    <ul className={classes.basket}>
      {lines.map((line) => {
        const product = products.get(line.productId);
        const priced =
          quote.kind === 'priced'
            ? quote.decision.quote.lines.find((candidate) => candidate.productId === line.productId)
            : undefined;
        const name = product ? nameOf(product) : '';
        return (
          <li key={line.productId}>
            <div className={classes.goods}>
              <div>{name}</div>
              <div className={classes.sub}>
                {priced
                  ? `${format.money(priced.unitPricePaisa)} / ${unitName(priced.unit)}`
                  : product
                    ? unitName(product.unit)
                    : ''}
              </div>
            </div>
            <Stepper name={name} milli={line.quantityMilli} onSet={(milli) => onSet(line.productId, milli)} />
            <div className={classes.amount}>{priced ? <Money paisa={priced.lineTotalPaisa} /> : '—'}</div>
          </li>
        );
      })}
    </ul>
  );
}

/** Plus, minus, or the figure typed; at one, minus becomes the bin. */
function Stepper({ name, milli, onSet }: { name: string; milli: number; onSet: (milli: number) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? String(milli / 1000);
  const settle = () => {
    const typed = text === null ? null : parseQuantity(text);
    if (typed !== null) onSet(typed);
    setText(null);
  };
  return (
    <div className={classes.stepper}>
      <ActionIcon
        size={44}
        variant="default"
        aria-label={milli <= 1000 ? t('composer.remove', { name }) : t('composer.less', { name })}
        onClick={() => onSet(milli - 1000)}
      >
        {milli <= 1000 ? <IconTrash size={18} aria-hidden /> : <IconMinus size={18} aria-hidden />}
      </ActionIcon>
      <TextInput
        className={classes.quantity}
        size="md"
        inputMode="decimal"
        aria-label={t('composer.quantityOf', { name })}
        value={shown}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === 'Enter') settle();
        }}
      />
      <ActionIcon
        size={44}
        variant="default"
        aria-label={t('composer.more', { name })}
        onClick={() => onSet(milli + 1000)}
      >
        <IconPlus size={18} aria-hidden />
      </ActionIcon>
    </div>
  );
}

function QuoteFoot({ quote, onSubmit }: { quote: LiveQuote; onSubmit: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useRefusalWords();
  const refusal = quote.kind === 'empty' ? null : quote.refusal;
  return (
    <div className={classes.foot}>
      {refusal ? <Notice>{words(refusal)}</Notice> : null}
      {quote.kind === 'priced' ? (
        <div className={classes.totals}>
          <span>
            {t('composer.with', { vendor: quote.decision.vendor?.name ?? t('composer.waits') })}
            <br />
            <span className={classes.sub}>
              {t('composer.tax', { tax: format.money(quote.decision.quote.taxPaisa) })}
            </span>
          </span>
          <span className={classes.total}>
            <Money paisa={quote.decision.quote.totalPaisa} />
          </span>
        </div>
      ) : null}
      <Button
        size="lg"
        fullWidth
        disabled={quote.kind !== 'priced' || refusal !== null}
        onClick={onSubmit}
        data-testid="order-submit"
      >
        {t('composer.place')}
      </Button>
    </div>
  );
}
