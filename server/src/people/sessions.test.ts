import type { Tokens } from '@khaacho/shared/people/contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessChange } from './service.ts';
import {
  createTestApp,
  emailOf,
  PASSWORD,
  phoneOf,
  seedPeople,
  type TestApp,
  type TestPeople,
  tokensOf,
} from './test-app.ts';

const SECOND = 1000;
const DAY = 86_400_000;
let app: TestApp;
let people: TestPeople;
const changes: AccessChange[] = [];

beforeAll(async () => {
  app = await createTestApp();
  people = await seedPeople(app.db, app.now());
  app.people.onAccessChanged((change) => changes.push(change));
});
afterAll(() => app.close());

const refresh = (refreshToken: string, options: { key?: string; deviceId?: string } = {}) =>
  app.call('POST', '/auth/refresh', {
    body: { refreshToken, deviceId: options.deviceId },
    ...(options.key === undefined ? {} : { key: options.key }),
  });
const me = async (token: string) => (await app.call('GET', '/auth/me', { token })).status;
const signIn = (deviceId?: string) => app.signIn(emailOf('SUPPORT'), deviceId);
const auditOf = (action: string) => app.db.selectFrom('auditLog').selectAll().where('action', '=', action).execute();
const deviceOf = async ({ accessToken }: Tokens) =>
  ((await app.call('GET', '/auth/me', { token: accessToken })).body.data as { deviceId: string }).deviceId;

describe('sign-in with a password', () => {
  it('answers tokens and the person, and notes when', async () => {
    const tokens = await signIn();
    expect(tokens.user).toEqual({
      id: people.ids.SUPPORT,
      name: 'SUPPORT person',
      role: 'SUPPORT',
      email: emailOf('SUPPORT'),
      phone: phoneOf('SUPPORT'),
      language: 'en',
      vendorId: null,
      vendorName: null,
      territoryIds: [],
    });
    const row = await app.db
      .selectFrom('users')
      .select('lastLoginAt')
      .where('id', '=', people.ids.SUPPORT)
      .executeTakeFirstOrThrow();
    expect(app.now().getTime() - (row.lastLoginAt?.getTime() ?? 0)).toBeLessThan(10 * SECOND);
    const vendor = await app.signIn(emailOf('VENDOR_STAFF'));
    expect(vendor.user).toMatchObject({ vendorId: people.vendorId, vendorName: 'Karnali Traders' });
    const agent = await app.signIn(emailOf('FIELD_AGENT'));
    expect(agent.user.territoryIds).toEqual([people.territoryId]);
  });

  it('says the same of an unknown address, a wrong password and an account without one', async () => {
    await app.db.updateTable('users').set({ passwordHash: null }).where('id', '=', people.ids.READONLY).execute();
    const answers = await Promise.all(
      [
        ['nobody@khaacho.test', PASSWORD],
        [emailOf('ADMIN'), 'wrong'],
        [emailOf('READONLY'), PASSWORD],
        [emailOf('READONLY'), 'nobody has this password'],
      ].map(([email, password]) => app.call('POST', '/auth/login', { body: { email, password } })),
    );
    for (const answered of answers) {
      expect([answered.status, answered.body.error?.code, answered.body.error?.details]).toEqual([
        401,
        'CREDENTIALS_INVALID',
        [],
      ]);
    }
  });

  it('takes ten wrong passwords for an account from an address, then none for a while, right or wrong', async () => {
    const attempt = (password: string) =>
      app.call('POST', '/auth/login', { body: { email: emailOf('ADMIN').toUpperCase(), password } });
    app.pass(20 * 60 * SECOND);
    const answers = await Promise.all(Array.from({ length: 15 }, () => attempt('wrong')));
    expect(answers.filter((answered) => answered.status === 401)).toHaveLength(10);
    expect(answers.filter((answered) => answered.status === 429)).toHaveLength(5);
    expect((await attempt(PASSWORD)).status).toBe(429);
    app.pass(16 * 60 * SECOND);
    for (let nth = 0; nth < 12; nth += 1) expect((await attempt(PASSWORD)).status).toBe(200);
  });

  it('refuses the published demo password outside demo mode', async () => {
    const real = await createTestApp({ demo: false });
    await seedPeople(real.db, real.now());
    const answered = await real.call('POST', '/auth/login', { body: { email: emailOf('ADMIN'), password: PASSWORD } });
    expect(answered.body.error?.code).toBe('CREDENTIALS_INVALID');
    await real.close();
  });
});

describe('devices', () => {
  it('are made where none is named, kept where one is, and never shared', async () => {
    const made = await signIn();
    expect(await deviceOf(made)).toMatch(/^d-[\w-]{22}$/);
    const named = await signIn('desk-of-support-1');
    expect(await deviceOf(named)).toBe('desk-of-support-1');
    const other = await app.call('POST', '/auth/login', {
      body: { email: emailOf('ADMIN'), password: PASSWORD, deviceId: 'desk-of-support-1' },
    });
    expect([other.status, other.body.error?.details[0]?.field]).toEqual([403, 'deviceId']);
    const odd = await app.call('POST', '/auth/login', {
      body: { email: emailOf('ADMIN'), password: PASSWORD, deviceId: 'a b' },
    });
    expect(odd.status).toBe(400);
  });
});

describe('access tokens', () => {
  it('are good for fifteen minutes', async () => {
    const { accessToken } = await signIn();
    app.pass(14.9 * 60 * SECOND);
    expect(await me(accessToken)).toBe(200);
    app.pass(0.3 * 60 * SECOND);
    const late = await app.call('GET', '/auth/me', { token: accessToken });
    expect([late.status, late.body.error?.code, late.body.error?.details]).toEqual([
      401,
      'UNAUTHENTICATED',
      [{ issue: 'expired' }],
    ]);
  });
});

