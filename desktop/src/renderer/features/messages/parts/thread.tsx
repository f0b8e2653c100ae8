import type { MessageDocument, MessageStatus } from '@khaacho/shared/messages/contract.ts';
import { IconAlertTriangle, IconCheck, IconChecks, IconClock } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { MomentText } from '../../../ui/dates.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { useThread } from '../queries.ts';
import classes from './thread.module.css';

const ticks: Partial<Record<MessageStatus, typeof IconCheck>> = {
  QUEUED: IconClock,
  SENDING: IconClock,
  SENT: IconCheck,
  DELIVERED: IconChecks,
  READ: IconChecks,
  FAILED: IconAlertTriangle,
};

/** A shop's WhatsApp chat as both sides see it; the newest below. */
export function Thread({ retailerId }: { retailerId: string }) {
  const { t } = useTranslation();
  const { documents } = useThread(retailerId);
  const end = useRef<HTMLDivElement>(null);
  const count = documents.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message scrolls into view
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [count]);
  if (count === 0) return <EmptyState compact title={t('messages.empty')} />;
  return (
    <div className={classes.thread} role="log" aria-label={t('messages.thread')}>
      {documents.map((message) => (
        <Bubble key={message.id} message={message} />
      ))}
      <div ref={end} />
    </div>
  );
}

function Bubble({ message }: { message: MessageDocument }) {
  const { t } = useTranslation();
  const Tick = message.direction === 'OUTBOUND' ? ticks[message.status] : undefined;
  return (
    <div
      className={classes.bubble}
      data-ours={message.direction === 'OUTBOUND'}
      data-failed={message.status === 'FAILED'}
    >
      {message.kind === 'TEXT' ? null : <div className={classes.kind}>{t(`messageKind.${message.kind}`)}</div>}
      <div className={classes.text}>{message.body}</div>
      <div className={classes.foot}>
        <MomentText at={message.at} />
        {Tick ? (
          <span className={classes.tick} data-status={message.status}>
            <Tick size={14} aria-hidden />
            <span className={message.status === 'FAILED' ? undefined : 'k-hidden'}>
              {t(`messageStatus.${message.status}`)}
            </span>
          </span>
        ) : null}
      </div>
    </div>
  );
}
