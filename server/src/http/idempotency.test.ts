import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok } from '@khaacho/shared/kernel/result.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { transaction } from '../db/database.ts';
import { createTestApp, emailOf, seedPeople, type TestApp } from '../people/test-app.ts';
import { pruneIdempotencyKeys, withIdempotency } from './idempotency.ts';
import { reply } from './reply.ts';
import { route } from './route.ts';

let app: TestApp;
let admin: string;
let support: string;
/** What the next effect does after it has written its row. */
let after: () => Promise<void> = async () => {};
let refuse: 'no' | 'business' | 'transient' = 'no';
let key = 0;
const nextKey = () => `key-${++key}`;

const effects = async () =>
  (await sql<{ count: number }>`select count(*) as count from effects`.execute(app.db)).rows[0]?.count;

beforeAll(async () => {
  app = await createTestApp({
    routes: ({ db }) => [
      route({
        method: 'post',
        path: '/t/effects',
        roles: ['ADMIN', 'SUPPORT'],
        summary: 'Makes an effect.',
        body: z.object({ name: z.string() }),
        answer: z.object({ zebra: z.string(), id: z.number(), alpha: z.string() }),
        status: 201,
        idempotent: true,
        handler: ({ body, idempotency }) =>
          transaction(db, (tx) =>
            withIdempotency(tx, idempotency, async () => {
              if (refuse === 'business') return err(refusal('INSUFFICIENT_STOCK', 'None left.', [{ issue: 'short' }]));
              if (refuse === 'transient') return err(refusal('BUSY', 'Later.'));
              const { rows } = await sql<{
                id: number;
              }>`insert into effects (name) values (${body.name}) returning id`.execute(tx);
              await after();
              return ok(
                reply({ zebra: body.name, id: rows[0]?.id ?? 0, alpha: 'a', hidden: 'no' }, { message: 'Made.' }),
              );
            }),
          ),
      }),
      route({
        method: 'post',
        path: '/t/forgetful',
        roles: ['ADMIN'],
        summary: 'Takes a key and does nothing with it.',
        answer: z.null(),
        idempotent: true,
        handler: () => null,
      }),
      route({
        method: 'post',
        path: '/t/strict',
        roles: ['ADMIN'],
        summary: 'Wants a key.',
        answer: z.null(),
        idempotent: 'required',
        handler: ({ idempotency }) => transaction(db, (tx) => withIdempotency(tx, idempotency, async () => ok(null))),
      }),
    ],
  });
  await seedPeople(app.db, app.now());
  await sql`create table effects (id bigint generated always as identity primary key, name text not null)`.execute(
    app.db,
  );
  admin = (await app.signIn(emailOf('ADMIN'))).accessToken;
  support = (await app.signIn(emailOf('SUPPORT'))).accessToken;
});
afterAll(() => app.close());
beforeEach(async () => {
  after = async () => {};
  refuse = 'no';
  await sql`truncate effects`.execute(app.db);
});

const make = (body: unknown, options: { key?: string; token?: string } = {}) =>
  app.call('POST', '/t/effects', {
    body,
    token: options.token ?? admin,
    ...(options.key === undefined ? {} : { key: options.key }),
  });

