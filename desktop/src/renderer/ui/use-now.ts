import { useMemo, useSyncExternalStore } from 'react';

type Ticker = { now: Date; listeners: Set<() => void>; timer: ReturnType<typeof setInterval> | null };
const tickers = new Map<number, Ticker>();

function tickerOf(milliseconds: number): Ticker {
  const known = tickers.get(milliseconds);
  if (known) return known;
  const made: Ticker = { now: new Date(), listeners: new Set(), timer: null };
  tickers.set(milliseconds, made);
  return made;
}

function subscribe(ticker: Ticker, milliseconds: number, listener: () => void): () => void {
  ticker.listeners.add(listener);
  ticker.timer ??= setInterval(() => {
    ticker.now = new Date();
    for (const told of [...ticker.listeners]) told();
  }, milliseconds);
  return () => {
    ticker.listeners.delete(listener);
    if (ticker.listeners.size > 0 || !ticker.timer) return;
    clearInterval(ticker.timer);
    ticker.timer = null;
  };
}

/**
 * The time as a screen shows it: one clock per rhythm for the whole page, so that a hundred rows tick together.
 * `milliseconds` between ticks; a minute unless something counts seconds.
 */
export function useNow(milliseconds = 30_000): Date {
  const ticker = useMemo(() => tickerOf(milliseconds), [milliseconds]);
  return useSyncExternalStore(
    useMemo(() => (listener: () => void) => subscribe(ticker, milliseconds, listener), [ticker, milliseconds]),
    () => {
      // A clock nobody has listened to for a while stands still: wind it before it is read.
      if (ticker.listeners.size === 0 && Date.now() - ticker.now.getTime() > milliseconds) ticker.now = new Date();
      return ticker.now;
    },
  );
}
