/** 96 bits, as AES-GCM wants it; random per seal, safe for far more seals than a device makes in its life. */
const IV_BYTES = 12;
/** After the IV one byte says how the text was packed. */
const HEAD_BYTES = IV_BYTES + 1;
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
};

/** Packs and seals whole texts with AES-GCM: measured far below the cost of sealing document by document. */
export function sealWith(key: CryptoKey): Seal {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const algorithm = (iv: Uint8Array<ArrayBuffer>, about: string, packing: number) => {
    return { name: 'AES-GCM', iv, additionalData: encoder.encode(`${about}/${packing}`) };
  };
  return {
    async close(text, about) {
      const bytes = encoder.encode(text);
      const packing = bytes.byteLength >= WORTH_DEFLATING ? DEFLATED : PLAIN;
      const packed = packing === DEFLATED ? await through(bytes, new CompressionStream('deflate-raw')) : bytes;
      const sealed = new Uint8Array(HEAD_BYTES + packed.byteLength + 16);
      const iv = crypto.getRandomValues(sealed.subarray(0, IV_BYTES));
      sealed[IV_BYTES] = packing;
      const body = await crypto.subtle.encrypt(algorithm(iv, about, packing), key, packed);
      sealed.set(new Uint8Array(body), HEAD_BYTES);
      return sealed.buffer;
    },
    async open(sealed, about) {
      try {
        const iv = new Uint8Array(sealed, 0, IV_BYTES);
        const packing = new Uint8Array(sealed)[IV_BYTES] ?? PLAIN;
        const body = new Uint8Array(sealed, HEAD_BYTES);
        const packed = await crypto.subtle.decrypt(algorithm(iv, about, packing), key, body);
        const whole =
          packing === DEFLATED ? through(new Uint8Array(packed), new DecompressionStream('deflate-raw')) : packed;
        return decoder.decode(await whole);
      } catch (cause) {
        throw new BrokenSeal(`${about} does not open with this key`, { cause });
      }
    },
  };
}

/** By way of a Blob, which feeds the stream in small pieces from outside: written in one go, the screen would stand still. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}
