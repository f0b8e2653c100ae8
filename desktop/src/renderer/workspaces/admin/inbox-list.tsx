import type { MessageDocument } from '@khaacho/shared/messages/contract.ts';
import { CloseButton, TextInput } from '@mantine/core';
import { IconChecks, IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MessageHits } from '../../features/messages/parts/message-hits.tsx';
import { QuestionList } from '../../features/messages/parts/question-list.tsx';
import type { ThreadOf } from '../../features/messages/queries.ts';
import type { Waiting } from '../../features/messages/queue.ts';
import { useFormat } from '../../language/format.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useKeys } from '../../ui/keys.ts';
import { FilterChip } from '../../ui/toolbar.tsx';
import { RowsSkeleton } from '../common/page.tsx';
import classes from './inbox.module.css';

/** A single letter is in every message. */
const LEAST_LETTERS = 2;

/** The left of the inbox: who waits; or, while something is searched for, where it was said. */
export function InboxList({
  open,
  answered,
  ready,
  openKey,
  within,
  foundId,
  onOpen,
  onFound,
}: {
  open: readonly Waiting[];
  answered: readonly Waiting[];
  ready: boolean;
  openKey: string | null;
  within: ThreadOf | null;
  foundId: string | null;
  onOpen: (row: Waiting) => void;
  onFound: (message: MessageDocument) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [search, setSearch] = useState('');
  const [here, setHere] = useState(false);
  const looked = useDeferredValue(search.trim());
  const input = useRef<HTMLInputElement>(null);
  useKeys('inbox-list', [{ key: '/', label: t('inbox.search'), run: () => input.current?.focus() }]);
  const searching = looked.length >= LEAST_LETTERS;
  return (
    <section className={classes.list} aria-label={t('inbox.queue')}>
      <div className={classes.search}>
        <TextInput
          ref={input}
          size="sm"
          leftSection={<IconSearch size={15} aria-hidden />}
          rightSection={
            search ? (
              <CloseButton size="sm" aria-label={t('common.clear')} onClick={() => setSearch('')} />
            ) : (
              <kbd>/</kbd>
            )
          }
          placeholder={t('inbox.search')}
          aria-label={t('inbox.search')}
          value={search}
          data-testid="inbox-search"
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || search === '') return;
            event.preventDefault();
            setSearch('');
          }}
        />
      </div>
      {searching ? (
        <>
          <div className={classes.chips}>
            <FilterChip label={t('inbox.allChats')} on={!here} onToggle={() => setHere(false)} />
            <FilterChip label={t('inbox.thisChat')} on={here} onToggle={() => setHere(true)} testId="search-here" />
          </div>
          <MessageHits search={looked} within={here ? within : null} openId={foundId} onOpen={onFound} />
        </>
      ) : (
        <>
          <h2 className={classes.title}>
            {t('inbox.waiting')} <span className="k-num">{format.count(open.length)}</span>
          </h2>
          {ready ? (
            <QuestionList
              label={t('inbox.queue')}
              testId="queue"
              rows={open}
              openKey={openKey}
              onOpen={onOpen}
              empty={
                <EmptyState
                  compact
                  icon={<IconChecks size={28} stroke={1.4} aria-hidden />}
                  title={t('inbox.empty')}
                  text={t('inbox.emptyText')}
                />
              }
            />
          ) : (
            <RowsSkeleton />
          )}
          {answered.length > 0 ? (
            <div className={classes.answered} data-testid="answered-here">
              <h2 className={classes.title}>
                {t('inbox.answered')} <span className="k-num">{format.count(answered.length)}</span>
              </h2>
              <QuestionList
                label={t('inbox.answered')}
                testId="answered-queue"
                rows={answered}
                openKey={openKey}
                onOpen={onOpen}
                empty={null}
              />
            </div>
          ) : null}
        </>
      )}
    </section>
  );
}
