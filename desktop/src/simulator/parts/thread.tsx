import { IconChevronDown } from '@tabler/icons-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useNow } from '../state/clock.ts';
import type { Contact, Message } from '../state/model.ts';
import { dayLabel, dayOf } from '../text/format.ts';
import { useWords } from '../text/language.ts';
import { isShown, isUndelivered } from '../text/visible.ts';
import { Bubble } from './bubble.tsx';
import type { Panel } from './composer.tsx';
import { SystemNote } from './system-note.tsx';
import style from './thread.module.css';
import { Welcome } from './welcome.tsx';

interface Props {
  contact: Contact;
  messages: Message[];
  isLoaded: boolean;
  onReply: (message: Message) => void;
  onPanel: (panel: Panel) => void;
}

// Closer to the end than this counts as reading the end: new messages then scroll into view.
const NEAR_PX = 80;

export function Thread({ contact, messages, isLoaded, onReply, onPanel }: Props) {
  const { t, language } = useWords();
  const now = useNow(30_000);
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [below, setBelow] = useState(0);
  const shown = messages.filter((message) => isShown(message) || isUndelivered(message));
  const count = shown.length;
  const last = shown.at(-1);
  const lastIsMine = last?.mine === true;
  const before = useRef(0);

  useLayoutEffect(() => {
    const added = count - before.current;
    before.current = count;
    const element = box.current;
    if (!element || added === 0) return;
    if (atEnd.current || lastIsMine) {
      element.scrollTop = element.scrollHeight;
      setBelow(0);
    } else if (added > 0) setBelow((waiting) => waiting + added);
  }, [count, lastIsMine]);

  // Photos grow when they have loaded: whoever reads the end stays there.
  useEffect(() => {
    const element = box.current;
    const content = element?.firstElementChild;
    if (!element || !content) return;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(content);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    if (atEnd.current) setBelow(0);
  };
  const toEnd = () => box.current?.scrollTo({ top: box.current.scrollHeight, behavior: 'smooth' });
  const toMessage = (sid: string) => {
    const element = box.current?.querySelector(`[data-sid="${CSS.escape(sid)}"]`);
    element?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    element?.animate([{ filter: 'brightness(0.82)' }, { filter: 'none' }], 900);
  };
  const tapped = new Map(
    shown.flatMap((message) =>
      message.payload && message.quote ? [[message.quote.sid, message.payload] as const] : [],
    ),
  );

  return (
    <div className={style.frame}>
      <div
        className={style.scroll}
        ref={box}
        onScroll={onScroll}
        tabIndex={-1}
        role="log"
        aria-label={contact.name ?? contact.phone}
      >
        <div>
          {isLoaded && count === 0 && <Welcome contact={contact} />}
          {shown.map((message, index) => {
            const previous = shown[index - 1];
            const isNewDay = !previous || dayOf(previous.at) !== dayOf(message.at);
            const follows =
              !isNewDay && previous?.mine === message.mine && isShown(previous) && previous.channel === message.channel;
            return (
              <div key={message.sid} className={style.item}>
                {isNewDay && (
                  <div className={style.day}>
                    {dayLabel(message.at, now, language, { today: t('today'), yesterday: t('yesterday') })}
                  </div>
                )}
                {isShown(message) ? (
                  <Bubble
                    message={message}
                    follows={follows}
                    tapped={tapped.get(message.sid) ?? null}
                    onReply={() => onReply(message)}
                    onQuote={toMessage}
                    onPanel={onPanel}
                  />
                ) : (
                  <SystemNote message={message} />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {below > 0 && (
        <button type="button" className={style.toEnd} onClick={toEnd} aria-label={t('toBottom')}>
          {t('newBelow', { count: String(below) })} <IconChevronDown size={16} />
        </button>
      )}
    </div>
  );
}
