/** Gives each part of what lies on this disk its key. Keys do not leave the vault as bytes. */
export type Vault = {
  /** The key of that name, made when it is first asked for. */
  key(name: string): Promise<CryptoKey>;
  /** What was sealed with it stays sealed for good. */
  forget(name: string): Promise<void>;
};

/** Small things this installation keeps, in IndexedDB (`installation.ts`). */
export type Shelf = {
  get(name: string): Promise<unknown>;
  /** Undefined takes it away. */
  put(name: string, value: unknown): Promise<void>;
  /** Keeps what is there already; answers what is kept. */
  putIfAbsent(name: string, value: unknown): Promise<unknown>;
};

const AES = { name: 'AES-GCM', length: 256 };

/** In a browser: a key that cannot be exported, kept in IndexedDB. */
export function browserVault(shelf: Shelf): Vault {
  return {
    async key(name) {
      const kept = await shelf.get(`key:${name}`);
      if (kept instanceof CryptoKey) return kept;
      const made = await crypto.subtle.generateKey(AES, false, ['encrypt', 'decrypt']);
      const winner = await shelf.putIfAbsent(`key:${name}`, made);
      return winner instanceof CryptoKey ? winner : made;
    },
    forget: (name) => shelf.put(`key:${name}`, undefined),
  };
}

/** What Electron's main process gives: 32 bytes kept by the system's key store. */
export type MasterKey = () => Promise<Uint8Array<ArrayBuffer>>;

/** In Electron: each key is derived from the system's key and a salt on this disk; forgetting is losing the salt. */
export function desktopVault(shelf: Shelf, masterKey: MasterKey): Vault {
  return {
    async key(name) {
      const fresh = crypto.getRandomValues(new Uint8Array(32));
      const salt = await shelf.putIfAbsent(`salt:${name}`, fresh);
      const info = new TextEncoder().encode(name);
      const master = await crypto.subtle.importKey('raw', await masterKey(), 'HKDF', false, ['deriveKey']);
      const hkdf = {
        name: 'HKDF',
        hash: 'SHA-256',
        salt: salt instanceof Uint8Array ? new Uint8Array(salt) : fresh,
        info,
      };
      return crypto.subtle.deriveKey(hkdf, master, AES, false, ['encrypt', 'decrypt']);
    },
    forget: (name) => shelf.put(`salt:${name}`, undefined),
  };
}
