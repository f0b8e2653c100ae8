import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { CreditTable } from '../../features/credit/parts/credit-table.tsx';
import { type CreditRow, shopMatches, useCreditRows } from '../../features/credit/queries.ts';
import { useFormat } from '../../language/format.ts';
import { FilterChip, Toolbar } from '../../ui/toolbar.tsx';
import { Page, RowsSkeleton } from '../common/page.tsx';

const shows = {
  late: (row: CreditRow) => row.overduePaisa > 0,
  stopped: (row: CreditRow) => row.stop !== null,
  full: (row: CreditRow) => row.availablePaisa <= 0 && row.retailer.credit.limitPaisa > 0,
};
type Show = keyof typeof shows;
const showNames = Object.keys(shows) as Show[];

/** Every shop by how late it pays. */
export function Credit() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const { rows, ready } = useCreditRows();
  const [search, setSearch] = useState('');
  const [show, setShow] = useState<Show | null>(showNames.find((name) => name === params.get('show')) ?? null);
  const shown = useMemo(() => {
    const matches = shopMatches(search);
    return rows.filter((row) => (show === null || shows[show](row)) && matches(row));
  }, [rows, search, show]);
  return (
    <Page title={t('nav.credit')}>
      <Toolbar search={search} onSearch={setSearch} placeholder={t('credit.search')}>
        {showNames.map((name) => (
          <FilterChip
            key={name}
            label={t(`credit.show.${name}`)}
            count={format.count(rows.filter(shows[name]).length)}
            on={show === name}
            tone={name === 'late' ? 'bad' : 'plain'}
            onToggle={() => setShow(show === name ? null : name)}
          />
        ))}
      </Toolbar>
      {ready ? (
        <CreditTable
          rows={shown}
          filtered={shown.length < rows.length}
          onOpen={(row) => void navigate(`/credit/${row.retailer.id}`)}
        />
      ) : (
        <RowsSkeleton />
      )}
    </Page>
  );
}