describe('Idempotency-Key', () => {
  it('gives the first answer again, with its status, message and field order, and makes one effect', async () => {
    const mine = nextKey();
    const first = await make({ name: 'rice' }, { key: mine });
    const second = await make({ name: 'rice' }, { key: mine });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(JSON.stringify(second.body.data)).toBe(JSON.stringify(first.body.data));
    expect(Object.keys(second.body.data as object)).toEqual(['zebra', 'id', 'alpha']);
    expect(second.body).toMatchObject({ message: 'Made.' });
    expect([first.headers.get('idempotency-replayed'), second.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ]);
    expect(await effects()).toBe(1);
  });

  it('takes the same fields in another order for the same request, and refuses another body', async () => {
    const mine = nextKey();
    const headers = { 'content-type': 'application/json' };
    const first = await app.call('POST', '/t/effects', {
      raw: '{"name":"dal","note":1}',
      headers,
      token: admin,
      key: mine,
    });
    const second = await app.call('POST', '/t/effects', {
      raw: '{ "note":1, "name":"dal" }',
      headers,
      token: admin,
      key: mine,
    });
    expect(second.body.data).toEqual(first.body.data);
    const other = await make({ name: 'oil' }, { key: mine });
    expect([other.status, other.body.error?.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await effects()).toBe(1);
  });

  it('belongs to the caller: another person’s same key is another key', async () => {
    const mine = nextKey();
    await make({ name: 'salt' }, { key: mine });
    const other = await make({ name: 'tea' }, { key: mine, token: support });
    expect(other.status).toBe(201);
    expect(await effects()).toBe(2);
  });

  it('twenty at once: one effect, twenty equal answers', async () => {
    const mine = nextKey();
    const answers = await Promise.all(Array.from({ length: 20 }, () => make({ name: 'sugar' }, { key: mine })));
    expect(new Set(answers.map((answered) => answered.status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answered) => JSON.stringify(answered.body.data))).size).toBe(1);
    expect(await effects()).toBe(1);
  });

  it('after a crash between effect and answer: nothing was done, and the retry does it once', async () => {
    const mine = nextKey();
    after = () => Promise.reject(new Error('the process died here'));
    expect((await make({ name: 'ghee' }, { key: mine })).status).toBe(500);
    expect(await effects()).toBe(0);
    after = async () => {};
    expect((await make({ name: 'ghee' }, { key: mine })).status).toBe(201);
    expect(await effects()).toBe(1);
  });

  it('a second request waits for a first that then fails, and runs itself', async () => {
    const mine = nextKey();
    const entered = Promise.withResolvers<void>();
    const fail = Promise.withResolvers<void>();
    after = () => {
      entered.resolve();
      after = async () => {};
      return fail.promise;
    };
    const first = make({ name: 'soap' }, { key: mine });
    await entered.promise;
    const second = make({ name: 'soap' }, { key: mine });
    fail.reject(new Error('the first one fails'));
    expect((await first).status).toBe(500);
    expect((await second).status).toBe(201);
    expect(await effects()).toBe(1);
  });

  it('a refusal is an answer too; "try again" is not', async () => {
    const mine = nextKey();
    refuse = 'business';
    const first = await make({ name: 'noodles' }, { key: mine });
    refuse = 'no';
    const second = await make({ name: 'noodles' }, { key: mine });
    expect([first.status, second.status]).toEqual([409, 409]);
    expect(second.body.error).toMatchObject({ code: 'INSUFFICIENT_STOCK', details: [{ issue: 'short' }] });
    const later = nextKey();
    refuse = 'transient';
    expect((await make({ name: 'noodles' }, { key: later })).status).toBe(503);
    refuse = 'no';
    expect((await make({ name: 'noodles' }, { key: later })).status).toBe(201);
  });

  it('is kept for 48 hours, then free, and pruned', async () => {
    const mine = nextKey();
    await make({ name: 'candles' }, { key: mine });
    app.pass(47.9 * 3_600_000);
    const token = (await app.signIn(emailOf('ADMIN'))).accessToken;
    expect((await make({ name: 'other' }, { key: mine, token })).status).toBe(409);
    app.pass(0.2 * 3_600_000);
    const fresh = (await app.signIn(emailOf('ADMIN'))).accessToken;
    expect((await make({ name: 'other' }, { key: mine, token: fresh })).status).toBe(201);
    expect(await pruneIdempotencyKeys(app.db, app.now())).toBeGreaterThan(5);
    expect((await make({ name: 'third' }, { key: mine, token: fresh })).status).toBe(409);
    admin = fresh;
    support = (await app.signIn(emailOf('SUPPORT'))).accessToken;
  });

  it('without a key each request is its own; a malformed one is refused; where required it must be there', async () => {
    await make({ name: 'a' });
    await make({ name: 'a' });
    expect(await effects()).toBe(2);
    expect((await make({ name: 'a' }, { key: 'x'.repeat(256) })).status).toBe(400);
    expect((await make({ name: 'a' }, { key: 'with space' })).status).toBe(400);
    const strict = await app.call('POST', '/t/strict', { token: admin });
    expect([strict.status, strict.body.error?.code]).toEqual([400, 'IDEMPOTENCY_KEY_REQUIRED']);
    expect((await app.call('POST', '/t/strict', { token: admin, key: nextKey() })).status).toBe(200);
  });

  it('a door that takes a key and does not use it is a bug that shows at once', async () => {
    expect((await app.call('POST', '/t/forgetful', { token: admin, key: nextKey() })).status).toBe(500);
  });

  it('keeps no hash of a password', async () => {
    const mine = nextKey();
    const headers = { 'content-type': 'application/json' };
    await app.call('POST', '/t/effects', { raw: '{"name":"x","password":"one"}', headers, token: admin, key: mine });
    const again = await app.call('POST', '/t/effects', {
      raw: '{"name":"x","password":"two"}',
      headers,
      token: admin,
      key: mine,
    });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });
});
