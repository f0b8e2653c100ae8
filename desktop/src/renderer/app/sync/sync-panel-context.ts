import { createContext, useContext } from 'react';

export type SyncPanelControl = { opened: boolean; open: () => void; close: () => void };

export const SyncPanelContext = createContext<SyncPanelControl>({ opened: false, open: () => {}, close: () => {} });

/** Opens the sync panel from anywhere in the shell. */
export function useSyncPanel(): SyncPanelControl {
  return useContext(SyncPanelContext);
}
