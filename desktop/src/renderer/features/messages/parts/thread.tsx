import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { DateText } from '../../../ui/dates.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { type ThreadOf, useThread } from '../queries.ts';
import { threadItems } from '../thread-items.ts';
import { Bubble } from './bubble.tsx';
import classes from './thread.module.css';

/** So near to its end a thread follows what is said. */
const NEAR_END = 120;

/** A WhatsApp chat as both sides see it, the newest below; a thousand messages cost what is on screen. */
export function Thread({ of, found = null }: { of: ThreadOf; found?: string | null }) {
  const { t } = useTranslation();
  const { documents, pending } = useThread(of);
  const items = useMemo(() => threadItems(documents), [documents]);
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => items[index]?.key ?? index,
    estimateSize: (index) => (items[index]?.kind === 'day' ? 44 : 64),
    // Where nothing is laid out (tests, a hidden tab) the guess stands.
    measureElement: (element) => (element instanceof HTMLElement && element.offsetHeight) || 64,
    overscan: 8,
    initialRect: { width: 560, height: 640 },
    paddingEnd: 12,
  });
  const key = 'retailerId' in of ? of.retailerId : of.chatId;
  const last = items.at(-1)?.key;
  const foundAt = found === null ? -1 : items.findIndex((item) => item.key === found);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another thread begins at its end
  useEffect(() => {
    atEnd.current = true;
  }, [key]);
  useEffect(() => {
    if (foundAt !== -1) virtual.scrollToIndex(foundAt, { align: 'center' });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only when another one is searched for
  }, [foundAt, key]);
  const toEnd = () => {
    const element = scroller.current;
    if (element && foundAt === -1 && atEnd.current) element.scrollTop = element.scrollHeight;
  };
  const follow = useRef(toEnd);
  follow.current = toEnd;
  const height = virtual.getTotalSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was just said, or measured, scrolls into view
  useEffect(() => follow.current(), [last, key, height]);
  // The box below grows while somebody writes in it.
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => follow.current());
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  if (items.length === 0) return <EmptyState compact title={t('messages.empty')} />;
  return (
    <div
      ref={scroller}
      className={classes.thread}
      role="log"
      aria-label={t('messages.thread')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
      }}
    >
      <div className={classes.room} style={{ height }}>
        {virtual.getVirtualItems().map(({ index, start, key: itemKey }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <div
              key={itemKey}
              ref={virtual.measureElement}
              data-index={index}
              className={classes.item}
              style={{ transform: `translateY(${start}px)` }}
            >
              {item.kind === 'day' ? (
                <div className={classes.day}>
                  <DateText day={item.day} />
                </div>
              ) : (
                <Bubble
                  message={item.message}
                  follows={item.follows}
                  pending={pending.get(item.message.id)}
                  found={item.key === found}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
