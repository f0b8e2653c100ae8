/** Secrets on this disk, sealed by the system's key store (DPAPI, Keychain, libsecret or KWallet). */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import type { About } from '../ipc.ts';
import { readIfThere, replaceFile } from './files.ts';

const KEY_BYTES = 32;

export type Secrets = {
  keyStore(): About['keyStore'];
  /** The master key of the replica, made on first use. Rejects where a kept key cannot be opened any more. */
  replicaKey(): Promise<Uint8Array<ArrayBuffer>>;
  sessionToken(): Promise<string | null>;
  keepSessionToken(token: string): Promise<void>;
  forgetSessionToken(): Promise<void>;
};

type KeyStore = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> & {
  /** On Linux only. */
  getSelectedStorageBackend?(): string;
};

export function openSecrets(folder: string, store: KeyStore, platform: NodeJS.Platform): Secrets {
  const keyFile = join(folder, 'replica-key');
  const tokenFile = join(folder, 'session-token');

  const keep = async (file: string, text: string) => {
    if (!store.isEncryptionAvailable()) throw new Error('KEY_STORE_UNAVAILABLE');
    await replaceFile(file, store.encryptString(text));
  };

  const makeKey = async () => {
    const key = new Uint8Array(randomBytes(KEY_BYTES));
    await keep(keyFile, Buffer.from(key).toString('base64'));
    return key;
  };

  const loadKey = async (): Promise<Uint8Array<ArrayBuffer>> => {
    const sealed = await readIfThere(keyFile);
    if (sealed === null) return makeKey();
    const key = new Uint8Array(Buffer.from(openSealed(store, sealed) ?? '', 'base64'));
    // A new key would silently lose what waits in the outbox: the person decides, not we.
    if (key.byteLength !== KEY_BYTES) throw new Error('REPLICA_KEY_UNREADABLE');
    return key;
  };

  let key: Promise<Uint8Array<ArrayBuffer>> | null = null;
  return {
    keyStore() {
      if (!store.isEncryptionAvailable()) return 'none';
      return platform === 'linux' && store.getSelectedStorageBackend?.() === 'basic_text' ? 'basic' : 'system';
    },
    replicaKey() {
      // Two questions at once must not make two keys; a failure is asked again.
      key ??= loadKey().catch((error: unknown) => {
        key = null;
        throw error;
      });
      return key;
    },
    async sessionToken() {
      const sealed = await readIfThere(tokenFile);
      return sealed === null ? null : openSealed(store, sealed);
    },
    keepSessionToken: (token) => keep(tokenFile, token),
    forgetSessionToken: () => rm(tokenFile, { force: true }),
  };
}

/** Null where it does not open: another user, another machine, a reset key store. */
function openSealed(store: KeyStore, sealed: Buffer): string | null {
  try {
    return store.decryptString(sealed);
  } catch {
    return null;
  }
}
