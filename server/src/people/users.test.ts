import { newId } from '@khaacho/shared/kernel/ids.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccessChange } from './service.ts';
import { createTestApp, emailOf, PASSWORD, seedPeople, type TestApp, type TestPeople } from './test-app.ts';

let app: TestApp;
let people: TestPeople;
let admin: string;
const changes: AccessChange[] = [];

beforeAll(async () => {
  app = await createTestApp();
  people = await seedPeople(app.db, app.now());
  admin = (await app.signIn(emailOf('ADMIN'))).accessToken;
  app.people.onAccessChanged((change) => changes.push(change));
});
afterAll(() => app.close());
beforeEach(() => {
  changes.length = 0;
});

type Person = { id: string; name: string; [field: string]: unknown };
const call = (method: string, path: string, body?: unknown, token = admin) =>
  app.call(method, `/api/v1${path}`, { token, ...(body === undefined ? {} : { body }) });
const data = (answered: { body: { data?: unknown } }) => answered.body.data as Person;
const list = (answered: { body: { data?: unknown } }) => answered.body.data as Person[];
let counter = 0;
const support = (change: object = {}) => ({
  name: 'New Person',
  role: 'SUPPORT',
  email: `new${++counter}@khaacho.test`,
  password: 'long enough 1',
  ...change,
});
const me = async (token: string) => (await app.call('GET', '/auth/me', { token })).status;
const lastAudit = () =>
  app.db.selectFrom('auditLog').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').executeTakeFirstOrThrow();

