import { useCallback, useSyncExternalStore } from 'react';
import { store } from './store.ts';

/** The demo's time in milliseconds: what the server said last, and what has passed since. Zero until it has spoken. */
function demoNow(): number {
  const { world, worldReadAt } = store.read();
  return world ? Date.parse(world.now) + performance.now() - worldReadAt : 0;
}

/** The demo's time in steps of `everyMs`; the part that uses it is drawn again at each step. */
export function useNow(everyMs = 1_000): number {
  const subscribe = useCallback(
    (onTick: () => void) => {
      const timer = setInterval(onTick, Math.min(everyMs, 1_000));
      const off = store.subscribe(onTick);
      return () => {
        clearInterval(timer);
        off();
      };
    },
    [everyMs],
  );
  return useSyncExternalStore(subscribe, () => Math.floor(demoNow() / everyMs) * everyMs);
}
