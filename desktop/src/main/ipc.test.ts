import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { channels } from '../ipc.ts';
import { app, BrowserWindow, dialog, ipcMain, safeStorage, shell } from '../testing/electron.ts';
import { argumentsOf } from './arguments.ts';

let folder: string;
let contents: BrowserWindow['webContents'];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'khaacho-ipc-'));
  app.userData = folder;
  vi.stubEnv('KHAACHO_SERVER_ORIGIN', 'http://127.0.0.1:3000');
  vi.stubEnv('KHAACHO_UPDATE_FEED', '');
  vi.stubEnv('KHAACHO_UPDATE_PUBLIC_KEY', '');
  vi.resetModules();
  const fake = { app, BrowserWindow, dialog, ipcMain, safeStorage, shell };
  vi.doMock('electron', async () => ({ ...(await import('../testing/electron.ts')), ...fake }));
  const made = BrowserWindow.made.length;
  await import('./index.ts');
  await vi.waitUntil(() => BrowserWindow.made.length === made + 1);

  const window = BrowserWindow.made.at(-1);
  if (!window) throw new Error('no window was made');
  contents = window.webContents;
});
afterEach(() => {
  vi.unstubAllEnvs();
  app.removeAllListeners();
  dialog.asked = [];
  dialog.filePath = undefined;
  rmSync(folder, { recursive: true });
});

const ask = async (channel: string, ...given: unknown[]) =>
  ipcMain.handlers.get(channel)?.({ senderFrame: contents.mainFrame }, ...given);

describe('the doors from the page', () => {
  it('are all there, and no other', () => {
    const asked = Object.values(channels).filter((channel) => channel !== channels.updateState);
    expect([...ipcMain.handlers.keys()].sort()).toEqual([...asked].sort());
    expect(Object.keys(argumentsOf).sort()).toEqual([...asked].sort());
  });

  it.each([
    [channels.about, ['extra']],
    [channels.replicaKey, [{}]],
    [channels.setServerOrigin, []],
    [channels.setServerOrigin, ['not an address']],
    [channels.setServerOrigin, ['file:///etc/passwd']],
    [channels.setServerOrigin, ['http://desk.example.com']],
    [channels.setServerOrigin, [{ toString: () => 'https://evil.example' }]],
    [channels.keepSessionToken, ['']],
    [channels.keepSessionToken, ['x'.repeat(5000)]],
    [channels.keepSessionToken, [42]],
    [channels.savePdf, [{}]],
    [channels.savePdf, [{ name: 'x'.repeat(200) }]],
    [channels.savePdf, [{ name: 'invoice', landscape: 'yes' }]],
  ])('%s refuses %j', async (channel, given) => {
    await expect(ask(channel, ...given)).rejects.toThrow('VALIDATION_FAILED');
    expect(dialog.asked).toEqual([]);
  });

  it('give the replica’s key and keep the session', async () => {
    const key = await ask(channels.replicaKey);
    expect(key).toBeInstanceOf(Uint8Array);
    expect(await ask(channels.replicaKey)).toEqual(key);
    await ask(channels.keepSessionToken, 'refresh-token');
    expect(await ask(channels.readSessionToken)).toBe('refresh-token');
    await ask(channels.forgetSessionToken);
    expect(await ask(channels.readSessionToken)).toBeNull();
  });

  it('change the server only where the person agrees', async () => {
    dialog.response = 1;
    expect(await ask(channels.setServerOrigin, 'https://desk.example.com/x')).toEqual({ changed: false });
    expect(dialog.asked[0]?.message).toBe('Work with the server https://desk.example.com?');
    dialog.response = 0;
    expect(await ask(channels.setServerOrigin, 'https://desk.example.com')).toEqual({ changed: true });
    expect(contents.reloads).toBe(1);
    expect(await ask(channels.about)).toMatchObject({ serverOrigin: 'https://desk.example.com' });
    expect(await ask(channels.setServerOrigin, 'https://desk.example.com')).toEqual({ changed: false });
    expect(dialog.asked).toHaveLength(2);
  });

  it('save the page as PDF where the person says, under a name without a place in it', async () => {
    expect(await ask(channels.savePdf, { name: '../../बीजक 12' })).toEqual({ saved: false });
    expect(dialog.savedAs.at(-1)?.defaultPath).toBe('-..-बीजक 12.pdf');
    dialog.filePath = join(folder, 'invoice.pdf');
    expect(await ask(channels.savePdf, { name: 'invoice', landscape: true })).toEqual({ saved: true });
    expect(readFileSync(join(folder, 'invoice.pdf'), 'utf8')).toBe('%PDF landscape=true');
    expect(await ask(channels.print)).toEqual({ printed: true });
  });

  it('write a report without secrets', async () => {
    await ask(channels.keepSessionToken, 'refresh-token');
    contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    await ask(channels.openDiagnostics);
    const file = join(folder, 'diagnostics.txt');
    expect(shell.shown.at(-1)).toBe(file);
    const report = readFileSync(file, 'utf8');
    expect(report).toContain('version: 1.2.3');
    expect(report).toContain('page ended: crashed (5)');
    expect(report).not.toContain('refresh-token');
  });

  it('say that a build without a feed looks for no updates', async () => {
    expect(await ask(channels.checkForUpdate)).toEqual({ kind: 'off' });
    await expect(ask(channels.installUpdate)).rejects.toThrow('NO_UPDATE_READY');
    expect(existsSync(join(folder, 'updates'))).toBe(false);
  });
});