describe('people', () => {
  it('are created once per key, with a line in the audit log that holds no password', async () => {
    const body = support({ phone: '9841234567', language: 'ne' });
    const create = () =>
      app.call('POST', '/api/v1/users', {
        token: admin,
        body,
        key: 'user-1',
        headers: { 'x-request-id': 'made-by-test-1' },
      });
    const [first, second] = [await create(), await create()];
    expect([first.status, data(second).id]).toEqual([201, data(first).id]);
    expect(data(first)).toMatchObject({
      role: 'SUPPORT',
      phone: '+9779841234567',
      language: 'ne',
      status: 'ACTIVE',
      hasPassword: true,
      lastLoginAt: null,
    });
    expect(first.text).not.toMatch(/argon2|long enough/);
    const line = await lastAudit();
    expect(line).toMatchObject({
      action: 'user.create',
      userId: people.ids.ADMIN,
      role: 'ADMIN',
      subjectId: data(first).id,
      requestId: 'made-by-test-1',
    });
    expect(JSON.stringify(line)).not.toMatch(/argon2|long enough/);
    const signedIn = await app.call('POST', '/auth/login', { body: { email: body.email, password: body.password } });
    expect(signedIn.status).toBe(200);
  });

  it('need what their role needs', async () => {
    const fieldOf = async (change: object) => {
      const answered = await call('POST', '/users', support(change));
      return [answered.status, answered.body.error?.details[0]?.field];
    };
    expect(await fieldOf({ role: 'VENDOR_STAFF' })).toEqual([400, 'vendorId']);
    expect(await fieldOf({ vendorId: people.vendorId })).toEqual([400, 'vendorId']);
    expect(await fieldOf({ role: 'VENDOR_STAFF', vendorId: newId(app.now()) })).toEqual([400, 'vendorId']);
    expect(await fieldOf({ territoryIds: [people.territoryId] })).toEqual([400, 'territoryIds']);
    expect(await fieldOf({ role: 'FIELD_AGENT', territoryIds: [newId(app.now())] })).toEqual([400, 'territoryIds']);
    expect(await fieldOf({ email: null })).toEqual([400, 'phone']);
    expect(await fieldOf({ password: 'short' })).toEqual([400, 'password']);
    expect(await fieldOf({ role: 'RETAILER' })).toEqual([400, 'role']);
    expect(await fieldOf({ email: emailOf('ADMIN').toUpperCase() })).toEqual([400, 'email']);
    expect(await fieldOf({ phone: '+9779801000001' })).toEqual([400, 'phone']);
    const agent = await call(
      'POST',
      '/users',
      support({ role: 'FIELD_AGENT', territoryIds: [people.territoryId, people.territoryId] }),
    );
    expect(data(agent)).toMatchObject({ territoryIds: [people.territoryId] });
  });

  it('two who take one address at the same moment: one gets it', async () => {
    const body = support();
    const answers = await Promise.all([1, 2, 3].map(() => call('POST', '/users', body)));
    expect(answers.filter((answered) => answered.status === 201)).toHaveLength(1);
    for (const answered of answers) expect([201, 400, 409]).toContain(answered.status);
  });

  it('are listed by page, filtered and found by part of a name, with wildcards as plain letters', async () => {
    const all = await call('GET', '/users?limit=2&page=2');
    expect(all.body.pagination).toMatchObject({ page: 2, limit: 2 });
    expect(list(all)).toHaveLength(2);
    expect(list(await call('GET', '/users?role=ADMIN')).map((user) => user.id)).toEqual([people.ids.ADMIN]);
    expect(list(await call('GET', '/users?q=field_agent'))).toHaveLength(1);
    expect(list(await call('GET', '/users?q=%25'))).toHaveLength(0);
    expect(list(await call('GET', `/users?vendorId=${people.vendorId}`))).toHaveLength(1);
    expect(data(await call('GET', `/users/${people.ids.ADMIN}`)).name).toBe('ADMIN person');
    expect((await call('GET', `/users/${newId(app.now())}`)).status).toBe(404);
  });

  it('change; what they may do changes with their next request, and the log has before and after', async () => {
    const made = data(await call('POST', '/users', support({ email: 'change@khaacho.test' })));
    const token = (
      await app.call('POST', '/auth/login', { body: { email: 'change@khaacho.test', password: 'long enough 1' } })
    ).body.data as { accessToken: string };
    expect((await call('GET', '/users', undefined, token.accessToken)).status).toBe(200);
    const changed = await call('PUT', `/users/${made.id}`, {
      role: 'VENDOR_STAFF',
      vendorId: people.vendorId,
      name: 'Staff Now',
    });
    expect(data(changed)).toMatchObject({
      role: 'VENDOR_STAFF',
      vendorName: 'Karnali Traders',
      email: 'change@khaacho.test',
    });
    expect((await call('GET', '/users', undefined, token.accessToken)).status).toBe(403);
    expect(changes).toEqual([{ userId: made.id, deviceId: null, sessionId: null }]);
    expect(await lastAudit()).toMatchObject({
      action: 'access.forbidden',
      subjectId: 'GET /api/v1/users',
      userId: made.id,
    });
    const line = await app.db
      .selectFrom('auditLog')
      .selectAll()
      .where('action', '=', 'user.update')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect([line.before, line.after]).toMatchObject([
      { role: 'SUPPORT', vendorId: null },
      { role: 'VENDOR_STAFF', vendorId: people.vendorId },
    ]);
  });

  it('are closed, never deleted: sessions end, signing in is refused, the row stays', async () => {
    const made = data(await call('POST', '/users', support({ email: 'closed@khaacho.test' })));
    const signIn = () =>
      app.call('POST', '/auth/login', { body: { email: 'closed@khaacho.test', password: 'long enough 1' } });
    const { accessToken, refreshToken } = (await signIn()).body.data as { accessToken: string; refreshToken: string };
    expect(data(await call('DELETE', `/users/${made.id}`)).status).toBe('DISABLED');
    const refused = await app.call('GET', '/auth/me', { token: accessToken });
    expect([refused.status, refused.body.error?.code]).toEqual([401, 'USER_DISABLED']);
    expect((await app.call('POST', '/auth/refresh', { body: { refreshToken } })).status).toBe(401);
    expect((await signIn()).body.error?.code).toBe('USER_DISABLED');
    expect(
      (await app.call('POST', '/auth/login', { body: { email: 'closed@khaacho.test', password: 'wrong' } })).body.error
        ?.code,
    ).toBe('CREDENTIALS_INVALID');
    expect(data(await call('GET', `/users/${made.id}`)).status).toBe('DISABLED');
    await call('PUT', `/users/${made.id}`, { status: 'ACTIVE' });
    expect((await signIn()).status).toBe(200);
    expect(await me(accessToken)).toBe(401);
  });

  it('cannot close or demote themselves', async () => {
    expect((await call('DELETE', `/users/${people.ids.ADMIN}`)).status).toBe(403);
    expect((await call('PUT', `/users/${people.ids.ADMIN}`, { role: 'SUPPORT' })).status).toBe(403);
    expect((await call('PUT', `/users/${people.ids.ADMIN}`, { name: 'Still Admin' })).status).toBe(200);
    expect((await call('PUT', `/users/${people.ids.RETAILER}`, { role: 'ADMIN' })).status).toBe(400);
  });

  it('change their own name and language, and their password with the old one; every session ends with it', async () => {
    const tokens = await app.signIn(emailOf('READONLY'));
    const own = (body: object) => app.call('PUT', '/auth/me', { token: tokens.accessToken, body });
    expect(data(await own({ language: 'ne' }))).toMatchObject({ language: 'ne', role: 'READONLY' });
    expect(data(await own({ role: 'ADMIN', status: 'ACTIVE' }))).toMatchObject({ role: 'READONLY' });
    expect((await own({ password: 'a new long one' })).body.error?.code).toBe('CREDENTIALS_INVALID');
    expect((await own({ password: 'a new long one', currentPassword: PASSWORD })).status).toBe(200);
    expect(await me(tokens.accessToken)).toBe(401);
    expect((await app.call('POST', '/auth/refresh', { body: { refreshToken: tokens.refreshToken } })).status).toBe(401);
  });
});

