import { useEffect, useRef, useState } from 'react';
import { useSession, useSyncStatus } from '../../replica/hooks.tsx';
import type { SyncStatus } from '../../replica/status.ts';
import { useNow } from '../../ui/use-now.ts';
import { lastOnline, rememberOnline } from './last-online.ts';

export type Line = {
  /** The status as a person should see it: a line that is renewed within seconds was never away. */
  status: SyncStatus;
  /** Since when there is no connection, also over reloads; null while there is one. */
  offlineSince: string | null;
};

/** A renewed token or a short gap closes and opens the line; it is called offline only where it stays closed so long. */
const GRACE_MS = 5_000;

/** The line to the server without its flicker. */
export function useLine(): Line {
  const status = useSyncStatus();
  const { current } = useSession();
  const now = useNow();
  const online = status.connection === 'online';
  const inGrace = useGrace(online);
  const atStart = useRef(lastOnline());
  const hasBeenOnline = useRef(false);
  if (online) hasBeenOnline.current = true;
  // biome-ignore lint/correctness/useExhaustiveDependencies: written again with every tick of the clock
  useEffect(() => {
    if (online) rememberOnline(new Date());
  }, [online, now]);

  // A session that is being renewed is no trouble of anybody's; one that has ended is.
  const renewing =
    status.problem?.code === 'SIGN_IN_AGAIN' && !(current.kind === 'signed-in' && current.needsSignIn === true);
  const problem = renewing ? null : status.problem;
  if (online || inGrace) {
    return { status: { ...status, problem, connection: 'online' }, offlineSince: null };
  }
  const offlineSince = hasBeenOnline.current ? status.since : (atStart.current ?? status.since);
  return { status: { ...status, problem }, offlineSince };
}

/** True for a few seconds after the line has closed, unless the computer itself says that it has no network. */
function useGrace(online: boolean): boolean {
  const [grace, setGrace] = useState(false);
  useEffect(() => {
    if (!online) return;
    setGrace(true);
    return () => {
      if (!navigator.onLine) setGrace(false);
    };
  }, [online]);
  useEffect(() => {
    if (online || !grace) return;
    const end = () => setGrace(false);
    const timer = setTimeout(end, GRACE_MS);
    window.addEventListener('offline', end);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('offline', end);
    };
  }, [online, grace]);
  return grace && !online;
}
