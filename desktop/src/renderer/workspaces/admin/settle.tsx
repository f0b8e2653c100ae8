import { Button } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useSyncPanel } from '../../app/sync/sync-panel-context.ts';
import { useRefusalWords } from '../../app/words.ts';
import { SettleButtons } from '../../features/settling/commands.tsx';
import { FactDetails } from '../../features/settling/parts/fact-details.tsx';
import { FactsTable } from '../../features/settling/parts/facts-table.tsx';
import {
  type FactsShown,
  MOST_FACTS,
  useFacts,
  useFactWords,
  useWaitingFacts,
} from '../../features/settling/queries.ts';
import { useFormat } from '../../language/format.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { FilterChip } from '../../ui/toolbar.tsx';
import { Page, RowsSkeleton } from '../common/page.tsx';
import classes from './settle.module.css';

/** What devices have reported and nothing here could book: a person looks at each and settles it. */
export function Settle() {
  const { t } = useTranslation();
  const format = useFormat();
  const [params, setParams] = useSearchParams();
  const shown: FactsShown = params.get('show') === 'settled' ? 'settled' : 'open';
  const openId = params.get('fact');
  const { answer, again } = useFacts(shown);
  const waiting = useWaitingFacts();
  const offline = (useSyncPanel()?.offlineSince ?? null) !== null;
  const words = useFactWords();
  const facts = answer.kind === 'done' ? answer.data : [];
  const fact = facts.find(({ id }) => id === openId);
  const show = (next: { show?: FactsShown; fact?: string | undefined }) =>
    setParams(
      { ...((next.show ?? shown) === 'settled' ? { show: 'settled' } : {}), ...(next.fact ? { fact: next.fact } : {}) },
      { replace: true },
    );
  // Another one was parked or settled elsewhere, or the line is back: the list is read again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed is the reason
  useEffect(again, [again, waiting, offline]);

  return (
    <Page
      title={t('nav.settle')}
      panel={
        fact ? (
          <SidePanel
            key={fact.id}
            title={words(fact).what}
            onClose={() => show({})}
            foot={fact.settled ? undefined : <SettleButtons fact={fact} onSettled={() => [show({}), again()]} />}
          >
            <FactDetails fact={fact} />
          </SidePanel>
        ) : undefined
      }
    >
      <div className={classes.chips}>
        <FilterChip
          label={t('settle.show.open')}
          {...(waiting > 0 ? { count: format.count(waiting) } : {})}
          on={shown === 'open'}
          onToggle={() => show({ show: 'open' })}
          testId="facts-open"
        />
        <FilterChip
          label={t('settle.show.settled')}
          on={shown === 'settled'}
          onToggle={() => show({ show: 'settled' })}
          testId="facts-settled"
        />
        {facts.length === MOST_FACTS ? (
          <span className={classes.capped}>{t('settle.capped', { shown: format.count(MOST_FACTS) })}</span>
        ) : null}
      </div>
      {answer.kind === 'loading' ? <RowsSkeleton /> : null}
      {answer.kind === 'failed' ? <NotRead offline={offline} refusal={answer.refusal} onAgain={again} /> : null}
      {answer.kind === 'done' ? (
        <FactsTable
          facts={facts}
          shown={shown}
          openId={openId}
          onOpen={({ id }) => show({ fact: id })}
          empty={
            <EmptyState
              icon={<IconChecks size={32} stroke={1.4} aria-hidden />}
              title={t(shown === 'open' ? 'settle.emptyTitle' : 'settle.settledEmptyTitle')}
              text={t(shown === 'open' ? 'settle.emptyText' : 'settle.settledEmptyText')}
            />
          }
        />
      ) : null}
    </Page>
  );
}

function NotRead({
  offline,
  refusal,
  onAgain,
}: {
  offline: boolean;
  refusal: Parameters<ReturnType<typeof useRefusalWords>>[0];
  onAgain: () => void;
}) {
  const { t } = useTranslation();
  const words = useRefusalWords();
  return (
    <EmptyState
      title={t(offline ? 'settle.offlineTitle' : 'settle.failedTitle')}
      text={offline ? t('settle.offlineText') : words(refusal)}
    >
      <Button size="sm" variant="default" onClick={onAgain}>
        {t('common.tryAgain')}
      </Button>
    </EmptyState>
  );
}