describe('devices', () => {
  it('are listed to the back office, one’s own to others', async () => {
    await app.signIn(emailOf('FIELD_AGENT'), 'agent-phone-1');
    const agent = (await app.signIn(emailOf('FIELD_AGENT'), 'agent-phone-2')).accessToken;
    const mine = list(await call('GET', `/devices?userId=${people.ids.ADMIN}`, undefined, agent));
    expect(mine.map((device) => device.id).sort()).toEqual(['agent-phone-1', 'agent-phone-2']);
    const all = list(await call('GET', '/devices?limit=100'));
    expect(all.length).toBeGreaterThan(3);
    const theirs = list(await call('GET', `/devices?userId=${people.ids.FIELD_AGENT}`));
    expect(theirs).toHaveLength(2);
    expect(theirs[0]).toMatchObject({ userName: 'FIELD_AGENT person', revokedAt: null });
  });

  it('are revoked: token, refresh and a new sign-in with it are refused, sockets are told, other devices go on', async () => {
    const lost = await app.signIn(emailOf('FIELD_AGENT'), 'lost-phone-1');
    const kept = await app.signIn(emailOf('FIELD_AGENT'), 'kept-phone-1');
    expect((await call('POST', '/devices/lost-phone-1/revoke')).status).toBe(200);
    expect(changes).toEqual([{ userId: people.ids.FIELD_AGENT, deviceId: 'lost-phone-1', sessionId: null }]);
    const refused = await app.call('GET', '/auth/me', { token: lost.accessToken });
    expect([refused.status, refused.body.error?.code]).toEqual([401, 'DEVICE_REVOKED']);
    expect((await app.call('POST', '/auth/refresh', { body: { refreshToken: lost.refreshToken } })).status).toBe(401);
    const again = await app.call('POST', '/auth/login', {
      body: { email: emailOf('FIELD_AGENT'), password: PASSWORD, deviceId: 'lost-phone-1' },
    });
    expect(again.body.error?.code).toBe('DEVICE_REVOKED');
    expect(await me(kept.accessToken)).toBe(200);
    expect(await lastAudit()).toMatchObject({
      action: 'device.revoke',
      subjectId: 'lost-phone-1',
      userId: people.ids.ADMIN,
    });
    expect((await call('DELETE', '/devices/lost-phone-1')).status).toBe(200);
  });

  it('are revoked by others only where they are their own', async () => {
    const support = (await app.signIn(emailOf('SUPPORT'), 'support-desk-9')).accessToken;
    expect((await call('DELETE', '/devices/kept-phone-1', undefined, support)).status).toBe(404);
    expect((await call('DELETE', '/devices/support-desk-9', undefined, support)).status).toBe(200);
    expect(await me(support)).toBe(401);
  });

  it('revoked by another process are refused here within five seconds', async () => {
    const { accessToken } = await app.signIn(emailOf('FIELD_AGENT'), 'elsewhere-1');
    expect(await me(accessToken)).toBe(200);
    await app.db.updateTable('devices').set({ revokedAt: app.now() }).where('id', '=', 'elsewhere-1').execute();
    app.pass(5000);
    expect(await me(accessToken)).toBe(401);
  });
});

