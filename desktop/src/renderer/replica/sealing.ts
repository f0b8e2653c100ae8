import { deflated, inflated } from './deflate.ts';

/** 96 bits, as AES-GCM wants it; random per seal, safe for far more seals than a device makes in its life. */
const IV_BYTES = 12;
/** After the IV one byte says how the text was packed. */
const HEAD_BYTES = IV_BYTES + 1;
/** What AES-GCM puts behind the text. */
const TAG_BYTES = 16;
const PLAIN = 0;
const DEFLATED = 1;
/** Below this, packing costs more than it saves. A page of documents shrinks to a tenth or less, and disk is what is slow. */
const WORTH_DEFLATING = 16 * 1024;

/** What was read does not open with this key: torn, swapped or from another device. */
export class BrokenSeal extends Error {
  override readonly name = 'BrokenSeal';
}

export type Seal = {
  /** `about` (which store, which row) is authenticated with the text, so that a record cannot be moved elsewhere. */
  close(text: string, about: string): Promise<ArrayBuffer>;
  /** Throws `BrokenSeal`. */
  open(sealed: ArrayBuffer, about: string): Promise<string>;
  /** The same for bytes, which are not packed any further. */
  closeBytes(bytes: Uint8Array<ArrayBuffer>, about: string): Promise<ArrayBuffer>;
  /** Throws `BrokenSeal`. */
  openBytes(sealed: ArrayBuffer, about: string): Promise<Uint8Array<ArrayBuffer>>;
};

/** Packs and seals whole texts with AES-GCM: measured far below the cost of sealing document by document. */
export function sealWith(key: CryptoKey): Seal {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const algorithm = (iv: Uint8Array<ArrayBuffer>, about: string, packing: number) => {
    return { name: 'AES-GCM', iv, additionalData: encoder.encode(`${about}/${packing}`) };
  };
  const close = async (packed: Uint8Array<ArrayBuffer>, about: string, packing: number): Promise<ArrayBuffer> => {
    const sealed = new Uint8Array(HEAD_BYTES + packed.byteLength + TAG_BYTES);
    const iv = crypto.getRandomValues(sealed.subarray(0, IV_BYTES));
    sealed[IV_BYTES] = packing;
    const body = await crypto.subtle.encrypt(algorithm(iv, about, packing), key, packed);
    sealed.set(new Uint8Array(body), HEAD_BYTES);
    return sealed.buffer;
  };
  const open = async (sealed: ArrayBuffer, about: string): Promise<Uint8Array<ArrayBuffer>> => {
    try {
      const iv = new Uint8Array(sealed, 0, IV_BYTES);
      const packing = new Uint8Array(sealed)[IV_BYTES] ?? PLAIN;
      const body = new Uint8Array(sealed, HEAD_BYTES);
      const packed = new Uint8Array(await crypto.subtle.decrypt(algorithm(iv, about, packing), key, body));
      return packing === DEFLATED ? await inflated(packed) : packed;
    } catch (cause) {
      throw new BrokenSeal(`${about} does not open with this key`, { cause });
    }
  };
  return {
    async close(text, about) {
      const bytes = encoder.encode(text);
      if (bytes.byteLength < WORTH_DEFLATING) return close(bytes, about, PLAIN);
      return close(await deflated(bytes), about, DEFLATED);
    },
    async open(sealed, about) {
      const bytes = await open(sealed, about);
      try {
        return decoder.decode(bytes);
      } catch (cause) {
        throw new BrokenSeal(`${about} is not a text`, { cause });
      }
    },
    closeBytes: (bytes, about) => close(bytes, about, PLAIN),
    openBytes: open,
  };
}
