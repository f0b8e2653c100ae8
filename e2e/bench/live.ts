/** From the commit on the server to the change at a desk: at the socket, and as a row in a browser. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { io } from 'socket.io-client';
import { z } from 'zod';
import { Http } from './lib/http.ts';
import { spreadOf } from './lib/load.ts';
import { figure, long, Report } from './lib/report.ts';
import { type Server, signIn, startServer, type World, withWorld } from './lib/server.ts';

const report = new Report('live');
const ROUNDS = long(200, 60);
const changedSchema = z.looseObject({ collection: z.string(), documents: z.array(z.looseObject({ id: z.string() })) });

function row(what: string, ms: number[]): void {
  const { p50, p95, p99, max } = spreadOf(ms);
  report.row({
    what,
    changes: ms.length,
    'p50 ms': figure(p50),
    'p95 ms': figure(p95),
    'p99 ms': figure(p99),
    'max ms': figure(max),
  });
}

async function atTheSocket(world: World, server: Server): Promise<void> {
  const http = new Http(server.url, 4);
  const deviceId = 'bench-live-device-1';
  const token = await signIn(http, 'admin@khaacho.test', deviceId);
  const { rows } = await world.db.query("SELECT id FROM retailers WHERE phone = '+9779800000002'");
  const { id } = z.object({ id: z.string() }).parse(rows[0]);
  const socket = io(`${server.url}/replica`, {
    transports: ['websocket'],
    auth: { token, deviceId, protocol: 1, schemaVersion: 1 },
  });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
  const arrivals = new Map<number, () => void>();
  socket.on('changed', (message: unknown) => {
    const { collection, documents } = changedSchema.parse(message);
    if (collection !== 'retailers') return;
    for (const document of documents) {
      const { credit } = z.looseObject({ credit: z.looseObject({ limitPaisa: z.number() }) }).parse(document);
      arrivals.get(credit.limitPaisa)?.();
    }
  });
  const ms: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const limitPaisa = 7_000_000 + round * 100;
    const arrived = new Promise<void>((resolve) => arrivals.set(limitPaisa, resolve));
    const command = {
      id: crypto.randomUUID(),
      type: 'credit.setLimit',
      version: 1,
      payload: { retailerId: id, limitPaisa, reason: 'bench' },
      issuedAt: new Date().toISOString(),
      deviceSeq: round + 1,
    };
    const answer: unknown = await socket.timeout(10_000).emitWithAck('push', { commands: [command] });
    const from = performance.now();
    if (!JSON.stringify(answer).includes('"applied"')) throw new Error(JSON.stringify(answer));
    await arrived;
    ms.push(performance.now() - from);
  }
  socket.disconnect();
  row('verdict answered → change at a socket', ms);
}

async function inTheBrowser(world: World, server: Server): Promise<void> {
  const built = existsSync(join(import.meta.dirname, '..', '..', 'desktop', 'out', 'renderer', 'index.html'));
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  if (!built || !existsSync(executablePath)) {
    report.note('Left out: the browser (no Chromium, or the page is not built; npm start builds it).');
    return;
  }
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.getByTestId('sign-in-email').fill('vendor1@khaacho.test');
    await page.getByTestId('sign-in-password').fill('khaacho-demo');
    await page.getByTestId('sign-in-submit').click();
    await page.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
    await page.goto(`${server.url}/stock`);
    await page.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
    await page.getByTestId('list-search').fill('RICE-1KG');
    const line = page.getByTestId('stock-row-RICE-1KG');
    await line.waitFor();
    const http = new Http(server.url, 2);
    const deviceId = 'bench-live-device-2';
    const token = await signIn(http, 'admin@khaacho.test', deviceId);
    const { rows } = await world.db.query(
      "SELECT f.id FROM offers f JOIN users u ON u.vendor_id = f.vendor_id JOIN products p ON p.id = f.product_id WHERE u.email = 'vendor1@khaacho.test' AND p.sku = 'RICE-1KG'",
    );
    const { id } = z.object({ id: z.string() }).parse(rows[0]);
    const ms: number[] = [];
    for (let round = 0; round < long(100, 30); round += 1) {
      const pricePaisa = 15_000 + round + 1;
      const shown = `${Math.floor(pricePaisa / 100)}.${String(pricePaisa % 100).padStart(2, '0')}`;
      const seen = page.waitForFunction(
        (text) => document.querySelector('[data-testid="stock-row-RICE-1KG"]')?.textContent?.includes(text),
        shown,
        { polling: 'raf' },
      );
      const command = {
        id: crypto.randomUUID(),
        type: 'offer.update',
        version: 1,
        payload: { offerId: id, pricePaisa },
        issuedAt: new Date().toISOString(),
        deviceSeq: round + 1,
      };
      const from = performance.now();
      await http.json(
        'POST',
        '/api/v1/replica/commands',
        { authorization: `Bearer ${token}` },
        { commands: [command] },
      );
      await seen;
      ms.push(performance.now() - from);
    }
    row('command sent → row shown in another browser', ms);
  } finally {
    await browser.close();
  }
}

await withWorld(async (world) => {
  const server = await startServer(world);
  await atTheSocket(world, server);
  await inTheBrowser(world, server);
  await server.stop();
});
report.note(
  'The browser figure holds the command’s own way: HTTP, transaction with a commit to disk, numbering, socket, replica, screen.',
);
report.finish();
