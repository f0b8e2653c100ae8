/** The signed list of the newest version: who may say what is newer, and what exactly is to be installed. */
import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';

const versionSchema = z.string().regex(/^\d+\.\d+\.\d+$/);

const manifestSchema = z.object({
  version: versionSchema,
  /** By `${platform}-${arch}`, as Node names them. */
  files: z.record(
    z.string(),
    z.object({
      /** Relative to the manifest: the files lie beside it. */
      name: z.string().regex(/^[\w. -]{1,120}$/),
      size: z.number().int().positive(),
      sha512: z.string().regex(/^[0-9a-f]{128}$/),
    }),
  ),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type UpdateFile = Manifest['files'][string];

/**
 * The manifest where `signature` (Ed25519, base64) over its exact bytes is by `publicKey` (SPKI, DER, base64); else null.
 * The signature is checked before a byte of it is interpreted.
 */
export function readManifest(bytes: Uint8Array, signature: string, publicKey: string): Manifest | null {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return null;
    if (!verify(null, bytes, key, Buffer.from(signature.trim(), 'base64'))) return null;
    return manifestSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

/** Whether `offered` is newer than `running`: an old manifest shown again must never take a desk back. */
export function isNewer(offered: string, running: string): boolean {
  const parts = (version: string) => version.split('.').map((part) => Number.parseInt(part, 10));
  const [a, b] = [parts(offered), parts(running)];
  for (const index of [0, 1, 2]) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
