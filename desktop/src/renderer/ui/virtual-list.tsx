import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { cursorAfter } from './table-order.ts';
import classes from './virtual-list.module.css';

type Props<Item> = {
  label: string;
  items: readonly Item[];
  itemId: (item: Item) => string;
  itemTestId?: (item: Item) => string;
  /** A good guess of the height in pixels; each item is measured once it is drawn. */
  estimate: number;
  render: (item: Item, current: boolean) => ReactNode;
  /** A key pressed while an item has the focus: answers whether it was one of its own. */
  onKey?: (event: KeyboardEvent, item: Item) => boolean;
  /** Shown instead of items where there are none. */
  empty: ReactNode;
};

/** Items of different heights, thousands of them if need be: only those on screen are in the page, arrows walk them. */
export function VirtualList<Item>({ label, items, itemId, itemTestId, estimate, render, onKey, empty }: Props<Item>) {
  const scroller = useRef<HTMLUListElement>(null);
  const [cursorId, setCursorId] = useState<string | null>(null);
  const [walked, setWalked] = useState(0);
  const found = items.findIndex((item) => itemId(item) === cursorId);
  const cursor = found === -1 ? 0 : found;
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => itemIdAt(items, index, itemId),
    estimateSize: () => estimate,
    // Where nothing is laid out (tests, a hidden tab) the guess stands.
    measureElement: (element) => (element instanceof HTMLElement && element.offsetHeight) || estimate,
    overscan: 8,
    initialRect: { width: 480, height: 640 },
  });

  // The arrow has led to an item that may only just have been drawn.
  useEffect(() => {
    if (walked > 0) scroller.current?.querySelector<HTMLElement>('[data-current=true]')?.focus({ preventScroll: true });
  }, [walked]);

  const onKeyDown = (event: KeyboardEvent) => {
    const onItem = event.target instanceof HTMLElement && event.target.matches('[data-current]');
    const current = items[cursor];
    if (!onItem || !current || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / estimate) - 1);
    const next = cursorAfter(event.key, cursor, items.length, page);
    const item = next === null ? undefined : items[next];
    if (next !== null && item) {
      event.preventDefault();
      setCursorId(itemId(item));
      virtual.scrollToIndex(next);
      setWalked((before) => before + 1);
    } else if (onKey?.(event, current)) event.preventDefault();
  };

  if (items.length === 0) return <div className={classes.empty}>{empty}</div>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: the keys of its items come together here
    <ul ref={scroller} className={classes.list} aria-label={label} onKeyDown={onKeyDown}>
      <li aria-hidden className={classes.room} style={{ height: virtual.getTotalSize() }} />
      {virtual.getVirtualItems().map(({ index, start, key }) => {
        const item = items[index];
        if (item === undefined) return null;
        return (
          <li
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            data-current={index === cursor}
            data-testid={itemTestId?.(item)}
            className={classes.item}
            style={{ transform: `translateY(${start}px)` }}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows walk the items, each is reached by key
            tabIndex={index === cursor ? 0 : -1}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            onFocus={() => setCursorId(itemId(item))}
          >
            {render(item, index === cursor)}
          </li>
        );
      })}
    </ul>
  );
}

function itemIdAt<Item>(items: readonly Item[], index: number, itemId: (item: Item) => string): string | number {
  const item = items[index];
  return item === undefined ? index : itemId(item);
}
