import { newId } from '@khaacho/shared/kernel/ids.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transaction } from '../db/database.ts';
import { createTestApp, emailOf, seedPeople, type TestApp } from '../people/test-app.ts';
import { learnCorrections } from './learned-service.ts';
import { catalogueRoutes } from './routes.ts';

let app: TestApp;
let admin: string;
let readonly: string;
const rice = newId(new Date('2026-11-20T04:00:00Z'));
const shop = newId(new Date('2026-11-20T04:00:01Z'));

beforeAll(async () => {
  app = await createTestApp({ routes: ({ db }) => catalogueRoutes(db) });
  await seedPeople(app.db, app.now());
  admin = (await app.signIn(emailOf('ADMIN'))).accessToken;
  readonly = (await app.signIn(emailOf('READONLY'))).accessToken;
  const now = app.now();
  const good = {
    sku: 'RICE-1KG',
    name: 'Basmati Rice 1KG',
    nameNe: 'बासमती चामल',
    category: 'Rice',
    unit: 'packet',
    baseUnit: 'g',
    basePerUnit: 1000,
    taxClass: 'VAT',
  };
  await app.db
    .insertInto('products')
    .values({
      id: rice,
      ...good,
      packs: JSON.stringify([{ unit: 'sack', quantityMilli: 25_000 }]),
      createdAt: now,
      updatedAt: now,
    })
    .execute();
  await app.db
    .insertInto('retailers')
    .values({
      id: shop,
      name: 'Test Kirana',
      phone: '+9779855500001',
      city: 'Birendranagar',
      address: 'Birendranagar 4',
      language: 'en',
      createdAt: now,
      updatedAt: now,
    })
    .execute();
});
afterAll(() => app.close());

const call = (method: string, path: string, token: string, body?: unknown) =>
  app.call(method, `/api/v1${path}`, { token, ...(body === undefined ? {} : { body }) });

describe('the doors of the catalogue', () => {
  it.each(['RICE-1KG', 'basmati', 'bashmati rais', 'चामल', 'बासमती'])(
    'find a good by %s, with its packs',
    async (q) => {
      const found = await call('GET', `/products/search?q=${encodeURIComponent(q)}`, readonly);
      expect(found.body.data).toMatchObject([{ sku: 'RICE-1KG', packs: [{ unit: 'sack', quantityMilli: 25_000 }] }]);
    },
  );

  it('show what was learned and forget it with a reason; who only reads may not', async () => {
    await transaction(app.db, (tx) =>
      learnCorrections(tx, shop, [{ written: 'seto dana', productId: rice }], null, app.now()),
    );
    const listed = await call('GET', `/products/learned-names?productId=${rice}`, readonly);
    expect(listed.body.data).toMatchObject([
      { alias: 'seto dana', sku: 'RICE-1KG', retailerName: 'Test Kirana', ambiguous: false },
    ]);
    const forget = { alias: 'seto dana', retailerId: shop, reason: 'said by mistake' };
    expect((await call('POST', `/products/${rice}/forget-alias`, readonly, forget)).status).toBe(403);
    expect((await call('POST', `/products/${rice}/forget-alias`, admin, { ...forget, reason: '' })).status).toBe(400);
    expect((await call('POST', `/products/${rice}/forget-alias`, admin, forget)).body.data).toEqual({ forgotten: 1 });
    expect((await call('POST', `/products/${rice}/forget-alias`, admin, forget)).status).toBe(404);
    const line = await app.db
      .selectFrom('auditLog')
      .selectAll()
      .where('action', '=', 'alias.forget')
      .executeTakeFirstOrThrow();
    expect(line).toMatchObject({ subjectId: rice, reason: 'said by mistake' });
  });
});
