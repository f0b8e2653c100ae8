/** The doors from the page into this process: who asks is checked, what is asked is parsed, then one call. */
import { writeFile } from 'node:fs/promises';
import { type App, type BrowserWindow, dialog, type IpcMainInvokeEvent, ipcMain, shell } from 'electron';
import type { z } from 'zod';
import { type About, channels } from '../ipc.ts';
import { type AskChannel, argumentsOf } from './arguments.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { Secrets } from './secrets.ts';
import { originOf } from './security.ts';
import { type Settings, serverOriginOf } from './settings.ts';
import type { Updates } from './updates.ts';

export type Deps = {
  app: Pick<App, 'getVersion'>;
  window: BrowserWindow;
  pageOrigin: string;
  secrets: Secrets;
  settings: Settings;
  diagnostics: Diagnostics;
  updates: Updates;
};

type Handlers = {
  [C in AskChannel]: (...given: z.output<(typeof argumentsOf)[C]>) => unknown;
};

/** Answers the page's questions; call once. */
export function answerPage(deps: Deps): void {
  const handlers = handlersOf(deps);
  const answer = <C extends AskChannel>(channel: C) => {
    ipcMain.handle(channel, (event, ...given: unknown[]) => {
      if (!isFromPage(event, deps)) throw new Error('FORBIDDEN');
      const parsed = argumentsOf[channel].safeParse(given);
      // The words of the parser would only help whoever is trying things out.
      if (!parsed.success) throw new Error('VALIDATION_FAILED');
      const handle: (...given: never[]) => unknown = handlers[channel];
      return Reflect.apply(handle, undefined, parsed.data);
    });
  };
  for (const channel of Object.keys(argumentsOf).filter(isChannel)) answer(channel);
}

function isChannel(name: string): name is AskChannel {
  return name in argumentsOf;
}

/** The top frame of our window, showing our own page: not a frame in it, not another page in its place. */
function isFromPage(event: IpcMainInvokeEvent, { window, pageOrigin }: Deps): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === window.webContents.mainFrame && originOf(frame.url) === pageOrigin;
}

function handlersOf(deps: Deps): Handlers {
  const { secrets, diagnostics, updates } = deps;
  return {
    [channels.about]: () => about(deps),
    [channels.setServerOrigin]: (address) => setServerOrigin(address, deps),
    [channels.replicaKey]: () => secrets.replicaKey(),
    [channels.readSessionToken]: () => secrets.sessionToken(),
    [channels.keepSessionToken]: (token) => secrets.keepSessionToken(token),
    [channels.forgetSessionToken]: () => secrets.forgetSessionToken(),
    [channels.savePdf]: (options) => savePdf(options, deps),
    [channels.print]: () => print(deps),
    [channels.openDiagnostics]: async () => shell.showItemInFolder(await diagnostics.write({ ...about(deps) })),
    [channels.checkForUpdate]: () => updates.check(),
    [channels.installUpdate]: () => updates.install(),
  };
}

function about({ app, settings, secrets }: Deps): About {
  return {
    version: app.getVersion(),
    platform: `${process.platform}-${process.arch}`,
    electron: process.versions['electron'] ?? '',
    chrome: process.versions['chrome'] ?? '',
    serverOrigin: settings.serverOrigin(),
    keyStore: secrets.keyStore(),
  };
}

/** A page that was taken over must not be able to send a desk to another server: the person is asked by the system. */
async function setServerOrigin(address: string, { window, settings }: Deps): Promise<{ changed: boolean }> {
  const origin = serverOriginOf(address);
  if (origin === null) throw new Error('VALIDATION_FAILED');
  if (origin === settings.serverOrigin()) return { changed: false };
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Work with the server ${origin}?`,
    detail: `Until now this desk works with ${settings.serverOrigin()}.`,
    buttons: ['Change', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
  if (response !== 0) return { changed: false };
  await settings.setServerOrigin(origin);
  window.webContents.reload();
  return { changed: true };
}

async function savePdf(options: { name: string; landscape: boolean }, { window }: Deps): Promise<{ saved: boolean }> {
  // The name comes from the page: it may suggest a file name and no place.
  const name = `${options.name.replaceAll(/[^\p{L}\p{M}\p{N}._ -]/gu, '-').replace(/^\.+/, '')}.pdf`;
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: name,
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  });
  if (canceled || !filePath) return { saved: false };
  const pdf = await window.webContents.printToPDF({
    pageSize: 'A4',
    landscape: options.landscape,
    printBackground: true,
    preferCSSPageSize: true,
  });
  await writeFile(filePath, pdf);
  return { saved: true };
}

function print({ window }: Deps): Promise<{ printed: boolean }> {
  return new Promise((resolve) => window.webContents.print({}, (printed) => resolve({ printed })));
}
