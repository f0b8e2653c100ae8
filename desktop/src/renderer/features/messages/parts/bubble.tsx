import type { MessageDocument, MessageStatus } from '@khaacho/shared/messages/contract.ts';
import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import type { PendingMark } from '../../../replica/replica-api.ts';
import { PendingDot } from '../../../ui/pending-dot.tsx';
import { sideOf } from '../thread-items.ts';
import classes from './bubble.module.css';
import { Evidence, ReadOff } from './evidence.tsx';

const ticks: Partial<Record<MessageStatus, typeof IconCheck>> = {
  QUEUED: IconClock,
  SENDING: IconClock,
  SENT: IconCheck,
  DELIVERED: IconChecks,
  READ: IconChecks,
  FAILED: IconAlertTriangle,
};

/** One message: theirs to the left, ours to the right, a note among ourselves across. */
export function Bubble({
  message,
  follows,
  pending,
  found,
}: {
  message: MessageDocument;
  follows: boolean;
  pending: PendingMark | undefined;
  /** It is the one that was searched for. */
  found: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const side = sideOf(message);
  const Tick = message.direction === 'OUTBOUND' ? ticks[message.status] : undefined;
  const { media = [], reading = null } = message;
  const bare = message.kind !== 'TEXT' && media.length === 0;
  return (
    <div className={classes.line} data-side={side} data-follows={follows}>
      <div
        className={classes.bubble}
        data-failed={message.status === 'FAILED'}
        data-found={found}
        data-testid={`bubble-${side}`}
      >
        {side === 'note' ? (
          <div className={classes.by}>
            <IconLock size={13} aria-hidden />
            {t('inbox.noteBy', { name: message.writtenBy ?? '' })}
          </div>
        ) : null}
        {side === 'ours' && !follows ? <div className={classes.by}>{message.writtenBy}</div> : null}
        {bare ? <div className={classes.kind}>{t(`messageKind.${message.kind}`)}</div> : null}
        {media.map((file) => (
          <Evidence key={file.sha256} media={file} />
        ))}
        {message.body === '' ? null : <div className={classes.text}>{message.body}</div>}
        {reading ? <ReadOff reading={reading} voice={message.kind === 'AUDIO'} /> : null}
        <div className={classes.foot}>
          {pending ? (
            <PendingDot mark={pending} />
          ) : (
            <time className="k-num" dateTime={message.at} title={format.stamp(message.at)}>
              {format.time(message.at)}
            </time>
          )}
          {Tick && !pending ? (
            <span className={classes.tick} data-status={message.status} title={t(`messageStatus.${message.status}`)}>
              <Tick size={14} aria-hidden />
              <span className={message.status === 'FAILED' ? undefined : 'k-hidden'}>
                {t(`messageStatus.${message.status}`)}
              </span>
            </span>
          ) : null}
        </div>
      </div>
    </div>
  );
}
