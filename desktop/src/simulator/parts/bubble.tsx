import { ActionIcon } from '@mantine/core';
import { IconArrowBackUp, IconDeviceMobileMessage } from '@tabler/icons-react';
import type { Message } from '../state/model.ts';
import { clockTime } from '../text/format.ts';
import { useWords } from '../text/language.ts';
import { summary } from '../text/summary.ts';
import { Answers } from './answers.tsx';
import { Attached } from './attached.tsx';
import style from './bubble.module.css';
import type { Panel } from './composer.tsx';
import { Markup } from './markup.tsx';
import { Ticks } from './ticks.tsx';

interface Props {
  message: Message;
  /** The one before is of the same side: no tail, less space. */
  follows: boolean;
  /** Which of its buttons was tapped last. */
  tapped: string | null;
  onReply: () => void;
  onQuote: (sid: string) => void;
  onPanel: (panel: Panel) => void;
}

export function Bubble({ message, follows, tapped, onReply, onQuote, onPanel }: Props) {
  const { t, language } = useWords();
  const { mine, quote } = message;
  const isKnown = message.body !== '' || message.media.length > 0 || message.location !== null;
  return (
    <div className={style.line} data-mine={mine} data-follows={follows} data-sid={message.sid}>
      <div
        className={style.bubble}
        data-testid={mine ? 'bubble-out' : 'bubble-in'}
        data-channel={message.channel}
        data-type={message.type}
      >
        {message.channel === 'sms' && (
          <span className={style.sms}>
            <IconDeviceMobileMessage size={14} /> {t('sms')}
          </span>
        )}
        {quote && (
          <button type="button" className={style.quote} onClick={() => onQuote(quote.sid)}>
            <b>{quote.mine ? t('you') : 'Khaacho'}</b>
            <span>{summary(quote, t)}</span>
          </button>
        )}
        <Attached message={message} />
        {message.header && <strong className={style.header}>{message.header}</strong>}
        <div className={style.text}>
          {isKnown ? <Markup text={message.body} /> : <i className={style.unknown}>{summary(message, t)}</i>}
          <span className={style.spacer} aria-hidden />
        </div>
        {message.footer && <div className={style.footer}>{message.footer}</div>}
        <span className={style.meta}>
          {clockTime(message.at, language)}
          {mine && <Ticks delivery={message.delivery} />}
        </span>
        {!mine && <Answers message={message} tapped={tapped} onPanel={onPanel} />}
      </div>
      <ActionIcon
        className={style.reply}
        variant="default"
        radius="xl"
        size={30}
        aria-label={t('reply')}
        title={t('reply')}
        onClick={onReply}
      >
        <IconArrowBackUp size={17} stroke={1.7} />
      </ActionIcon>
    </div>
  );
}
