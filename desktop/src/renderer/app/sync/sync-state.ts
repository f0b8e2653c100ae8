import type { SyncStatus } from '../../replica/status.ts';

/** The four things the pill can say, the most important first. */
export type PillState = 'refused' | 'problem' | 'offline' | 'sending' | 'receiving' | 'saved';

export function pillState(status: SyncStatus): PillState {
  if (status.refused > 0) return 'refused';
  if (status.problem) return 'problem';
  if (status.connection !== 'online') return 'offline';
  if (status.waiting > 0) return 'sending';
  return status.caughtUp ? 'saved' : 'receiving';
}