describe('refresh', () => {
  it('rotates: the successor works, the access token is new', async () => {
    const first = await signIn();
    const second = tokensOf(await refresh(first.refreshToken));
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await me(second.accessToken)).toBe(200);
    expect((await refresh(second.refreshToken)).status).toBe(200);
  });

  it('is good for thirty days of silence, and each use begins them anew', async () => {
    let tokens = await signIn();
    app.pass(29.9 * DAY);
    tokens = tokensOf(await refresh(tokens.refreshToken));
    app.pass(29.9 * DAY);
    tokens = tokensOf(await refresh(tokens.refreshToken));
    app.pass(30 * DAY);
    expect((await refresh(tokens.refreshToken)).body.error?.code).toBe('UNAUTHENTICATED');
  });

  it('used twice ends the family: successor, access token, sockets; with a line in the audit log', async () => {
    const first = await signIn();
    const second = tokensOf(await refresh(first.refreshToken));
    changes.length = 0;
    const reused = await refresh(first.refreshToken);
    expect([reused.status, reused.body.error?.code]).toEqual([401, 'REFRESH_REUSED']);
    expect((await refresh(second.refreshToken)).body.error?.code).toBe('UNAUTHENTICATED');
    expect(await me(second.accessToken)).toBe(401);
    expect(changes).toMatchObject([{ userId: people.ids.SUPPORT }]);
    expect((await auditOf('session.end')).at(-1)?.after).toMatchObject({ because: 'REUSE' });
  });

  it('leaves other sessions of the person alone', async () => {
    const stolen = await signIn();
    const other = await signIn();
    await refresh(stolen.refreshToken);
    await refresh(stolen.refreshToken);
    expect(await me(other.accessToken)).toBe(200);
  });

  it('a lost answer: the same key within ten seconds gives the same successor', async () => {
    const first = await signIn();
    const lost = tokensOf(await refresh(first.refreshToken, { key: 'refresh-1' }));
    app.pass(9 * SECOND);
    const again = tokensOf(await refresh(first.refreshToken, { key: 'refresh-1' }));
    expect(again.refreshToken).toBe(lost.refreshToken);
    expect(await me(again.accessToken)).toBe(200);
    expect((await refresh(again.refreshToken)).status).toBe(200);
  });

  it('five at once with one key: one successor', async () => {
    const first = await signIn();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => refresh(first.refreshToken, { key: 'refresh-2' })),
    );
    expect(new Set(answers.map((answered) => tokensOf(answered).refreshToken)).size).toBe(1);
  });

  it('two at once without a key: the second is a re-use', async () => {
    const first = await signIn();
    const answers = await Promise.all([refresh(first.refreshToken), refresh(first.refreshToken)]);
    expect(answers.map((answered) => String(answered.status)).sort()).toEqual(['200', '401']);
  });

  it.each<[string, (first: Tokens) => Promise<{ key?: string; deviceId?: string }>]>([
    ['another key', async () => ({ key: 'another' })],
    ['no key', async () => ({})],
    [
      'eleven seconds later',
      async () => {
        app.pass(11 * SECOND);
        return { key: 'mine' };
      },
    ],
    [
      'the successor used already',
      async (first) => {
        const second = tokensOf(await refresh(first.refreshToken, { key: 'mine' }));
        await refresh(second.refreshToken);
        return { key: 'mine' };
      },
    ],
    ['another device', async () => ({ key: 'mine', deviceId: 'another-device' })],
  ])('is a re-use with %s', async (_, change) => {
    const first = await signIn();
    await refresh(first.refreshToken, { key: 'mine' });
    const reused = await refresh(first.refreshToken, await change(first));
    expect(reused.body.error?.code).toBe('REFRESH_REUSED');
  });

  it('from another device than it was made for ends the session, used or not', async () => {
    const first = await signIn('first-device-1');
    const moved = await refresh(first.refreshToken, { deviceId: 'other-device-1' });
    expect(moved.body.error?.code).toBe('REFRESH_REUSED');
    expect(await me(first.accessToken)).toBe(401);
  });

  it('keeps no token in the clear', async () => {
    const first = await signIn();
    const second = tokensOf(await refresh(first.refreshToken, { key: 'sealed' }));
    const rows = await app.db.selectFrom('refreshTokens').selectAll().execute();
    const stored = rows
      .map((row) =>
        [row.tokenHash, row.usedKeyHash, row.successorSealed].map((bytes) => bytes?.toString('latin1')).join(),
      )
      .join();
    for (const token of [first.refreshToken, second.refreshToken, 'sealed']) expect(stored).not.toContain(token);
  });

  it('refuses nonsense', async () => {
    expect((await refresh('nonsense')).body.error?.code).toBe('UNAUTHENTICATED');
  });
});

describe('logout', () => {
  it('ends the session of the access token at once', async () => {
    const tokens = await signIn();
    changes.length = 0;
    expect((await app.call('POST', '/auth/logout', { token: tokens.accessToken })).status).toBe(200);
    expect(await me(tokens.accessToken)).toBe(401);
    expect((await refresh(tokens.refreshToken)).status).toBe(401);
    expect(changes).toHaveLength(1);
  });

  it('takes the refresh token where the access token has expired', async () => {
    const tokens = await signIn();
    app.pass(20 * 60 * SECOND);
    const { accessToken: token, refreshToken } = tokens;
    expect((await app.call('POST', '/auth/logout', { token, body: { refreshToken } })).status).toBe(200);
    expect((await refresh(refreshToken)).status).toBe(401);
    expect((await app.call('POST', '/auth/logout')).status).toBe(401);
  });
});
