import { ok } from '@khaacho/shared/kernel/result.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recordAudit } from '../audit/service.ts';
import { transaction } from '../db/database.ts';
import { createTestApp, emailOf, seedPeople, type TestApp, type TestPeople } from '../people/test-app.ts';
import { route } from './route.ts';
import { corpusIsThere, readArchive, readCorpus } from './test-data.ts';

/** Enough to keep the server busy while passwords are hashed two at a time. */
const AT_ONCE = 8;

let app: TestApp;
let people: TestPeople;
let token: string;

beforeAll(async () => {
  app = await createTestApp({
    routes: ({ db }) => [
      route({
        method: 'post',
        path: '/t/json',
        roles: 'public',
        summary: 'Any JSON.',
        body: z.unknown(),
        answer: z.unknown(),
        handler: ({ body }) => ok(body ?? null),
      }),
      route({
        method: 'post',
        path: '/t/store',
        roles: 'public',
        summary: 'Keeps a text as text and as JSON, and gives it back.',
        body: z.object({ text: z.string() }),
        answer: z.object({ text: z.string().nullable(), json: z.unknown() }),
        handler: async ({ body: { text }, now }) => {
          const action = 'test.store';
          await transaction(db, (tx) =>
            recordAudit(tx, {
              caller: null,
              action,
              subject: { type: 'text', id: text },
              after: { [text]: text },
              now,
            }),
          );
          const row = await db
            .selectFrom('auditLog')
            .select(['subjectId', 'after'])
            .orderBy('at', 'desc')
            .orderBy('id', 'desc')
            .executeTakeFirstOrThrow();
          return { text: row.subjectId, json: row.after };
        },
      }),
    ],
  });
  people = await seedPeople(app.db, app.now());
  token = (await app.signIn(emailOf('ADMIN'))).accessToken;
});
afterAll(() => app.close());

const send = (path: string, raw: Uint8Array<ArrayBuffer>) =>
  app.call('POST', path, { raw, headers: { 'content-type': 'application/json' } });

/** What the database may hold of a text: the same, but for NUL and broken surrogates. */
const storableForm = (text: string) => text.toWellFormed().replaceAll('\0', '\uFFFD');

/** What came back of a text, and what should have. */
async function sendText(text: string) {
  const { status, body } = await app.call('POST', '/t/store', { body: { text } });
  const kept = storableForm(text);
  return { got: [status, body.data], wanted: [200, { text: kept, json: { [kept]: kept } }] };
}

describe.runIf(corpusIsThere)('public corpora', () => {
  it('JSONTestSuite: takes every y_, refuses every n_, survives every i_', async () => {
    const counts = { y: 0, n: 0, i: 0 };
    for (const { name, bytes } of readArchive('jsontestsuite_test_parsing.tar.gz')) {
      const kind = name.replace(/^.*\//, '')[0];
      const { status } = await send('/t/json', new Uint8Array(bytes));
      // An empty body is no body, which this door allows; nothing else that is not JSON passes.
      const wanted = kind === 'y' || bytes.length === 0 ? [200] : kind === 'n' ? [400] : [200, 400];
      expect([name, wanted.includes(status)]).toEqual([name, true]);
      if (kind === 'y' || kind === 'n' || kind === 'i') counts[kind] += 1;
    }
    expect(counts).toEqual({ y: 95, n: 188, i: 35 });
  });

  it('BLNS: every naughty string is stored and given back as it was', async () => {
    const strings = z.array(z.string()).parse(JSON.parse(readCorpus('blns.json').toString('utf8')));
    for (const text of strings) {
      const { got, wanted } = await sendText(text);
      expect(got).toEqual(wanted);
    }
    expect(strings.length).toBe(515);
  });

  it('BLNS, SQL, NoSQL and XSS lists through the real doors: never a 500, never more than text', async () => {
    const lines = [
      ...z.array(z.string()).parse(JSON.parse(readCorpus('blns.json').toString('utf8'))),
      ...readCorpus('nosql_mongodb.txt').toString('utf8').split('\n'),
      ...readArchive('payloadbox_sqli.tar.gz')
        .flatMap(({ bytes }) => bytes.toString('utf8').split('\n'))
        .filter((_, index) => index % 20 === 0),
      ...readCorpus('payloadbox_xss_half_a.txt.gz')
        .toString('utf8')
        .split('\n')
        .filter((_, index) => index % 40 === 0),
    ].filter((line) => line.trim() !== '');
    const before = await app.db
      .selectFrom('users')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const tryOne = async (text: string) => {
      const q = encodeURIComponent(storableForm(text.slice(0, 100)));
      const answers = await Promise.all([
        app.call('GET', `/api/v1/users?q=${q}`, { token }),
        app.call('GET', `/api/v1/users/${q}`, { token }),
        app.call('GET', `/api/v1/audit?subjectId=${q}&cursor=${q}`, { token }),
        app.call('PUT', `/api/v1/users/${people.ids.SUPPORT}`, { token, body: { name: text } }),
        app.call('POST', '/auth/login', { body: { email: text, password: text } }),
        app.call('POST', '/auth/login', { body: { phone: text } }),
        app.call('POST', '/auth/refresh', { body: { refreshToken: text, deviceId: text } }),
      ]);
      for (const answered of answers) expect([text, answered.status < 500]).toEqual([text, true]);
      const renamed = answers[3];
      const name = renamed?.status === 200 ? z.looseObject({ name: z.string() }).parse(renamed.body.data).name : null;
      expect([null, storableForm(text.trim())]).toContain(name);
    };
    for (let at = 0; at < lines.length; at += AT_ONCE) await Promise.all(lines.slice(at, at + AT_ONCE).map(tryOne));
    const after = await app.db
      .selectFrom('users')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(after.count).toBe(before.count);
    expect(lines.length).toBeGreaterThan(600);
  }, 240_000);
});

describe('made-up input', () => {
  it('any text goes in and comes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        const { got, wanted } = await sendText(text);
        expect(got).toEqual(wanted);
      }),
      { numRuns: 100 },
    );
  });

  it('any bytes as a body, any JSON as a sign-in: an answer below 500', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.jsonValue({ maxDepth: 4 }), async (bytes, value) => {
        const answers = await Promise.all([
          send('/t/json', new Uint8Array(bytes)),
          app.call('POST', '/auth/login', { body: value }),
          app.call('POST', '/auth/verify-otp', { body: value }),
          app.call('POST', '/auth/refresh', { body: value }),
          app.call('POST', '/api/v1/users', { body: value, token }),
        ]);
        for (const { status } of answers) expect(status).toBeLessThan(500);
      }),
      { numRuns: 100 },
    );
  });
});
