import { createContext, useContext } from 'react';

export type SyncPanelControl = {
  opened: boolean;
  open: () => void;
  close: () => void;
  /** Since when there is no connection; null while there is one. */
  offlineSince: string | null;
};

export const SyncPanelContext = createContext<SyncPanelControl>({
  opened: false,
  open: () => {},
  close: () => {},
  offlineSince: null,
});

/** Opens the sync panel from anywhere in the shell. */
export function useSyncPanel(): SyncPanelControl {
  return useContext(SyncPanelContext);
}
