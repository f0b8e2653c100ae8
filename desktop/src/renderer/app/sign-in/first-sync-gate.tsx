import type { ReactNode } from 'react';
import { useState } from 'react';
import { FirstSync } from './first-sync.tsx';

/** The first sync, until it is done or the person wants to start with what has come. */
export function FirstSyncGate({ children }: { children: ReactNode }) {
  const [started, setStarted] = useState(false);
  return started ? children : <FirstSync onStart={() => setStarted(true)} />;
}
