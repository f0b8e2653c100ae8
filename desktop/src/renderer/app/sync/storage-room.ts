import { useCallback, useEffect, useState } from 'react';

/** Below this a day's work may no longer fit: a first sync takes tens of megabytes, a day's photos as much. */
const LOW_BYTES = 100_000_000;
/** Room changes slowly; asking is cheap but not free. */
const EVERY_MS = 5 * 60_000;

/** Bytes left for this app where that is little; null where there is enough or the browser does not say. */
export function useLowRoom(): { freeBytes: number | null; again: () => void } {
  const [freeBytes, setFreeBytes] = useState<number | null>(null);
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` asks again
  useEffect(() => {
    let left = false;
    const look = async () => {
      const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
      if (left || quota === undefined || usage === undefined) return;
      const free = Math.max(0, quota - usage);
      setFreeBytes(free < LOW_BYTES ? free : null);
    };
    const run = () => void look().catch(() => undefined);
    run();
    const timer = setInterval(run, EVERY_MS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, [asked]);
  return { freeBytes, again: useCallback(() => setAsked((before) => before + 1), []) };
}
