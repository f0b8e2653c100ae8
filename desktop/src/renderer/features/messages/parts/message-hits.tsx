import type { MessageDocument } from '@khaacho/shared/messages/contract.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { MomentText } from '../../../ui/dates.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { type ThreadOf, useHits } from '../queries.ts';
import { MOST_HITS, snippetOf } from '../search.ts';
import classes from './question-list.module.css';
import { useWaitingName } from './question-list.tsx';

/** Messages with the words that are searched for, newest first, from what this desk keeps. */
export function MessageHits({
  search,
  within,
  openId,
  onOpen,
}: {
  search: string;
  within: ThreadOf | null;
  openId: string | null;
  onOpen: (message: MessageDocument) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { documents } = useHits(search, within);
  if (documents.length === 0)
    return (
      <div className={classes.empty}>
        <EmptyState compact title={t('inbox.noHits')} text={t('inbox.noHitsText')} />
      </div>
    );
  return (
    <div className={classes.list} role="list" aria-label={t('inbox.hits')} data-testid="hits">
      {documents.map((message) => (
        <div key={message.id} role="listitem">
          <Hit message={message} search={search} current={message.id === openId} onOpen={() => onOpen(message)} />
        </div>
      ))}
      {documents.length === MOST_HITS ? (
        <div className={classes.capped}>{t('inbox.capped', { shown: format.count(MOST_HITS) })}</div>
      ) : null}
    </div>
  );
}

function Hit({
  message,
  search,
  current,
  onOpen,
}: {
  message: MessageDocument;
  search: string;
  current: boolean;
  onOpen: () => void;
}) {
  const name = useWaitingName({ retailerId: message.retailerId, phone: null });
  const { before, hit, after } = snippetOf(message, search);
  return (
    <button
      type="button"
      className={classes.hit}
      aria-current={current || undefined}
      data-testid={`hit-${message.id}`}
      onClick={onOpen}
    >
      <span className={classes.top}>
        <span className={classes.name}>{name}</span>
        <span className={classes.at}>
          <MomentText at={message.at} />
        </span>
      </span>
      <span className={classes.snippet}>
        {before}
        <mark>{hit}</mark>
        {after}
      </span>
    </button>
  );
}
