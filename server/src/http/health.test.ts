import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { ok } from '@khaacho/shared/kernel/result.ts';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { transaction } from '../db/database.ts';
import { createTestApp, emailOf, seedPeople, type TestApp } from '../people/test-app.ts';
import { route } from './route.ts';

/** A proxy before PostgreSQL that can be cut, as a restart or a broken network does, and mended. */
function createSwitchableLine() {
  const sockets = new Set<Socket>();
  let target = { host: '127.0.0.1', port: 0 };
  let port = 0;
  let server: Server | null = null;
  const mend = async () => {
    server = createServer((near) => {
      const far = connect(target);
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on('error', () => {});
        socket.on('close', () => {
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
    await once(server.listen(port, '127.0.0.1'), 'listening');
    const address = server.address();
    if (address && typeof address === 'object') port = address.port;
  };
  const cut = async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    if (server) await once(server.close(), 'close');
    server = null;
  };
  const to = async (databaseUrl: string) => {
    const url = new URL(databaseUrl);
    target = { host: url.hostname, port: Number(url.port) };
    await mend();
    url.host = `127.0.0.1:${port}`;
    return url.href;
  };
  return { to, cut, mend };
}

let app: TestApp;
afterEach(() => app.close());

describe('health doors', () => {
  it('say what monitors look for', async () => {
    app = await createTestApp();
    const health = await app.call('GET', '/health');
    expect([health.status, JSON.parse(health.text)]).toEqual([
      200,
      { status: 'OK', timestamp: expect.any(String), uptime: expect.any(Number), checks: { database: 'ok' } },
    ]);
    const enveloped = await app.call('GET', '/api/v1/health');
    expect(JSON.parse(enveloped.text)).toMatchObject({
      success: true,
      data: { status: 'OK' },
      status: 'OK',
      timestamp: expect.any(String),
      uptime: expect.any(Number),
    });
    expect((await app.call('GET', '/readyz')).status).toBe(200);
    expect((await app.call('GET', '/livez')).status).toBe(200);
  });

  it('readiness ends while the database is away, liveness does not, requests are answered 503; then all is well again', async () => {
    const line = createSwitchableLine();
    app = await createTestApp({ through: line.to });
    await seedPeople(app.db, app.now());
    const { accessToken: token } = await app.signIn(emailOf('ADMIN'));
    const ask = async () => {
      // Past the time for which an earlier look at the rights is remembered.
      app.pass(6000);
      const answered = await app.call('GET', '/auth/me', { token });
      return [answered.status, answered.body.error?.code, answered.headers.get('retry-after')];
    };
    await line.cut();
    expect((await app.call('GET', '/readyz')).status).toBe(503);
    expect(JSON.parse((await app.call('GET', '/health')).text)).toMatchObject({
      status: 'UNAVAILABLE',
      checks: { database: 'failed' },
    });
    expect((await app.call('GET', '/livez')).status).toBe(200);
    expect(await ask()).toEqual([503, 'UNAVAILABLE', '1']);
    await line.mend();
    expect((await app.call('GET', '/readyz')).status).toBe(200);
    expect(await ask()).toEqual([200, undefined, null]);
    await app.database.close();
    expect(await ask()).toEqual([503, 'UNAVAILABLE', '1']);
    await line.cut();
  });

  it('an exhausted pool is 503 in time, not a hang, and passes when a connection is free', async () => {
    const hold = Promise.withResolvers<void>();
    const held = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    app = await createTestApp({
      poolSize: 2,
      acquireTimeoutMs: 200,
      routes: ({ db }) => [
        route({
          method: 'get',
          path: '/t/query',
          roles: 'public',
          summary: 'One query.',
          answer: z.number(),
          handler: async () => ok((await sql`select 1`.execute(db)).rows.length),
        }),
      ],
    });
    const holders = held.map(({ resolve }) =>
      transaction(app.db, async (tx) => {
        await sql`select 1`.execute(tx);
        resolve();
        await hold.promise;
      }),
    );
    await Promise.all(held.map(({ promise }) => promise));
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.call('GET', '/t/query')));
    for (const answered of answers) expect([answered.status, answered.body.error?.code]).toEqual([503, 'UNAVAILABLE']);
    expect((await app.call('GET', '/readyz')).status).toBe(503);
    hold.resolve();
    await Promise.all(holders);
    expect((await app.call('GET', '/t/query')).status).toBe(200);
    expect((await app.call('GET', '/readyz')).status).toBe(200);
  });

  it('metrics are labelled by route template and status class, and hold nobody’s id', async () => {
    app = await createTestApp();
    await seedPeople(app.db, app.now());
    const { accessToken: token } = await app.signIn(emailOf('ADMIN'));
    await app.call('GET', '/api/v1/users/01980000-0000-7000-8000-000000000001', { token });
    await app.call('GET', '/wp-admin/9801000001.php');
    const text = (await app.call('GET', '/metrics')).text;
    expect(text).toMatch(
      /http_request_seconds_bucket\{le="0.2",process="test",method="GET",route="\/api\/v1\/users\/:id",status="4xx"\} 1/,
    );
    expect(text).toContain('route="other"');
    expect(text).not.toMatch(/01980000|9801000001|wp-admin/);
  });
});
