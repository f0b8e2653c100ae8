import type { MessageDocument } from '@khaacho/shared/messages/contract.ts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument, useDocuments } from '../../../replica/hooks.tsx';
import { AgeBadge } from '../../../ui/dates.tsx';
import { PendingDot } from '../../../ui/pending-dot.tsx';
import { formatPhone } from '../../../ui/phone-text.ts';
import { type Waiting } from '../queue.ts';
import { AboutBadge } from './about-badge.tsx';
import classes from './question-list.module.css';

const ROW = 84;
/** Amber after half an hour, red after two: so long a shop waits for a vendor too. */
const WARN_MINUTES = 30;
const BAD_MINUTES = 120;

/** Chats that wait for a person, one under the other; the open one stays in sight. */
export function QuestionList({
  label,
  rows,
  openKey,
  onOpen,
  empty,
  testId,
}: {
  label: string;
  rows: readonly Waiting[];
  openKey: string | null;
  onOpen: (waiting: Waiting) => void;
  empty: ReactNode;
  testId: string;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.key ?? index,
    estimateSize: () => ROW,
    overscan: 6,
    initialRect: { width: 300, height: 640 },
  });
  const openAt = rows.findIndex(({ key }) => key === openKey);
  useEffect(() => {
    if (openAt !== -1) virtual.scrollToIndex(openAt);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only when another one is opened
  }, [openAt]);
  if (rows.length === 0) return <div className={classes.empty}>{empty}</div>;
  return (
    <div ref={scroller} className={classes.list} role="list" aria-label={label} data-testid={testId}>
      <div className={classes.room} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <div key={key} role="listitem" className={classes.item} style={{ transform: `translateY(${start}px)` }}>
              <Row row={row} current={row.key === openKey} onOpen={() => onOpen(row)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Row({ row, current, onOpen }: { row: Waiting; current: boolean; onOpen: () => void }) {
  const { abouts, since, pending } = row;
  const name = useWaitingName(row);
  return (
    <button
      type="button"
      className={classes.row}
      aria-current={current || undefined}
      data-complaint={abouts[0] === 'COMPLAINT'}
      data-testid={`question-${row.key}`}
      onClick={onOpen}
    >
      <span className={classes.top}>
        <span className={classes.name}>{name}</span>
        {pending ? (
          <PendingDot mark={pending} words={false} />
        ) : (
          <AgeBadge since={since} warnMinutes={WARN_MINUTES} badMinutes={BAD_MINUTES} />
        )}
      </span>
      <span className={classes.abouts}>
        {abouts.slice(0, 2).map((about) => (
          <AboutBadge key={about} about={about} />
        ))}
      </span>
      <FirstWords row={row} />
    </button>
  );
}

/** Who it is: the shop's name, else the number they wrote from. */
export function useWaitingName({ retailerId, phone }: Pick<Waiting, 'retailerId' | 'phone'>): string {
  const { t } = useTranslation();
  const { document: shop } = useDocument('retailers', retailerId ?? '');
  return shop?.name ?? (phone ? formatPhone(phone) : t('now.unknownSender'));
}

/** How the message begins that a person has to look at. */
function FirstWords({ row }: { row: Waiting }) {
  const { messageId } = row.alerts[0]?.figures ?? {};
  return typeof messageId === 'string' ? <WordsOf messageId={messageId} /> : <WordsBefore row={row} />;
}

function WordsOf({ messageId }: { messageId: string }) {
  return <Words message={useDocument('messages', messageId).document} />;
}

/** Of a question that does not say which message it is about: what was said last before it was raised. */
function WordsBefore({ row }: { row: Waiting }) {
  const of = row.retailerId ? { retailerId: row.retailerId } : { chatId: row.chatId ?? '' };
  const { documents } = useDocuments('messages', {
    selector: { ...of, direction: 'INBOUND', at: { $lte: row.since } },
    sort: ['-at'],
    limit: 1,
  });
  return <Words message={documents[0]} />;
}

function Words({ message }: { message: MessageDocument | undefined }) {
  const { t } = useTranslation();
  const words = message?.body ? message.body : message ? t(`messageKind.${message.kind}`) : '';
  return <span className={classes.words}>{words.replace(/\s+/g, ' ')}</span>;
}
