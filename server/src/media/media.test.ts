import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@khaacho/shared/people/contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMediaStore, sha256Of } from '../outside/media.ts';
import { createTestApp, emailOf, seedPeople, type TestApp } from '../people/test-app.ts';
import { contentTypeOf } from './kinds.ts';
import { mediaRoutes } from './routes.ts';

const jpeg = (mark: string) => Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.from(mark)]);

describe('what a file is', () => {
  it.each([
    ['ffd8ffe0', 'image/jpeg'],
    ['89504e470d0a1a0a', 'image/png'],
    [`52494646${'00000000'}57454250`, 'image/webp'],
    [`52494646${'00000000'}57415645`, 'audio/wav'],
    ['4f676753', 'audio/ogg'],
    ['494433', 'audio/mpeg'],
    ['fffb90', 'audio/mpeg'],
    [`00000018${'66747970'}4d344120`, 'audio/mp4'],
    [`00000018${'66747970'}69736f6d`, null],
    ['1a45dfa3', 'audio/webm'],
    ['2321414d52', 'audio/amr'],
    ['255044462d', 'application/pdf'],
    ['3c68746d6c3e', null],
    ['ffd8', null],
    ['', null],
  ])('%s is %s', (hex, type) => {
    expect(contentTypeOf(Buffer.from(hex, 'hex'))).toBe(type);
  });
});

describe('the media door', () => {
  let app: TestApp;
  const dir = mkdtempSync(join(tmpdir(), 'khaacho-media-'));
  const files = createMediaStore({ kind: 'folder', dir });
  const tokens = new Map<Role, string>();

  beforeAll(async () => {
    app = await createTestApp({ routes: ({ db }) => mediaRoutes({ db, files }) });
    await seedPeople(app.db, app.now());
    for (const who of ['ADMIN', 'READONLY', 'VENDOR_STAFF', 'FIELD_AGENT'] as const)
      tokens.set(who, (await app.signIn(emailOf(who), `device-${who}`)).accessToken);
  });
  afterAll(async () => {
    await app.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const put = (who: Role, bytes: Buffer, sha256 = sha256Of(bytes)) =>
    app.call('PUT', `/api/v1/media/${sha256}`, { token: tokens.get(who) ?? '', raw: new Uint8Array(bytes) });
  const get = (who: Role, sha256: string) =>
    app.call('GET', `/api/v1/media/${sha256}`, { token: tokens.get(who) ?? '' });

  it('keeps a file once and gives it back to who kept it, and to the back office', async () => {
    const photo = jpeg('one');
    expect(await put('VENDOR_STAFF', photo)).toMatchObject({
      status: 200,
      body: { data: { sha256: sha256Of(photo), contentType: 'image/jpeg', bytes: photo.length } },
    });
    expect((await put('VENDOR_STAFF', photo)).status).toBe(200);
    for (const who of ['VENDOR_STAFF', 'ADMIN', 'READONLY'] as const) {
      const answer = await get(who, sha256Of(photo));
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
      expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    }
  });

  it('says nothing of a file to somebody else, until that person has the same file', async () => {
    const photo = jpeg('two');
    await put('VENDOR_STAFF', photo);
    const hidden = await get('FIELD_AGENT', sha256Of(photo));
    const missing = await get('FIELD_AGENT', '0'.repeat(64));
    expect([hidden.status, missing.status]).toEqual([404, 404]);
    expect(hidden.body.error?.message).toBe(missing.body.error?.message);
    await put('FIELD_AGENT', photo);
    expect((await get('FIELD_AGENT', sha256Of(photo))).status).toBe(200);
  });

  it.each([
    ['another hash than the body has', jpeg('three'), '0'.repeat(64), 'VALIDATION_ERROR'],
    ['a page that calls itself a photo', Buffer.from('<html>'), undefined, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'more than five megabytes',
      Buffer.concat([jpeg(''), Buffer.alloc(5 * 1024 * 1024)]),
      undefined,
      'PAYLOAD_TOO_LARGE',
    ],
    ['nothing', Buffer.alloc(0), undefined, 'VALIDATION_ERROR'],
    ['a hash that is none', jpeg('four'), '..%2f..%2fetc', 'VALIDATION_ERROR'],
  ])('refuses %s', async (_, bytes, sha256, code) => {
    expect((await put('VENDOR_STAFF', bytes, sha256)).body.error?.code).toBe(code);
  });

  it('opens to nobody without a token', async () => {
    expect((await app.call('GET', `/api/v1/media/${'0'.repeat(64)}`)).status).toBe(401);
  });
});
