import type { CommandType } from '@khaacho/shared/sync/protocol.ts';
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useOpenAgain } from '../../app/again.ts';
import { CountSheet } from '../../features/stock/parts/count-sheet.tsx';
import { StockTable } from '../../features/stock/parts/stock-table.tsx';
import { type StockRow, useStockRows } from '../../features/stock/queries.ts';
import { useFormat } from '../../language/format.ts';
import { useKeys } from '../../ui/keys.ts';
import { FilterChip, Toolbar } from '../../ui/toolbar.tsx';
import { Page, RowsSkeleton } from '../common/page.tsx';
import { type StockAction, StockPanel } from './stock-panel.tsx';

type Filter = { search: string; low: boolean; category: string | null };

/** Which of the three forms a command was given with. */
function actionOf(type: CommandType): StockAction {
  if (type === 'stock.adjust') return 'adjust';
  return type === 'offer.update' ? 'price' : 'count';
}

function matching(rows: readonly StockRow[], filter: Filter): StockRow[] {
  const words = filter.search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ product, low }) => {
    if (filter.low && !low) return false;
    if (filter.category !== null && product.category !== filter.category) return false;
    const text = [product.sku, product.name, product.nameNe, product.barcode ?? '', ...product.aliases]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Goods with what is on the shelf, promised and free; count, adjust and price from here. */
export function Stock() {
  const { t } = useTranslation();
  const format = useFormat();
  const { rows, ready } = useStockRows();
  const [params] = useSearchParams();
  const [filter, setFilter] = useState<Filter>({ search: params.get('find') ?? '', low: false, category: null });
  const [counting, setCounting] = useState(false);
  const [opened, setOpened] = useState<{ id: string; action: StockAction } | null>(null);
  const [cursor, setCursor] = useState<StockRow | undefined>(undefined);
  const shown = useMemo(() => matching(rows, filter), [rows, filter]);
  const categories = useMemo(() => [...new Set(rows.map((row) => row.product.category))].sort(), [rows]);
  const formKey = useOpenAgain(({ type, payload }) => {
    if ('offerId' in payload) setOpened({ id: payload.offerId, action: actionOf(type) });
  });
  const open = opened ? rows.find((row) => row.offer.id === opened.id) : undefined;
  const acting = open ?? cursor;
  const start = (action: StockAction) => acting && setOpened({ id: acting.offer.id, action });
  useKeys(
    'stock',
    [
      { key: 'c', label: t('stock.count'), run: () => start('count') },
      { key: 'j', label: t('stock.adjust'), run: () => start('adjust') },
      { key: 'e', label: t('stock.editPrice'), run: () => start('price') },
    ],
    { enabled: !counting },
  );

  return (
    <Page
      title={t('nav.stock')}
      panel={
        open && opened && !counting ? (
          <StockPanel
            key={formKey}
            row={open}
            action={opened.action}
            onAction={(action) => setOpened({ id: open.offer.id, action })}
            onClose={() => setOpened(null)}
          />
        ) : undefined
      }
    >
      <Toolbar
        search={filter.search}
        onSearch={(search) => setFilter({ ...filter, search })}
        placeholder={t('stock.search')}
        right={
          counting ? undefined : (
            <Button variant="default" size="sm" onClick={() => setCounting(true)} data-testid="count-sheet">
              {t('stock.sheet')}
            </Button>
          )
        }
      >
        <FilterChip
          label={t('stock.low')}
          count={format.count(rows.filter((row) => row.low).length)}
          on={filter.low}
          tone="bad"
          onToggle={() => setFilter({ ...filter, low: !filter.low })}
        />
        <CategoryFilter
          categories={categories}
          value={filter.category}
          onChange={(category) => setFilter({ ...filter, category })}
        />
      </Toolbar>
      {!ready ? (
        <RowsSkeleton />
      ) : counting ? (
        <CountSheet rows={shown} onClose={() => setCounting(false)} />
      ) : (
        <StockTable
          rows={shown}
          openId={opened?.id ?? null}
          onOpen={(row) => setOpened({ id: row.offer.id, action: opened?.action ?? 'count' })}
          onCursor={setCursor}
          onStep={(row) => opened && setOpened({ id: row.offer.id, action: opened.action })}
          emptyText={
            rows.length > 0
              ? { title: t('common.nothingFound'), text: t('common.nothingFoundText') }
              : { title: t('stock.emptyTitle'), text: t('stock.emptyText') }
          }
        />
      )}
    </Page>
  );
}

function CategoryFilter({
  categories,
  value,
  onChange,
}: {
  categories: readonly string[];
  value: string | null;
  onChange: (category: string | null) => void;
}) {
  const { t, i18n } = useTranslation();
  const name = (category: string) => {
    const key = `category.${category.toLowerCase().replace(/[^a-z]+/g, '_')}`;
    return i18n.exists(key) ? t(key as 'category.rice') : category;
  };
  if (categories.length < 2) return null;
  return (
    <select
      aria-label={t('stock.category')}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      style={{
        height: 32,
        padding: '0 8px',
        border: '1px solid var(--k-line)',
        borderRadius: 16,
        background: 'var(--k-surface)',
        color: 'var(--k-ink-2)',
        font: 'inherit',
        fontSize: 13,
      }}
    >
      <option value="">{t('stock.allCategories')}</option>
      {categories.map((category) => (
        <option key={category} value={category}>
          {name(category)}
        </option>
      ))}
    </select>
  );
}
