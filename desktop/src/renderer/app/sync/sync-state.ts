import type { SyncStatus } from '../../replica/status.ts';

/** The things the pill can say, the most important first. */
export type PillState = 'refused' | 'problem' | 'connecting' | 'offline' | 'sending' | 'receiving' | 'saved';

/** The first try after a start is not yet being offline. */
const FIRST_TRY_MS = 5000;

export function pillState(status: SyncStatus, offlineSince: string | null, now: Date): PillState {
  if (status.refused > 0) return 'refused';
  if (status.problem) return 'problem';
  if (status.connection !== 'online') {
    const fresh = now.getTime() - Date.parse(offlineSince ?? status.since) < FIRST_TRY_MS;
    return status.connection === 'connecting' && fresh ? 'connecting' : 'offline';
  }
  if (status.waiting > 0) return 'sending';
  return status.caughtUp ? 'saved' : 'receiving';
}
