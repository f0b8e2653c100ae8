import type { ParkedFact } from '@khaacho/shared/sync/parked-contract.ts';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Cut } from '../../../ui/cut.tsx';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { AgeBadge, MomentText } from '../../../ui/dates.tsx';
import { type FactsShown, useFactWords } from '../queries.ts';

const WARN_MINUTES = 60;
const BAD_MINUTES = 24 * 60;

/** What devices have reported and nothing could book: what, by whom, since when, why; or how it was settled. */
export function FactsTable({
  facts,
  shown,
  openId,
  onOpen,
  empty,
}: {
  facts: readonly ParkedFact[];
  shown: FactsShown;
  openId: string | null;
  onOpen: (fact: ParkedFact) => void;
  empty: ReactNode;
}) {
  const { t } = useTranslation();
  const words = useFactWords();
  const columns = useMemo(
    (): Column<ParkedFact>[] => [
      {
        id: 'what',
        header: t('settle.what'),
        width: 'minmax(220px, 1.5fr)',
        cell: (fact) => <Cut text={words(fact).what} strong />,
      },
      {
        id: 'who',
        header: t('settle.who'),
        width: 'minmax(150px, 1fr)',
        sortBy: (fact) => fact.sender.name,
        cell: (fact) => <Cut text={[fact.sender.name, fact.sender.vendorName].filter(Boolean).join(', ')} />,
      },
      shown === 'open'
        ? {
            id: 'why',
            header: t('settle.why'),
            width: 'minmax(200px, 1.6fr)',
            dropBelow: 760,
            cell: (fact) => <Cut text={words(fact).why} />,
          }
        : {
            id: 'how',
            header: t('settle.how'),
            width: 'minmax(200px, 1.6fr)',
            cell: ({ settled }) => (
              <Cut
                text={[t(settled?.how === 'BOOKED' ? 'settle.booked' : 'settle.dismissed'), settled?.note]
                  .filter(Boolean)
                  .join(': ')}
              />
            ),
          },
      {
        id: 'since',
        header: t('settle.since'),
        width: '128px',
        align: 'right',
        sortBy: (fact) => fact.settled?.at ?? fact.receivedAt,
        cell: (fact) =>
          fact.settled ? (
            <MomentText at={fact.settled.at} />
          ) : (
            <AgeBadge since={fact.receivedAt} warnMinutes={WARN_MINUTES} badMinutes={BAD_MINUTES} />
          ),
      },
    ],
    [t, words, shown],
  );
  return (
    <DataTable
      label={t('nav.settle')}
      rows={facts}
      columns={columns}
      rowId={(fact) => fact.id}
      rowTestId={(fact) => `fact-${fact.id}`}
      rowLabel={(fact) => words(fact).what}
      openId={openId}
      onOpen={onOpen}
      onStep={(fact) => openId !== null && onOpen(fact)}
      autoFocus
      empty={empty}
    />
  );
}
