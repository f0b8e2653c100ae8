/** The list of electronjs.org/docs/latest/tutorial/security, item by item, against the application as it starts. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { channels } from '../ipc.ts';
import * as electron from '../testing/electron.ts';
import { mayOpenOutside } from './security.ts';

const { app, BrowserWindow, contextBridge, crashReporter, ipcMain, ipcRenderer, protocol, session, shell } = electron;
const repository = join(import.meta.dirname, '../../..');

let folder: string;
const theWindow = () => {
  const [window] = BrowserWindow.made;
  if (!window) throw new Error('no window was made');
  return window;
};
const contents = () => theWindow().webContents;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'khaacho-electron-'));
  app.userData = folder;
  vi.stubEnv('KHAACHO_SERVER_ORIGIN', 'https://desk.example.com');
  vi.stubEnv('KHAACHO_UPDATE_FEED', '');
  vi.stubEnv('KHAACHO_UPDATE_PUBLIC_KEY', '');
  await import('./index.ts');
  await import('../preload/index.ts');
  await vi.waitUntil(() => BrowserWindow.made.length === 1);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Whether a navigation event is let through. */
const goes = (event: string, url: string) => {
  const preventDefault = vi.fn();
  contents().emit(event, { url, preventDefault });
  return preventDefault.mock.calls.length === 0;
};

