import { createContext, useContext } from 'react';
import type { SyncStatus } from '../../replica/status.ts';
import type { NoticeKind, SyncNotice } from './sync-notices.ts';

export type SyncTab = 'waiting' | 'refused' | 'answered';

export type SyncPanelControl = {
  /** The tab that is open; null while the panel is closed. */
  tab: SyncTab | null;
  /** Without a tab: what needs a person first. */
  open: (tab?: SyncTab) => void;
  close: () => void;
  /** The status without its flicker. */
  status: SyncStatus;
  /** Since when there is no connection; null while there is one. */
  offlineSince: string | null;
  notices: readonly SyncNotice[];
  /** Does the one thing there is to do about a notice. */
  actOn: (kind: NoticeKind) => void;
};

export const SyncPanelContext = createContext<SyncPanelControl | null>(null);

/** What is known of sync, and its panel, from anywhere in the shell; null outside it. */
export function useSyncPanel(): SyncPanelControl | null {
  return useContext(SyncPanelContext);
}
