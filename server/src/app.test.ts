import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Role, roleSchema } from '@khaacho/shared/people/contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createWebApp } from './app.ts';
import { readConfig } from './config.ts';
import { type Context, createContext } from './context.ts';
import { featureRoutes } from './features.ts';
import type { Route } from './http/route.ts';
import { type Listening, listen } from './http/server.ts';
import { createLog } from './log.ts';
import { createTestWorld, MORNING, type TestWorld } from './testing/world.ts';

const SIGN_INS: Partial<Record<Role, string>> = {
  ADMIN: 'admin@khaacho.test',
  SUPPORT: 'support@khaacho.test',
  READONLY: 'readonly@khaacho.test',
  VENDOR_STAFF: 'vendor1@khaacho.test',
  FIELD_AGENT: 'agent1@khaacho.test',
};
const answerSchema = z.looseObject({
  success: z.boolean(),
  data: z.unknown().optional(),
  pagination: z.unknown().optional(),
  error: z.looseObject({ code: z.string(), message: z.string() }).optional(),
});

describe('every door of the application', () => {
  let world: TestWorld;
  let context: Context;
  let listening: Listening;
  let routes: Route[];
  let dataDir: string;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    world = await createTestWorld(new Date());
    dataDir = mkdtempSync(join(tmpdir(), 'khaacho-app-'));
    const config = readConfig({ DATA_DIR: dataDir, DATABASE_URL: world.url, PORT: '0', LOG_LEVEL: 'silent' });
    let url = '';
    context = await createContext(config, {
      databaseUrl: world.url,
      log: createLog({ level: 'silent' }),
      ownUrl: () => url,
    });
    listening = await listen(createWebApp(context, MORNING).app, { host: '127.0.0.1', port: 0 });
    url = listening.url;
    routes = [...featureRoutes(context), ...context.sync.routes];
    for (const email of [...Object.values(SIGN_INS), 'vendor2@khaacho.test', 'agent2@khaacho.test']) {
      const { body } = await call('POST', '/auth/login', {
        body: { email, password: 'khaacho-demo', deviceId: `test-${email.split('@')[0]}` },
      });
      tokens.set(email, z.looseObject({ accessToken: z.string() }).parse(body.data).accessToken);
    }
  });
  afterAll(async () => {
    context.demo?.twilio.stop();
    await listening.close(0);
    await context.database.close();
    await world.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function call(method: string, path: string, options: { as?: string; body?: unknown } = {}) {
    const token = options.as ? tokens.get(options.as) : undefined;
    const response = await fetch(`${listening.url}/api/v1${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, text, body: isJson ? answerSchema.parse(JSON.parse(text)) : { success: false } };
  }
  const pathOf = (route: Route) => route.path.replace(/:(\w+)/g, '00000000-0000-7000-8000-000000000000');
  const bodyFor = (route: Route) => (route.method === 'get' ? {} : { body: {} });

  it('asks who is there, and turns away every role that is not named', async () => {
    let checked = 0;
    for (const route of routes) {
      if (route.roles === 'public') continue;
      const stranger = await call(route.method.toUpperCase(), pathOf(route), bodyFor(route));
      expect(stranger.status, `${route.method} ${route.path} without a token`).toBe(401);
      for (const role of roleSchema.options) {
        const email = SIGN_INS[role];
        if (!email || route.roles.includes(role)) continue;
        const refused = await call(route.method.toUpperCase(), pathOf(route), { as: email, ...bodyFor(route) });
        expect(refused.status, `${route.method} ${route.path} as ${role}`).toBe(403);
        expect(refused.body.error?.code).toBe('FORBIDDEN');
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(40);
  });

  it('keeps public only what must be', () => {
    expect(
      routes
        .filter((route) => route.roles === 'public')
        .map((route) => `${route.method} ${route.path}`)
        .sort(),
    ).toEqual([
      'get /auth/keys',
      'post /auth/login',
      'post /auth/logout',
      'post /auth/refresh',
      'post /auth/verify-otp',
      'post /whatsapp/status',
      'post /whatsapp/webhook',
    ]);
  });

  it('lets a vendor see its own orders and no others, in lists, single reads and moves', async () => {
    const own = await world.db
      .selectFrom('users')
      .select('vendorId')
      .where('email', '=', 'vendor1@khaacho.test')
      .executeTakeFirstOrThrow();
    const listed = z
      .array(z.looseObject({ vendorId: z.string() }))
      .parse((await call('GET', '/orders?limit=100', { as: 'vendor1@khaacho.test' })).body.data);
    expect(listed.length).toBeGreaterThan(0);
    expect(new Set(listed.map((order) => order.vendorId))).toEqual(new Set([own.vendorId]));
    const foreign = await world.db
      .selectFrom('orders')
      .select(['id', 'orderNumber'])
      .where('vendorId', '!=', own.vendorId ?? '')
      .where('state', '=', 'ASSIGNED')
      .executeTakeFirstOrThrow();
    expect((await call('GET', `/orders/${foreign.id}`, { as: 'vendor1@khaacho.test' })).status).toBe(404);
    expect((await call('GET', `/orders/${foreign.id}/tracking`, { as: 'vendor1@khaacho.test' })).status).toBe(404);
    const moved = await call('PUT', `/orders/${foreign.id}/status`, {
      as: 'vendor1@khaacho.test',
      body: { status: 'ACCEPTED' },
    });
    expect(moved.status).toBe(404);
    expect(moved.text).not.toContain(foreign.orderNumber);
    expect((await call('GET', `/orders?q=${foreign.orderNumber}`, { as: 'vendor1@khaacho.test' })).body.data).toEqual(
      [],
    );
  });

  it('lets an agent touch the shops of their territory and no others', async () => {
    const foreign = await world.db
      .selectFrom('retailers')
      .select(['id', 'name'])
      .where('territoryId', 'not in', (eb) =>
        eb
          .selectFrom('userTerritories as t')
          .innerJoin('users as u', 'u.id', 't.userId')
          .select('t.territoryId')
          .where('u.email', '=', 'agent1@khaacho.test'),
      )
      .executeTakeFirstOrThrow();
    const as = 'agent1@khaacho.test';
    const tries = [
      await call('GET', `/retailers/${foreign.id}`, { as }),
      await call('GET', `/credit/${foreign.id}`, { as }),
      await call('GET', `/credit/${foreign.id}/ledger`, { as }),
      await call('POST', '/credit/payment', { as, body: { retailerId: foreign.id, amountPaisa: 100, method: 'CASH' } }),
      await call('POST', '/orders', {
        as,
        body: { retailerId: foreign.id, items: [{ sku: 'RICE-1KG', quantity: 10 }] },
      }),
    ];
    for (const answer of tries) {
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain(foreign.name);
    }
    expect((await call('GET', `/retailers?q=${encodeURIComponent(foreign.name)}`, { as })).body.data).toEqual([]);
  });

  it('takes an order once for one key, says what is wrong with a bad one, and ignores a price that is sent along', async () => {
    const as = 'admin@khaacho.test';
    const bad = await call('POST', '/orders', {
      as,
      body: {
        retailerId: world.sita,
        items: [
          { sku: 'NOT-THERE', quantity: 1 },
          { sku: 'DAL-1KG', quantity: 5 },
        ],
      },
    });
    expect(bad).toMatchObject({ status: 404, body: { error: { code: 'PRODUCT_UNKNOWN' } } });
    for (const quantity of [0, -1, 1.2345, 1e9, 'ten', null]) {
      const refused = await call('POST', '/orders', {
        as,
        body: { retailerId: world.sita, items: [{ sku: 'RICE-1KG', quantity }] },
      });
      expect(refused.status, String(quantity)).toBe(400);
    }
    const made = await call('POST', '/orders', {
      as,
      body: {
        retailerId: world.sita,
        items: [
          { sku: 'RICE-1KG', quantity: '10', unitPricePaisa: 1 },
          { sku: 'dal-1kg', quantity: 5 },
        ],
        totalPaisa: 1,
      },
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        data: {
          subtotalPaisa: 210_000,
          taxPaisa: 27_300,
          totalPaisa: 237_300,
          status: 'ASSIGNED',
          items: [
            { sku: 'RICE-1KG', quantity: 10 },
            { sku: 'DAL-1KG', quantity: 5 },
          ],
        },
      },
    });
    const over = await call('POST', '/orders', {
      as,
      body: { retailerId: world.sita, items: [{ sku: 'RICE-1KG', quantity: 400 }] },
    });
    expect(over).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'CREDIT_LIMIT_EXCEEDED',
          details: [{ figures: { limitPaisa: 5_000_000, reservedPaisa: 237_300, maxOrderPaisa: 4_762_700 } }],
        },
      },
    });
  });

  it('pages a list by number and by cursor alike', async () => {
    const as = 'admin@khaacho.test';
    const ids = (answer: { body: { data?: unknown } }) =>
      z
        .array(z.looseObject({ id: z.string() }))
        .parse(answer.body.data)
        .map((order) => order.id);
    const byPage = [
      ...ids(await call('GET', '/orders?limit=7&page=1&status=COMPLETED', { as })),
      ...ids(await call('GET', '/orders?limit=7&page=2&status=COMPLETED', { as })),
    ];
    expect(new Set(byPage).size).toBe(14);
    const first = await call('GET', '/orders?limit=7&status=COMPLETED', { as });
    const { nextCursor } = z.looseObject({ nextCursor: z.string() }).parse(first.body.pagination);
    const byCursor = [
      ...ids(first),
      ...ids(await call('GET', `/orders?limit=7&status=COMPLETED&cursor=${nextCursor}`, { as })),
    ];
    expect(byCursor).toEqual(byPage);
    for (const query of ['limit=0', 'limit=101', 'page=-1', 'status=NONSENSE', 'cursor=garbage']) {
      expect((await call('GET', `/orders?${query}`, { as })).status, query).toBe(400);
    }
  });
});
