import { useCallback, useEffect, useState } from 'react';
import { z } from 'zod';
import { useSyncStatus } from '../../replica/hooks.tsx';

const KEY = 'khaacho.restored';
const restoredSchema = z.object({ at: z.string(), handedBack: z.number().int(), seen: z.boolean() });
type Restored = z.infer<typeof restoredSchema>;

function load(): Restored | null {
  try {
    return restoredSchema.safeParse(JSON.parse(localStorage.getItem(KEY) ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

function keep(restored: Restored): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(restored));
  } catch {
    // Shown until the page is left, then.
  }
}

/** That the server was set back, and what was given to it again: told until a person has read it, also over reloads. */
export function useRestored(): { handedBack: number | null; understood: () => void } {
  const { restored } = useSyncStatus();
  const [kept, setKept] = useState<Restored | null>(load);
  useEffect(() => {
    if (!restored) return;
    setKept((before) => {
      // Counted up while it is handed back; the same event read before is not told again.
      const seen = before?.at === restored.at && before.seen && before.handedBack === restored.handedBack;
      const next = { ...restored, seen };
      keep(next);
      return next;
    });
  }, [restored]);
  return {
    handedBack: kept && !kept.seen ? kept.handedBack : null,
    understood: useCallback(() => {
      setKept((before) => {
        const next = before && { ...before, seen: true };
        if (next) keep(next);
        return next;
      });
    }, []),
  };
}
