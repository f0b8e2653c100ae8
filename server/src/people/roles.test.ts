import { roleSchema } from '@khaacho/shared/people/contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../http/route.ts';
import { createTestApp, emailOf, seedPeople, type TestApp } from './test-app.ts';

let app: TestApp;
const tokens = new Map<string, string>();

beforeAll(async () => {
  app = await createTestApp();
  await seedPeople(app.db, app.now());
  for (const role of roleSchema.options) tokens.set(role, (await app.signIn(emailOf(role))).accessToken);
});
afterAll(() => app.close());

/** Ids that exist nowhere: an admitted call ends in 200, 400 or 404, and changes nothing. */
const pathOf = (route: Route) => `/api/v1${route.path.replaceAll(/:\w+/g, '01980000-0000-7000-8000-00000000dead')}`;
const ADMITTED = new Set([200, 201, 400, 404]);

describe('every declared door', () => {
  it('answers 401 without a token, 403 to a role it does not name, and admits the others', async () => {
    let checked = 0;
    for (const route of app.routes.filter((door) => door.roles !== 'public')) {
      const door = `${route.method} ${route.path}`;
      const body = route.contracts.body ? { body: { hostile: true } } : {};
      const bare = await app.call(route.method.toUpperCase(), pathOf(route), body);
      expect([door, bare.status, bare.body.error?.code]).toEqual([door, 401, 'UNAUTHENTICATED']);
      for (const role of roleSchema.options) {
        const answered = await app.call(route.method.toUpperCase(), pathOf(route), {
          ...body,
          token: tokens.get(role) ?? '',
        });
        const verdict = ADMITTED.has(answered.status) ? 'admitted' : `${answered.status} ${answered.body.error?.code}`;
        expect([door, role, verdict]).toEqual([door, role, route.roles.includes(role) ? 'admitted' : '403 FORBIDDEN']);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThanOrEqual(90);
  });

  it('leaves a line in the audit log for each refused role', async () => {
    const refused = app.routes
      .filter((door) => door.roles !== 'public')
      .flatMap((door) => roleSchema.options.filter((role) => !door.roles.includes(role)));
    const lines = await app.db.selectFrom('auditLog').select('role').where('action', '=', 'access.forbidden').execute();
    expect(lines).toHaveLength(refused.length);
  });

  it('is public on purpose', () => {
    const open = app.routes.filter((door) => door.roles === 'public').map((door) => `${door.method} ${door.path}`);
    expect(open.sort()).toEqual([
      'get /auth/keys',
      'post /auth/login',
      'post /auth/logout',
      'post /auth/refresh',
      'post /auth/verify-otp',
    ]);
  });
});
