import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

function keyFrom(token: string): Buffer {
  return Buffer.from(hkdfSync('sha256', token, '', 'khaacho refresh successor', 32));
}

/** Encrypts `secret` so that only who holds `token` can read it: the database alone gives no session away. */
export function seal(secret: string, token: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFrom(token), iv);
  return Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** Throws where `token` is another one or the bytes were changed. */
export function unseal(sealed: Buffer, token: string): string {
  const decipher = createDecipheriv('aes-256-gcm', keyFrom(token), sealed.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
}
