import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok } from '@khaacho/shared/kernel/result.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestApp, emailOf, seedPeople, type TestApp } from '../people/test-app.ts';
import { cursorQuerySchema, pageQuerySchema } from './pagination.ts';
import { reply, replyNext, replyPage, replyRaw } from './reply.ts';
import { rawAnswer, route } from './route.ts';

let app: TestApp;
let token: string;

const item = z.object({ name: z.string() });
const doors = () => [
  route({
    method: 'get',
    path: '/t/items',
    roles: 'public',
    summary: 'A page.',
    query: pageQuerySchema,
    answer: z.array(item),
    handler: ({ query }) => replyPage([{ name: 'salt', secret: 'not named in the contract' }], { ...query, total: 41 }),
  }),
  route({
    method: 'get',
    path: '/t/stretch',
    roles: 'public',
    summary: 'By cursor.',
    query: cursorQuerySchema,
    answer: z.array(item),
    handler: () => replyNext([{ name: 'salt' }], 'next-one'),
  }),
  route({
    method: 'post',
    path: '/t/items',
    roles: 'public',
    summary: 'Makes one.',
    body: z.object({
      name: z.string().max(50),
      quantity: z.number().int().min(1),
      tags: z.array(z.object({ of: z.string() })).optional(),
    }),
    answer: item,
    status: 201,
    handler: ({ body }) => reply({ name: body.name }, { message: 'Made.' }),
  }),
  route({
    method: 'post',
    path: '/t/echo',
    roles: 'public',
    summary: 'Says what it was sent.',
    body: z.unknown(),
    answer: z.unknown(),
    handler: ({ body }) => ok(body),
  }),
  route({
    method: 'get',
    path: '/t/items/:id',
    roles: 'public',
    summary: 'One.',
    params: z.object({ id: z.string() }),
    answer: item,
    handler: ({ params }) => ok({ name: params.id }),
  }),
  route({
    method: 'get',
    path: '/t/items/newest',
    roles: 'public',
    summary: 'Declared after, tried before the one with a parameter.',
    answer: item,
    handler: () => ({ name: 'the newest' }),
  }),
  route({
    method: 'get',
    path: '/t/refused',
    roles: 'public',
    summary: 'Refuses.',
    answer: item,
    handler: () =>
      err(
        refusal('CREDIT_LIMIT_EXCEEDED', 'Too much.', [
          { field: 'items.0', issue: 'over', figures: { shortfallPaisa: 100 } },
        ]),
      ),
  }),
  route({
    method: 'get',
    path: '/t/bug',
    roles: 'public',
    summary: 'Throws.',
    answer: item,
    handler: () => {
      throw new Error('select * from secrets where key = 42');
    },
  }),
  route({
    method: 'get',
    path: '/t/wrong',
    roles: 'public',
    summary: 'Answers other than it says.',
    answer: z.object({ count: z.number() }),
    handler: () => ({ count: Number.NaN }),
  }),
  route({
    method: 'post',
    path: '/t/form',
    roles: 'public',
    summary: 'As Twilio posts.',
    bodyFormat: 'form',
    body: z.object({ Body: z.string() }),
    answer: rawAnswer('text/xml'),
    handler: ({ body, rawBody }) => replyRaw('text/xml', `<Response>${body.Body} ${rawBody.length}</Response>`),
  }),
  route({
    method: 'get',
    path: '/t/large',
    roles: 'public',
    summary: 'Long.',
    answer: z.string(),
    handler: () => 'x'.repeat(100_000),
  }),
  route({
    method: 'get',
    path: '/t/admin',
    roles: ['ADMIN'],
    summary: 'For one role.',
    answer: z.string(),
    handler: ({ caller }) => caller.role,
  }),
];

beforeAll(async () => {
  app = await createTestApp({ routes: doors });
  await seedPeople(app.db, app.now());
  token = (await app.signIn(emailOf('ADMIN'))).accessToken;
});
afterAll(() => app.close());

