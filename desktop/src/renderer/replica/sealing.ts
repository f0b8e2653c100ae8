/** 96 bits, as AES-GCM wants it; random per seal, safe for far more seals than a device makes in its life. */
const IV_BYTES = 12;

/** What was read does not open with this key: torn, swapped or from another device. */
export class BrokenSeal extends Error {
  override readonly name = 'BrokenSeal';
}

export type Seal = {
  /** `about` (which store, which row) is authenticated with the text, so that a record cannot be moved elsewhere. */
  close(text: string, about: string): Promise<ArrayBuffer>;
  /** Throws `BrokenSeal`. */
  open(sealed: ArrayBuffer, about: string): Promise<string>;
};

/** Seals whole texts with AES-GCM: measured far below the cost of sealing document by document. */
export function sealWith(key: CryptoKey): Seal {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return {
    async close(text, about) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const algorithm = { name: 'AES-GCM', iv, additionalData: encoder.encode(about) };
      const body = await crypto.subtle.encrypt(algorithm, key, encoder.encode(text));
      const sealed = new Uint8Array(IV_BYTES + body.byteLength);
      sealed.set(iv);
      sealed.set(new Uint8Array(body), IV_BYTES);
      return sealed.buffer;
    },
    async open(sealed, about) {
      try {
        const iv = new Uint8Array(sealed, 0, IV_BYTES);
        const algorithm = { name: 'AES-GCM', iv, additionalData: encoder.encode(about) };
        return decoder.decode(await crypto.subtle.decrypt(algorithm, key, new Uint8Array(sealed, IV_BYTES)));
      } catch (cause) {
        throw new BrokenSeal(`${about} does not open with this key`, { cause });
      }
    },
  };
}
