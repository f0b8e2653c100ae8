import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpdateState } from '../ipc.ts';
import { isNewer } from './update-manifest.ts';
import { Updates } from './updates.ts';

const publisher = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const spki = (pair: typeof publisher) => pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const installer = Buffer.from('an installer '.repeat(1000));
const sha512 = createHash('sha512').update(installer).digest('hex');

describe('updates', () => {
  let folder: string;
  let served: Record<string, Buffer | null>;
  let told: UpdateState[];
  let launched: string[];

  const offer = (
    version: string,
    { by = publisher, file = { name: 'Khaacho.exe', size: installer.length, sha512 } } = {},
  ) => {
    const manifest = Buffer.from(JSON.stringify({ version, files: { 'win32-x64': file } }));
    served['latest.json'] = manifest;
    served['latest.json.sig'] = Buffer.from(sign(null, manifest, by.privateKey).toString('base64'));
    served['Khaacho.exe'] = installer;
  };
  const updates = (ports: Partial<ConstructorParameters<typeof Updates>[0]> = {}) =>
    new Updates({
      feed: 'https://updates.example.com/desk/',
      publicKey: spki(publisher),
      version: '1.2.3',
      target: 'win32-x64',
      folder,
      fetch: async (url) => {
        const body = served[url.replace('https://updates.example.com/desk/', '')];
        return body ? new Response(new Uint8Array(body)) : new Response(null, { status: 404 });
      },
      changed: (state) => told.push(state),
      launch: async (file) => {
        launched.push(file);
      },
      ...ports,
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'khaacho-updates-'));
    served = {};
    told = [];
    launched = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('downloads a newer version that the publisher signed, and starts it', async () => {
    offer('1.3.0');
    const desk = updates();
    expect(await desk.check()).toEqual({ kind: 'ready', version: '1.3.0' });
    expect(told.map((state) => state.kind)).toEqual(['checking', 'downloading', 'ready']);
    await desk.install();
    expect(launched).toHaveLength(1);
    expect(readFileSync(launched[0] ?? '')).toEqual(installer);
  });

  it('looks once for all who ask meanwhile, and not again once one is ready', async () => {
    offer('1.3.0');
    const desk = updates();
    await Promise.all([desk.check(), desk.check(), desk.check()]);
    await desk.check();
    expect(told.filter((state) => state.kind === 'checking')).toHaveLength(1);
  });

  it.each(['1.2.3', '1.2.2', '0.9.9'])('is current when %s is offered', async (version) => {
    offer(version);
    expect(await updates().check()).toEqual({ kind: 'current' });
    expect(existsSync(join(folder, 'updates'))).toBe(false);
  });

  it('is current where nothing is offered for this system', async () => {
    offer('1.3.0');
    expect(await updates({ target: 'linux-arm64' }).check()).toEqual({ kind: 'current' });
  });

  it('believes no other signer, no changed list, no other key type', async () => {
    offer('1.3.0', { by: stranger });
    expect(await updates().check()).toMatchObject({ kind: 'failed', reason: expect.stringContaining('not signed') });
    offer('1.3.0');
    served['latest.json'] = Buffer.from(String(served['latest.json']).replace('1.3.0', '1.3.1'));
    expect(await updates().check()).toMatchObject({ kind: 'failed' });
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = rsa.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    served['latest.json.sig'] = Buffer.from(sign('sha256', served['latest.json'], rsa.privateKey).toString('base64'));
    expect(await updates({ publicKey: key }).check()).toMatchObject({ kind: 'failed' });
  });

  it('refuses a file that is not the one signed for, and leaves nothing behind', async () => {
    offer('1.3.0');
    served['Khaacho.exe'] = Buffer.from(installer).fill('x', 0, 1);
    expect(await updates().check()).toMatchObject({ kind: 'failed', reason: 'The update arrived damaged.' });
    served['Khaacho.exe'] = Buffer.concat([installer, installer]);
    expect(await updates().check()).toMatchObject({ kind: 'failed', reason: expect.stringContaining('larger') });
    expect(readdirSync(join(folder, 'updates'))).toEqual([]);
  });

  it('refuses a name with a path in it', async () => {
    offer('1.3.0', { file: { name: '../../autostart.exe', size: installer.length, sha512 } });
    expect(await updates().check()).toMatchObject({ kind: 'failed' });
  });

  it('checks the file again before it is started', async () => {
    offer('1.3.0');
    const desk = updates();
    await desk.check();
    writeFileSync(join(folder, 'updates', 'Khaacho.exe'), 'something else');
    await expect(desk.install()).rejects.toThrow('UPDATE_CHANGED');
    expect(launched).toEqual([]);
    await expect(desk.install()).rejects.toThrow('NO_UPDATE_READY');
  });

  it('fails quietly when the feed is away, and can try again', async () => {
    const desk = updates();
    expect(await desk.check()).toEqual({ kind: 'failed', reason: 'The update server answered 404.' });
    offer('1.3.0');
    expect(await desk.check()).toEqual({ kind: 'ready', version: '1.3.0' });
  });

  it('is off without a feed over https or without a key', async () => {
    offer('1.3.0');
    for (const ports of [{ feed: '' }, { publicKey: '' }, { feed: 'http://updates.example.com/desk/' }]) {
      expect(await updates(ports).check()).toEqual({ kind: 'off' });
    }
    expect(told).toEqual([]);
  });

  it('compares versions as numbers', () => {
    expect(isNewer('1.10.0', '1.9.9')).toBe(true);
    expect(isNewer('2.0.0', '10.0.0')).toBe(false);
    expect(isNewer('1.2.3', '1.2.3')).toBe(false);
  });
});