describe('API keys', () => {
  const make = async (body: object, key?: string) => {
    const answered = await app.call('POST', '/api/v1/api-keys', {
      token: admin,
      body,
      ...(key === undefined ? {} : { key }),
    });
    return { ...answered, made: answered.body.data as { id: string; key: string | null } };
  };

  it('are shown once, stored as a hash, act as their account, and only read where they were made to', async () => {
    const { status, made } = await make({ userId: people.ids.SUPPORT, name: 'Reports' });
    expect([status, made.key?.slice(0, 4)]).toEqual([201, 'khk_']);
    const token = made.key ?? '';
    expect(JSON.stringify(await app.db.selectFrom('apiKeys').selectAll().execute())).not.toContain(token);
    expect(data(await app.call('GET', '/auth/me', { token }))).toMatchObject({ role: 'SUPPORT', deviceId: null });
    expect((await app.call('PUT', '/auth/me', { token, body: { name: 'x' } })).status).toBe(403);
    expect((await call('GET', '/api-keys', undefined, token)).status).toBe(403);
    const listed = list(await call('GET', '/api-keys'));
    expect(listed[0]).toMatchObject({ name: 'Reports', access: 'READ', prefix: token.slice(0, 10) });
    expect(listed[0]?.lastUsedAt).not.toBeNull();
    expect(JSON.stringify(listed)).not.toContain(token);
  });

  it('write where they may, expire, and are revoked', async () => {
    const writer = (await make({ userId: people.ids.SUPPORT, name: 'Importer', access: 'WRITE', expiresInDays: 1 }))
      .made;
    const token = writer.key ?? '';
    expect((await app.call('PUT', '/auth/me', { token, body: { name: 'Renamed' } })).status).toBe(200);
    app.pass(24 * 3_600_000);
    expect(await me(token)).toBe(401);
    admin = (await app.signIn(emailOf('ADMIN'))).accessToken;
    const second = (await make({ userId: people.ids.SUPPORT, name: 'Second' })).made;
    expect(await me(second.key ?? '')).toBe(200);
    expect((await call('DELETE', `/api-keys/${second.id}`)).status).toBe(200);
    expect(await me(second.key ?? '')).toBe(401);
    expect((await call('DELETE', `/api-keys/${second.id}`)).status).toBe(404);
    expect(await me(`khk_${'x'.repeat(43)}`)).toBe(401);
  });

  it('are not shown again by asking again with the same Idempotency-Key, nor kept with it', async () => {
    const body = { userId: people.ids.SUPPORT, name: 'Once' };
    const [first, second] = [await make(body, 'key-once'), await make(body, 'key-once')];
    expect([second.status, second.made.id, second.made.key]).toEqual([201, first.made.id, null]);
    expect(JSON.stringify(await app.db.selectFrom('idempotencyKeys').select('answer').execute())).not.toContain(
      first.made.key ?? '?',
    );
  });
});