describe('Electron’s security checklist', () => {
  it('1: loads secure content only: its own scheme, and a server by https', () => {
    expect(theWindow().loaded).toEqual(['app://khaacho/']);
  });

  it.each([
    ['2: no Node in the page', 'nodeIntegration', false],
    ['2: nor in its workers', 'nodeIntegrationInWorker', false],
    ['2: nor in its frames', 'nodeIntegrationInSubFrames', false],
    ['3: context isolation', 'contextIsolation', true],
    ['4: the sandbox', 'sandbox', true],
    ['6: web security', 'webSecurity', true],
    ['8: no insecure content', 'allowRunningInsecureContent', false],
    ['9: no experiments', 'experimentalFeatures', false],
    ['11: no webview tag', 'webviewTag', false],
    ['no developer tools in a packaged application', 'devTools', false],
  ])('%s', (_name, preference, value) => {
    expect(theWindow().options.webPreferences[preference]).toBe(value);
  });

  it('4: every process is sandboxed', () => {
    expect(app.sandboxed).toBe(true);
  });

  it.each([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'display-capture',
    'usb',
    'hid',
    'serial',
    'openExternal',
    'midi',
    'fileSystem',
    'window-management',
  ])('5: refuses %s, asked or looked up', (permission) => {
    const answered = vi.fn();
    session.defaultSession.request?.(null, permission, answered, { requestingUrl: 'app://khaacho/orders' });
    expect(answered.mock.calls).toEqual([[false]]);
    expect(session.defaultSession.check?.(null, permission, 'app://khaacho')).toBe(false);
  });

  it('5: grants lasting storage to its own page and to nobody else', () => {
    const check = session.defaultSession.check;
    expect(check?.(null, 'persistent-storage', 'app://khaacho')).toBe(true);
    expect(check?.(null, 'persistent-storage', 'https://desk.example.com')).toBe(false);
    expect(session.defaultSession.device?.()).toBe(false);
  });

  it('7: a scheme that does not bypass the policy (page.test.ts reads the policy itself)', () => {
    const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true };
    expect(protocol.schemes).toEqual([{ scheme: 'app', privileges }]);
  });

  it('10: no Blink features are switched on', () => {
    const { webPreferences } = theWindow().options;
    expect(webPreferences['enableBlinkFeatures']).toBeUndefined();
  });

  it('12: refuses a webview', () => {
    expect(goes('will-attach-webview', '')).toBe(false);
  });

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('13: %s stays on the page', (event) => {
    expect(goes(event, 'app://khaacho/orders')).toBe(true);
    for (const url of [
      'https://desk.example.com/',
      'https://evil.example/',
      'file:///etc/passwd',
      'app://other/',
      'javascript:1',
    ]) {
      expect(goes(event, url)).toBe(false);
    }
  });

  it('14: opens no window', () => {
    for (const url of ['app://khaacho/', 'https://evil.example/', 'about:blank']) {
      expect(contents().windowOpenHandler({ url })).toEqual({ action: 'deny' });
    }
  });

  it('15: hands the system a few known https addresses and nothing else', () => {
    contents().windowOpenHandler({ url: 'https://wa.me/9779800000001' });
    contents().windowOpenHandler({ url: 'https://evil.example/' });
    expect(shell.opened).toEqual(['https://wa.me/9779800000001']);
    for (const address of [
      'http://wa.me/1',
      'https://wa.me:8443/1',
      'https://wa.me.evil.example/',
      'file:///bin/sh',
      'smb://host/share',
      'nonsense',
    ]) {
      expect(mayOpenOutside(address)).toBe(false);
    }
  });

  it('16: the version of Electron is pinned', () => {
    const manifest: unknown = createRequire(import.meta.url)(join(repository, 'desktop/package.json'));
    expect(manifest).toMatchObject({ devDependencies: { electron: expect.stringMatching(/^\d+\.\d+\.\d+$/) } });
  });

  it('17: answers the top frame of its own page only', async () => {
    const handler = ipcMain.handlers.get(channels.about);
    const ask = (senderFrame: unknown) => handler?.({ senderFrame });
    expect(await ask(contents().mainFrame)).toMatchObject({
      version: '1.2.3',
      serverOrigin: 'https://desk.example.com',
    });
    for (const frame of [null, { url: 'app://khaacho/' }, { url: 'https://evil.example/' }]) {
      expect(() => ask(frame)).toThrow('FORBIDDEN');
    }
    contents().mainFrame.url = 'https://evil.example/';
    expect(() => ask(contents().mainFrame)).toThrow('FORBIDDEN');
    contents().mainFrame.url = 'app://khaacho/';
  });

  it('18: no file: address, a scheme of its own', () => {
    expect(protocol.handlers.has('app')).toBe(true);
    expect(theWindow().loaded.every((address) => address.startsWith('app://'))).toBe(true);
  });

  it.each([
    ['runAsNode', false],
    ['enableCookieEncryption', true],
    ['enableNodeOptionsEnvironmentVariable', false],
    ['enableNodeCliInspectArguments', false],
    ['enableEmbeddedAsarIntegrityValidation', true],
    ['onlyLoadAppFromAsar', true],
    ['grantFileProtocolExtraPrivileges', false],
  ])('19: the fuse %s is %s', (fuse, value) => {
    // That the fuses reach the binary is checked by npm run package.
    expect(readFileSync(join(repository, 'electron-builder.yml'), 'utf8')).toContain(`\n  ${fuse}: ${value}\n`);
  });

  it('20: the page gets named questions, not ipcRenderer', async () => {
    const api = contextBridge.exposed['khaacho'];
    expect(Object.keys(contextBridge.exposed)).toEqual(['khaacho']);
    expect(JSON.stringify(Object.keys(Object(api)))).not.toMatch(/ipc|send|invoke|on"/i);
    const listener = vi.fn();
    const { onUpdate } = Object(api);
    const stop = onUpdate(listener);
    ipcRenderer.emit(channels.updateState, { sender: 'a way back' }, { kind: 'current' });
    expect(listener.mock.calls).toEqual([[{ kind: 'current' }]]);
    stop();
    ipcRenderer.emit(channels.updateState, {}, { kind: 'off' });
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('keeps crash dumps on this machine', () => {
    expect(crashReporter.started).toEqual({ uploadToServer: false });
  });
});

describe('one instance', () => {
  it('shows the window when a second one is started', () => {
    const window = theWindow();
    window.minimized = true;
    app.emit('second-instance');
    expect(window.calls.slice(-3)).toEqual(['restore', 'show', 'focus']);
  });

  it('quits where another one runs', async () => {
    vi.resetModules();
    app.hasLock = false;
    const made = BrowserWindow.made.length;
    const quits = app.quits;
    // A fresh copy of the application over the same fake system.
    vi.doMock('electron', () => electron);
    await import('./index.ts');
    expect(app.quits).toBe(quits + 1);
    expect(BrowserWindow.made).toHaveLength(made);
    app.hasLock = true;
  });
});
