import { IconAlertTriangle, IconArrowDownLeft, IconArrowUpRight, IconTransfer } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import type { Exchange } from '../state/model.ts';
import { useModel } from '../state/store.ts';
import { clockTime, phoneText } from '../text/format.ts';
import type { Journey } from '../text/journeys.ts';
import { useWords } from '../text/language.ts';
import { plainText } from '../text/markup.ts';
import { ExchangeDetail } from './exchange-detail.tsx';
import style from './inspector.module.css';

interface Props {
  journey: Journey;
  /** The id of the call that is read, here or in another card. */
  open: number | null;
  onOpen: (id: number) => void;
}

const icons: Record<Journey['direction'], ReactNode> = {
  in: <IconArrowUpRight size={17} stroke={2} />,
  out: <IconArrowDownLeft size={17} stroke={2} />,
  other: <IconTransfer size={16} stroke={2} />,
};

/** One message on its way: the call that began it, and every call that followed, each to be opened. */
export const JourneyCard = memo(function JourneyCard({ journey, open, onOpen }: Props) {
  const { language } = useWords();
  const name = useModel((model) =>
    journey.phone === null ? null : (model.contacts[journey.phone]?.name ?? phoneText(journey.phone)),
  );
  const opened = journey.calls.find((call) => call.id === open);
  return (
    <article className={style.card} data-direction={journey.direction} data-troubled={journey.isTroubled}>
      <button
        type="button"
        className={style.title}
        aria-expanded={opened === journey.first}
        onClick={() => onOpen(journey.first.id)}
      >
        <span className={style.icon}>{icons[journey.direction]}</span>
        <span className={style.words}>
          <strong>{plainText(journey.title)}</strong>
          <small>
            {journey.direction === 'in'
              ? `${name ?? ''} → Khaacho`
              : journey.direction === 'out'
                ? `Khaacho → ${name ?? ''}`
                : (name ?? '')}
          </small>
        </span>
        <time>{clockTime(journey.at, language)}</time>
      </button>
      <div className={style.calls}>
        {journey.calls.map((call) => (
          <button
            key={call.id}
            type="button"
            className={style.call}
            data-kind={call.kind}
            data-outcome={call.outcome}
            aria-pressed={call.id === open}
            onClick={() => onOpen(call.id)}
          >
            {label(call)}
          </button>
        ))}
      </div>
      {journey.alerts.map((alert) => (
        <p key={alert.id} className={style.alert}>
          <IconAlertTriangle size={15} stroke={1.9} /> {alert.code} {alert.message}
        </p>
      ))}
      {opened && <ExchangeDetail exchange={opened} />}
    </article>
  );
});

function label(call: Exchange): ReactNode {
  const answer = call.response ? String(call.response.status) : call.outcome === 'pending' ? '…' : '✕';
  const late = call.latencyMs === null ? '' : `${Math.round(call.latencyMs)} ms`;
  if (call.kind === 'status') {
    return (
      <>
        {call.title}
        {call.outcome === 'failed' && ` ${answer}`}
      </>
    );
  }
  const what = call.kind === 'rest' ? restName(call) : call.kind;
  return (
    <>
      {what}
      {call.attempt > 1 && ` ×${call.attempt}`} <b>{answer}</b> <i>{late}</i>
    </>
  );
}

/** `POST` for a message being sent, `GET media` for a photo being fetched. */
function restName(call: Exchange): string {
  return call.request.url.includes('/Media/') ? `${call.request.method} media` : call.request.method;
}
