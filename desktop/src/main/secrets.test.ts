import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { safeStorage } from '../testing/electron.ts';
import { openSecrets } from './secrets.ts';
import { openSettings, serverOriginOf } from './settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'khaacho-secrets-'));
  safeStorage.available = true;
  safeStorage.backend = 'gnome_libsecret';
});
afterEach(() => rmSync(folder, { recursive: true }));
const open = (platform: NodeJS.Platform = 'linux') => openSecrets(folder, safeStorage, platform);

describe('secrets', () => {
  it('makes the replica’s key once, 32 bytes, sealed on disk, for the owner only', async () => {
    const secrets = open();
    const [first, second] = await Promise.all([secrets.replicaKey(), secrets.replicaKey()]);
    expect(first.byteLength).toBe(32);
    expect(second).toEqual(first);
    expect(await open().replicaKey()).toEqual(first);
    const onDisk = readFileSync(join(folder, 'replica-key'), 'utf8');
    expect(onDisk).not.toContain(Buffer.from(first).toString('base64'));
    expect(statSync(join(folder, 'replica-key')).mode & 0o777).toBe(0o600);
  });

  it('never replaces a key that does not open any more', async () => {
    writeFileSync(join(folder, 'replica-key'), 'written by another user');
    await expect(open().replicaKey()).rejects.toThrow('REPLICA_KEY_UNREADABLE');
    expect(readFileSync(join(folder, 'replica-key'), 'utf8')).toBe('written by another user');
  });

  it('keeps, reads and forgets the session token; one that does not open is none', async () => {
    const secrets = open();
    expect(await secrets.sessionToken()).toBeNull();
    await secrets.keepSessionToken('refresh-token');
    expect(await open().sessionToken()).toBe('refresh-token');
    expect(readFileSync(join(folder, 'session-token'), 'utf8')).not.toContain('refresh-token');
    await secrets.forgetSessionToken();
    expect(await secrets.sessionToken()).toBeNull();
    writeFileSync(join(folder, 'session-token'), 'nonsense');
    expect(await secrets.sessionToken()).toBeNull();
  });

  it('writes nothing in the clear where there is no key store, and tries again when there is', async () => {
    safeStorage.available = false;
    const secrets = open();
    await expect(secrets.replicaKey()).rejects.toThrow('KEY_STORE_UNAVAILABLE');
    await expect(secrets.keepSessionToken('token')).rejects.toThrow('KEY_STORE_UNAVAILABLE');
    expect(secrets.keyStore()).toBe('none');
    safeStorage.available = true;
    expect((await secrets.replicaKey()).byteLength).toBe(32);
  });

  it('says how good the key store is', () => {
    expect(open().keyStore()).toBe('system');
    safeStorage.backend = 'basic_text';
    expect(open().keyStore()).toBe('basic');
    expect(open('darwin').keyStore()).toBe('system');
  });
});

describe('the server’s origin', () => {
  it.each([
    ['https://desk.example.com', 'https://desk.example.com'],
    ['https://desk.example.com:8443/sign-in?x=1', 'https://desk.example.com:8443'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['http://localhost:3000/', 'http://localhost:3000'],
    ['http://desk.example.com', null],
    ['http://127.0.0.1.example.com', null],
    ['https://user:secret@desk.example.com', null],
    ['file:///etc/passwd', null],
    ['javascript:alert(1)', null],
    ['desk.example.com', null],
  ])('%s is %s', (address, origin) => {
    expect(serverOriginOf(address)).toBe(origin);
  });

  it('is kept, and a damaged file is as good as none', async () => {
    const builtIn = 'http://127.0.0.1:3000';
    const settings = await openSettings(folder, builtIn);
    expect(settings.serverOrigin()).toBe(builtIn);
    await settings.setServerOrigin('https://desk.example.com');
    expect((await openSettings(folder, builtIn)).serverOrigin()).toBe('https://desk.example.com');
    for (const text of ['{', '{"serverOrigin":"http://evil.example"}', '[]']) {
      writeFileSync(join(folder, 'settings.json'), text);
      expect((await openSettings(folder, builtIn)).serverOrigin()).toBe(builtIn);
    }
  });
});
