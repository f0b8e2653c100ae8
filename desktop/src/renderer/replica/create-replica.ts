import { project } from '@khaacho/shared/sync/projections.ts';
import type { DesktopApi } from '../../ipc.ts';
import { authClient } from './auth-client.ts';
import { browserHost } from './host.ts';
import { openInstallation } from './installation.ts';
import { faceOf, TabReplica } from './replica.ts';
import type { Replica } from './replica-api.ts';
import { socketTransport } from './socket-transport.ts';
import { TAB_CHANNEL } from './tab-lock.ts';
import type { MasterKey } from './vault.ts';

export type ReplicaOptions = {
  /** Origin of the server, e.g. `https://desk.example.com`; empty is the page's own. */
  origin?: string;
  /** In Electron: 32 bytes from the system's key store. Absent in a browser. */
  masterKey?: MasterKey | null;
};

/** The replica for wherever the page runs: `window.khaacho` in Electron, nothing in a browser. */
export async function openReplica(desktop: Pick<DesktopApi, 'about' | 'replicaKey'> | undefined): Promise<Replica> {
  if (!desktop) return createReplica();
  const { serverOrigin } = await desktop.about();
  return createReplica({ origin: serverOrigin, masterKey: () => desktop.replicaKey() });
}

/** The replica of this tab with the browser's real parts. Call `start()` once; hand it to `<ReplicaProvider>`. */
export function createReplica({ origin = '', masterKey = null }: ReplicaOptions = {}): Replica {
  const host = browserHost;
  const replica = new TabReplica({
    host,
    auth: authClient({ origin, newId: host.newId, fetch: (...request) => fetch(...request) }),
    openInstallation: () => openInstallation(masterKey, host.newId),
    transport: (deviceId) => socketTransport({ origin, deviceId }),
    tabs: { locks: navigator.locks, channel: new BroadcastChannel(TAB_CHANNEL) },
    project: (read, command, actor) => project(read, command, actor, new Date(command.issuedAt)),
  });
  const face = faceOf(replica);
  const wake = () => replica.desk?.connection.retryNow();
  const whenVisible = () => {
    if (document.visibilityState === 'visible') wake();
  };
  return {
    ...face,
    async start() {
      if (!isSecureContext) {
        return replica.fail('INSECURE_CONTEXT', 'This page must be opened over https, or on this computer itself.');
      }
      window.addEventListener('online', wake);
      document.addEventListener('visibilitychange', whenVisible);
      // Without it a full disk may take the replica away unasked; where it is denied, that is how it stays.
      void navigator.storage?.persist?.().catch(() => false);
      await face.start();
    },
    async stop() {
      window.removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', whenVisible);
      await face.stop();
    },
  };
}