describe('success', () => {
  it('is {success, data, message, timestamp}, cut to the contract, with pagination', async () => {
    const answered = await app.call('GET', '/t/items?page=2&limit=20');
    expect(answered.body).toEqual({
      success: true,
      data: [{ name: 'salt' }],
      message: 'OK',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      pagination: { page: 2, limit: 20, total: 41, pages: 3 },
    });
    expect(answered.headers.get('cache-control')).toBe('no-store');
  });

  it('carries the next cursor, the route’s status and a message', async () => {
    expect((await app.call('GET', '/t/stretch')).body.pagination).toEqual({ nextCursor: 'next-one' });
    const made = await app.call('POST', '/t/items', { body: { name: 'rice', quantity: 1 } });
    expect([made.status, made.body.message]).toEqual([201, 'Made.']);
  });

  it('tries a literal path before one with a parameter, whatever the order of declaration', async () => {
    expect((await app.call('GET', '/t/items/newest')).body.data).toEqual({ name: 'the newest' });
    expect((await app.call('GET', '/t/items/other')).body.data).toEqual({ name: 'other' });
  });

  it('compresses long answers for who takes them', async () => {
    const packed = await app.call('GET', '/t/large', { headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.body.data).toHaveLength(100_000);
    const plain = await app.call('GET', '/t/large', { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
  });

  it('answers in a format of its own where the door has one', async () => {
    const answered = await app.call('POST', '/t/form', {
      raw: 'Body=%E0%A4%9A+x&Body=second',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answered.text).toBe('<Response>च x 28</Response>');
    expect(answered.headers.get('content-type')).toBe('text/xml');
  });
});

describe('pagination', () => {
  it('refuses 0, 101, negatives, fractions and words', async () => {
    const bad = [
      'limit=0',
      'limit=101',
      'limit=-1',
      'limit=1.5',
      'limit=abc',
      'limit=',
      'limit=1e2',
      'limit=1&limit=2',
      'page=0',
      'page=-1',
    ];
    for (const query of bad) {
      const answered = await app.call('GET', `/t/items?${query}`);
      expect([query, answered.status, answered.body.error?.code]).toEqual([query, 400, 'VALIDATION_ERROR']);
    }
  });
  it('takes 1 and 100, and 20 where nothing is said', async () => {
    expect((await app.call('GET', '/t/items?limit=1')).body.pagination).toMatchObject({ limit: 1, pages: 41 });
    expect((await app.call('GET', '/t/items?limit=100')).body.pagination).toMatchObject({ limit: 100, pages: 1 });
    expect((await app.call('GET', '/t/items')).body.pagination).toMatchObject({ page: 1, limit: 20 });
  });
});

describe('failure', () => {
  it('is {success:false, error, timestamp} with the code’s status, details and the request id', async () => {
    const answered = await app.call('GET', '/t/refused', { headers: { 'x-request-id': 'from-the-proxy-1' } });
    expect(answered.status).toBe(409);
    expect(answered.headers.get('x-request-id')).toBe('from-the-proxy-1');
    expect(answered.body).toEqual({
      success: false,
      error: {
        code: 'CREDIT_LIMIT_EXCEEDED',
        message: 'Too much.',
        details: [{ field: 'items.0', issue: 'over', figures: { shortfallPaisa: 100 } }],
        requestId: 'from-the-proxy-1',
      },
      timestamp: expect.any(String),
    });
  });

  it('is application/problem+json where Accept asks for it, with the same code and id', async () => {
    const headers = { accept: 'application/problem+json', 'x-request-id': 'from-the-proxy-2' };
    const answered = await app.call('GET', '/t/refused', { headers });
    expect(answered.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.parse(answered.text)).toEqual({
      type: 'urn:khaacho:error:CREDIT_LIMIT_EXCEEDED',
      title: 'credit limit exceeded',
      status: 409,
      detail: 'Too much.',
      instance: 'urn:khaacho:request:from-the-proxy-2',
      code: 'CREDIT_LIMIT_EXCEEDED',
      requestId: 'from-the-proxy-2',
      errors: [{ pointer: '#/items/0', detail: 'over', figures: { shortfallPaisa: 100 } }],
    });
    const both = await app.call('GET', '/t/refused', {
      headers: { accept: 'application/json, application/problem+json;q=0.5' },
    });
    expect(both.body.success).toBe(false);
  });

  it('names each field that is wrong', async () => {
    const answered = await app.call('POST', '/t/items', { body: { quantity: 0, tags: [{ of: 'a' }, {}] } });
    expect(answered.status).toBe(400);
    expect(answered.body.error?.details.map((detail) => detail.field)).toEqual(['name', 'quantity', 'tags.1.of']);
  });

  it('does not take an odd request id', async () => {
    const answered = await app.call('GET', '/t/refused', { headers: { 'x-request-id': '<script>alert(1)</script>' } });
    expect(answered.body.error?.requestId).toMatch(/^[\w-]{36}$/);
  });

  it('leaks nothing of a bug, and logs it under the id it gave', async () => {
    app.logged.length = 0;
    const answered = await app.call('GET', '/t/bug');
    expect(answered.status).toBe(500);
    expect(answered.text).not.toMatch(/secrets|select|at .*\.ts/);
    const id = answered.body.error?.requestId ?? 'none';
    expect(app.logged.find((line) => line.includes('select * from secrets') && line.includes(id))).toBeDefined();
    expect((await app.call('GET', '/t/wrong')).status).toBe(500);
  });

  it('answers unknown addresses, other methods and unreadable addresses in the envelope', async () => {
    const codes = async (method: string, path: string) => {
      const answered = await app.call(method, path);
      return [answered.status, answered.body.error?.code];
    };
    expect(await codes('GET', '/t/nothing')).toEqual([404, 'NOT_FOUND']);
    expect(await codes('GET', '/nowhere')).toEqual([404, 'NOT_FOUND']);
    expect(await codes('DELETE', '/t/items')).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(await codes('GET', '/t/items/%E0%A4%A')).toEqual([400, 'MALFORMED_BODY']);
    expect((await app.call('DELETE', '/t/items')).headers.get('allow')).toBe('GET, POST');
  });

  it('answers 401 without a token, 403 without the role, and lets the role in', async () => {
    const missing = await app.call('GET', '/t/admin');
    expect([missing.status, missing.body.error?.code, missing.headers.get('www-authenticate')]).toEqual([
      401,
      'UNAUTHENTICATED',
      'Bearer realm="khaacho"',
    ]);
    const { accessToken } = await app.signIn(emailOf('SUPPORT'));
    expect((await app.call('GET', '/t/admin', { token: accessToken })).body.error?.code).toBe('FORBIDDEN');
    expect((await app.call('GET', '/t/admin', { token })).body.data).toBe('ADMIN');
  });
});

describe('bodies', () => {
  const json = { 'content-type': 'application/json' };
  it('refuses malformed JSON, other content types, too much, and a bomb', async () => {
    const codeOf = async (raw: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) => {
      const answered = await app.call('POST', '/t/echo', { raw, headers });
      return [answered.status, answered.body.error?.code];
    };
    expect(await codeOf('{"a":', json)).toEqual([400, 'MALFORMED_BODY']);
    expect(await codeOf('a=1', { 'content-type': 'application/x-www-form-urlencoded' })).toEqual([
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ]);
    expect(await codeOf('{}', { 'content-type': 'text/plain' })).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(await codeOf(`"${'x'.repeat(300 * 1024)}"`, json)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(50_000_000, 32)));
    expect(await codeOf(bomb, { ...json, 'content-encoding': 'gzip' })).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(await codeOf('{}', { ...json, 'content-encoding': 'zstd-of-tomorrow' })).toEqual([
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ]);
    expect(await codeOf('not gzip at all', { ...json, 'content-encoding': 'gzip' })).toEqual([400, 'MALFORMED_BODY']);
    expect(await codeOf(`${'['.repeat(100)}${']'.repeat(100)}`, json)).toEqual([400, 'MALFORMED_BODY']);
    expect(await codeOf(`${'['.repeat(100_000)}${']'.repeat(100_000)}`, json)).toEqual([400, 'MALFORMED_BODY']);
    expect(await codeOf(new Uint8Array([0x22, 0xff, 0x22]), json)).toEqual([400, 'MALFORMED_BODY']);
  });

  it('makes every text storable: no NUL, no half of a surrogate pair', async () => {
    const answered = await app.call('POST', '/t/echo', {
      raw: '{"a\\u0000":["\\ud800x","\\u0000"],"ok":"चामल 😀"}',
      headers: json,
    });
    expect(answered.body.data).toEqual({ 'a\uFFFD': ['\uFFFDx', '\uFFFD'], ok: 'चामल 😀' });
    expect((await app.call('GET', '/t/items/a%00b')).body.data).toEqual({ name: 'a\uFFFDb' });
  });

  it('does not let __proto__ through', async () => {
    await app.call('POST', '/t/echo', {
      raw: '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
      headers: json,
    });
    expect('polluted' in {}).toBe(false);
  });

  it('answers a malformed request line without falling over', async () => {
    const { port, hostname } = new URL(app.url);
    const said = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write('NONSENSE\r\n\r\n'));
      socket.on('data', (data) => resolve(data.toString()));
      socket.on('error', reject);
    });
    expect(said).toContain('400 Bad Request');
    expect((await app.call('GET', '/livez')).status).toBe(200);
  });
});

describe('headers', () => {
  it('sets a policy without inline script, and the usual protections', async () => {
    const { headers } = await app.call('GET', '/livez');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy.split(';')).toEqual(
      expect.arrayContaining([
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "connect-src 'self' ws: wss:",
        "object-src 'none'",
        "frame-src 'none'",
      ]),
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('sends plain http to https behind a proxy, and lets only known origins in', async () => {
    const strict = await createTestApp({ app: { httpsOnly: true, corsOrigins: ['app://khaacho'] } });
    const answered = await strict.call('GET', '/livez', { headers: { 'x-forwarded-proto': 'http' } });
    expect([answered.status, answered.headers.get('location')?.slice(0, 8)]).toEqual([308, 'https://']);
    const known = await strict.call('OPTIONS', '/auth/login', { headers: { origin: 'app://khaacho' } });
    expect([known.status, known.headers.get('access-control-allow-origin')]).toEqual([204, 'app://khaacho']);
    const unknown = await strict.call('OPTIONS', '/auth/login', { headers: { origin: 'https://evil.example' } });
    expect(unknown.headers.get('access-control-allow-origin')).toBeNull();
    expect(unknown.headers.get('strict-transport-security')).toContain('max-age=31536000');
    await strict.close();
  });
});
