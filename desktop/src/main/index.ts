/** The Electron process: locks first, then one window on our own page. */
import { join } from 'node:path';
import { app, type BrowserWindow, crashReporter, net, protocol, safeStorage, session, shell } from 'electron';
import { channels } from '../ipc.ts';
import { openDiagnostics } from './diagnostics.ts';
import { launchInstaller } from './install.ts';
import { answerPage } from './ipc.ts';
import { PAGE_ORIGIN, PAGE_SCHEME, pageHandler } from './page.ts';
import { openSecrets } from './secrets.ts';
import { guardContents, guardSession } from './security.ts';
import { openSettings } from './settings.ts';
import { Updates } from './updates.ts';
import { createMainWindow } from './window.ts';

/** Right after the start, when the desk has settled, and then a few times a day. */
const FIRST_UPDATE_CHECK_MS = 60_000;
const UPDATE_CHECK_MS = 6 * 3_600_000;

const out = join(import.meta.dirname, '..');
let window: BrowserWindow | null = null;

function showWindow(): void {
  if (!window || window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

async function start(): Promise<void> {
  const folder = app.getPath('userData');
  const now = () => new Date();
  const settings = await openSettings(folder, import.meta.env.KHAACHO_SERVER_ORIGIN);
  const secrets = openSecrets(folder, safeStorage, process.platform);
  const diagnostics = openDiagnostics(folder, now);

  guardSession(session.defaultSession, PAGE_ORIGIN);
  protocol.handle(
    PAGE_SCHEME,
    pageHandler({
      folder: join(out, 'renderer'),
      serverOrigin: settings.serverOrigin,
      fetchServer: (url, init) => net.fetch(url, init),
    }),
  );
  app.on('child-process-gone', (_event, { type, reason }) => diagnostics.note(`${type} ended: ${reason}`));

  window = createMainWindow({
    address: `${PAGE_ORIGIN}/`,
    preload: join(out, 'preload', 'index.cjs'),
    devTools: !app.isPackaged,
    now: () => now().getTime(),
    note: diagnostics.note,
  });
  const updates = new Updates({
    feed: import.meta.env.KHAACHO_UPDATE_FEED,
    publicKey: import.meta.env.KHAACHO_UPDATE_PUBLIC_KEY,
    version: app.getVersion(),
    target: `${process.platform}-${process.arch}`,
    folder,
    fetch: (url) => net.fetch(url, { credentials: 'omit' }),
    changed: (state) => window?.webContents.send(channels.updateState, state),
    launch: (file) => launchInstaller(app, file),
  });
  answerPage({ app, window, pageOrigin: PAGE_ORIGIN, secrets, settings, diagnostics, updates });
  setTimeout(() => void updates.check(), FIRST_UPDATE_CHECK_MS).unref();
  setInterval(() => void updates.check(), UPDATE_CHECK_MS).unref();
}

// Two processes on one replica would overwrite each other: the second one only shows the first.
if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    {
      scheme: PAGE_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
  // Dumps stay on this machine: they may hold what was on the screen.
  crashReporter.start({ uploadToServer: false });
  guardContents(app, { pageOrigin: PAGE_ORIGIN, openOutside: (address) => void shell.openExternal(address) });
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  // One window: without it there is nothing to come back to, on macOS too.
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(start);
} else {
  app.quit();
}
