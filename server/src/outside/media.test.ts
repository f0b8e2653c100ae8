import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMediaStore, type MediaStore } from './media.ts';

const photo = Buffer.from('ffd8ffe000104a46494600ffd9', 'hex');
const dir = mkdtempSync(join(tmpdir(), 'khaacho-media-'));
let server: Server;
let bucket: MediaStore;
const objects = new Map<string, Buffer>();
const SECRET = 'a-secret-of-the-test';

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Signature version 4 as its specification computes it, from what really arrived. */
function signatureOf(request: IncomingMessage): string {
  const given = request.headers.authorization ?? '';
  const [, day = '', region = ''] = /Credential=[^/]+\/(\d+)\/([^/]+)\/s3/.exec(given) ?? [];
  const [, names = ''] = /SignedHeaders=([^,]+)/.exec(given) ?? [];
  const header = (name: string) => `${name}:${String(request.headers[name]).trim()}\n`;
  const hash = String(request.headers['x-amz-content-sha256']);
  const canonical = [request.method, request.url, '', names.split(';').map(header).join(''), names, hash].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const digest = createHash('sha256').update(canonical).digest('hex');
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${SECRET}`, day), region));
  return hmac(key, ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, digest].join('\n')).toString('hex');
}

beforeAll(async () => {
  server = createServer((request, response) => {
    void request.toArray().then((chunks) => {
      const path = request.url ?? '';
      if (!request.headers.authorization?.endsWith(`Signature=${signatureOf(request)}`)) response.writeHead(403).end();
      else if (request.method === 'PUT') {
        objects.set(path, Buffer.concat(chunks));
        response.writeHead(200).end();
      } else if (objects.has(path)) response.writeHead(200).end(objects.get(path));
      else response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  bucket = createMediaStore({ ...keys, kind: 's3', endpoint });
});
const keys = { bucket: 'khaacho', region: 'auto', accessKeyId: 'key', secretAccessKey: SECRET };
afterAll(() => {
  server.close();
  rmSync(dir, { recursive: true, force: true });
});

describe.each([
  ['a folder', () => createMediaStore({ kind: 'folder', dir })],
  ['a bucket', () => bucket],
])('%s', (_, store) => {
  it('gives back what it kept, by its hash, once', async () => {
    const sha256 = await store().keep(photo, 'image/jpeg');
    expect(sha256).toBe(createHash('sha256').update(photo).digest('hex'));
    expect(await store().keep(photo, 'image/jpeg')).toBe(sha256);
    expect(await store().read(sha256)).toEqual(photo);
  });

  it('has nothing under another hash', async () => {
    expect(await store().read('0'.repeat(64))).toBeNull();
  });
});

describe('a folder', () => {
  it('says so when a file was changed behind its back, and leaves nothing half-written', async () => {
    const store = createMediaStore({ kind: 'folder', dir });
    const sha256 = await store.keep(Buffer.from('voice'), 'audio/ogg');
    expect(readdirSync(join(dir, sha256.slice(0, 2)))).toEqual([sha256]);
    writeFileSync(join(dir, sha256.slice(0, 2), sha256), 'other');
    await expect(store.read(sha256)).rejects.toThrow('not what was kept');
  });
});

describe('a bucket', () => {
  it('that refuses is an error, not a missing file', async () => {
    const address = server.address();
    const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const locked = createMediaStore({ ...keys, kind: 's3', endpoint, secretAccessKey: 'wrong' });
    await expect(locked.keep(photo, 'image/jpeg')).rejects.toThrow('403');
    await expect(locked.read('0'.repeat(64))).rejects.toThrow('403');
  });
});
