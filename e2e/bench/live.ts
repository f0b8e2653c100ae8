/** From the commit on the server to a change at a desk: at the socket, and as a row in a real browser. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { openBrowser, openDesk, signInAtDesk } from '../support/browser.ts';
import { dataOf, Http, textOf } from './lib/http.ts';
import { spreadOf, until } from './lib/load.ts';
import { figure, long, Report } from './lib/report.ts';
import { type Server, signIn, startServer, type World, withWorld } from './lib/server.ts';

const report = new Report('live');
const changedSchema = z.looseObject({ collection: z.string(), documents: z.array(z.looseObject({ id: z.string() })) });
/** The wall clock to a tenth of a millisecond; PostgreSQL, this process and Chromium on one machine share it. */
const wallMs = () => performance.timeOrigin + performance.now();

function row(what: string, ms: readonly number[]): void {
  const { p50, p95, p99, max } = spreadOf(ms);
  const figures = { 'p50 ms': figure(p50), 'p95 ms': figure(p95), 'p99 ms': figure(p99), 'max ms': figure(max) };
  report.row({ what, count: ms.length, ...figures });
}

type Office = {
  /** Orders two goods from the first vendor; answers the order once the server has. */
  order(): Promise<{ id: string; number: string }>;
  cancel(id: string): Promise<void>;
  /** When an order's last change was committed, by PostgreSQL's own record. */
  committedAt(id: string): Promise<number>;
  close(): void;
};

async function openOffice(world: World, server: Server): Promise<Office> {
  const http = new Http(server.url, 4);
  const headers = { authorization: `Bearer ${await signIn(http, 'admin@khaacho.test')}` };
  await world.db.query(
    `UPDATE house_settings SET house = house || '{"maxActiveOrders": 1000000, "maxUnansweredOrders": 1000000}'`,
  );
  await world.db.query(`UPDATE credit_accounts SET limit_paisa = 900000000000`);
  const one = async (text: string) => z.object({ id: z.string() }).parse((await world.db.query(text)).rows[0]).id;
  const vendorId = await one(`SELECT vendor_id AS id FROM users WHERE email = 'vendor1@khaacho.test'`);
  const retailerId = await one(`SELECT id FROM retailers WHERE phone = '+9779800000001'`);
  const items = [
    { sku: 'RICE-1KG', quantity: 10 },
    { sku: 'DAL-1KG', quantity: 5 },
  ];
  return {
    order: async () => {
      const data = dataOf(await http.json('POST', '/api/v1/orders', headers, { retailerId, vendorId, items }));
      return { id: textOf(data, 'id'), number: textOf(data, 'orderNumber') };
    },
    cancel: async (id) => {
      dataOf(await http.json('PUT', `/api/v1/orders/${id}/status`, headers, { status: 'CANCELLED', reason: 'bench' }));
    },
    committedAt: async (id) => {
      const { rows } = await world.db.query(
        'SELECT (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000)::float8 AS at FROM orders WHERE id = $1',
        [id],
      );
      return z.object({ at: z.number() }).parse(rows[0]).at;
    },
    close: () => http.close(),
  };
}

/** As many desks of one vendor as asked for hear of each order. */
async function atSockets(count: number, rounds: number, server: Server, office: Office): Promise<void> {
  const http = new Http(server.url, 1);
  const deviceId = 'bench-live-vendor';
  const token = await signIn(http, 'vendor1@khaacho.test', deviceId);
  http.close();
  const heard = new Map<string, number[]>();
  const listen = () =>
    new Promise<Socket>((resolve, reject) => {
      const auth = { token, deviceId, protocol: 1, schemaVersion: 1 };
      const socket = io(`${server.url}/replica`, { transports: ['websocket'], forceNew: true, auth });
      socket.once('connect', () => resolve(socket)).once('connect_error', reject);
      socket.on('changed', (message: unknown) => {
        const at = wallMs();
        const { collection, documents } = changedSchema.parse(message);
        if (collection === 'orders') for (const { id } of documents) heard.set(id, [...(heard.get(id) ?? []), at]);
      });
    });
  const sockets = await Promise.all(Array.from({ length: count }, listen));
  const ms: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { id } = await office.order();
    const arrivals = await until('every socket to hear', async () => {
      const times = heard.get(id) ?? [];
      return times.length >= count ? times.slice(0, count) : null;
    });
    const committed = await office.committedAt(id);
    ms.push(...arrivals.map((at) => at - committed));
    await office.cancel(id);
  }
  for (const socket of sockets) socket.disconnect();
  row(`commit → change at ${count} socket${count > 1 ? 's' : ''} of one scope`, ms);
}

/** A vendor's desk in Chromium: when the card of a new order stands in the page. */
async function inTheBrowser(server: Server, office: Office): Promise<void> {
  if (!existsSync(join(import.meta.dirname, '..', '..', 'desktop', 'out', 'renderer', 'index.html'))) {
    report.note('Left out: the row in a browser, because the page is not built (npm start builds it).');
    return;
  }
  const browser = await openBrowser();
  try {
    const desk = await openDesk(browser, server.url);
    await signInAtDesk(desk, 'vendor1@khaacho.test');
    // Noted by the page itself, in the same task in which the card comes to stand there; the next frame paints it.
    await desk.page.evaluate(() => {
      const seen = new Map<string, number>();
      Object.assign(window, { benchSeen: (id: string) => seen.get(id) ?? null });
      const look = () => {
        for (const card of document.querySelectorAll('[data-testid^="order-row-"]')) {
          const id = card.getAttribute('data-testid') ?? '';
          if (!seen.has(id)) seen.set(id, performance.timeOrigin + performance.now());
        }
      };
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true });
    });
    const ms: number[] = [];
    for (let round = 0; round < long(100, 30); round += 1) {
      const { id, number } = await office.order();
      const shown = await until('the card', () =>
        desk.page.evaluate((card) => {
          const find: unknown = Reflect.get(window, 'benchSeen');
          const at: unknown = typeof find === 'function' ? find(card) : null;
          return typeof at === 'number' ? at : null;
        }, `order-row-${number}`),
      );
      ms.push(shown - (await office.committedAt(id)));
      await office.cancel(id);
    }
    row('commit → row shown in a browser (Chromium)', ms);
  } finally {
    await browser.close();
  }
}

await withWorld(
  async (world) => {
    const server = await startServer(world);
    const office = await openOffice(world, server);
    await atSockets(1, long(200, 60), server, office);
    await atSockets(200, long(100, 20), server, office);
    await inTheBrowser(server, office);
    office.close();
    await server.stop();
  },
  { track_commit_timestamp: 'on' },
);
report.note('From the moment PostgreSQL recorded as the commit; orders of two lines, one at a time.');
report.finish();
