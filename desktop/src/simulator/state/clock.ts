import { useEffect, useState } from 'react';
import { useModel } from './store.ts';

/** The demo's time in milliseconds, looked at every `everyMs`. Zero until the first answer. */
export function useNow(everyMs = 1_000): number {
  const world = useModel((model) => model.world);
  const readAt = useModel((model) => model.worldReadAt);
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return world ? Date.parse(world.now) + performance.now() - readAt : 0;
}
