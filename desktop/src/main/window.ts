/** The one window: how it is made, and how it comes back when its page dies. */
import { BrowserWindow, dialog } from 'electron';
import { guardedPreferences } from './security.ts';

/** A page that dies three times in a minute will die a fourth time: then a person is asked. */
const RELOADS = 3;
const RELOADS_WITHIN_MS = 60_000;

export type WindowOptions = {
  address: string;
  preload: string;
  devTools: boolean;
  now(): number;
  /** One line for the diagnostics report. */
  note(line: string): void;
};

export function createMainWindow(options: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1320,
    height: 860,
    minWidth: 720,
    minHeight: 520,
    show: false,
    title: 'Khaacho',
    autoHideMenuBar: true,
    webPreferences: guardedPreferences(options.preload, options.devTools),
  });
  window.once('ready-to-show', () => window.show());
  keepAlive(window, options);
  void window.loadURL(options.address);
  return window;
}

function keepAlive(window: BrowserWindow, { address, now, note }: WindowOptions): void {
  let reloads: number[] = [];
  const open = () => void window.loadURL(address);

  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    note(`page ended: ${reason} (${exitCode})`);
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    reloads = reloads.filter((time) => now() - time < RELOADS_WITHIN_MS);
    if (reloads.length < RELOADS) {
      reloads.push(now());
      open();
      return;
    }
    reloads = [];
    void askWhatNow(window, open);
  });

  window.on('unresponsive', () => {
    note('page unresponsive');
    void askToReload(window, () => window.webContents.reload());
  });
}

async function askWhatNow(window: BrowserWindow, open: () => void): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'Khaacho stopped several times.',
    detail: 'Nothing that was entered is lost: it is kept on this computer.',
    buttons: ['Try again', 'Close'],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) open();
  else window.close();
}

async function askToReload(window: BrowserWindow, reload: () => void): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'Khaacho does not answer.',
    buttons: ['Wait', 'Load again'],
    defaultId: 0,
    cancelId: 0,
  });
  if (response === 1) reload();
}
