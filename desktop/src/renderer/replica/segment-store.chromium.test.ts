import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const ORDERS = 20_000;
const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** playwright-core belongs to the journeys' package. */
const journeys = at('../../../../e2e/package.json');

const syncSchema = z.object({
  milliseconds: z.number(),
  longestStall: z.number(),
  jsonMegabytes: z.number(),
  diskMegabytes: z.number(),
});
const openSchema = z.object({
  milliseconds: z.number(),
  orders: z.number(),
  received: z.number(),
  lines: z.number(),
  newest: z.array(z.string()),
  newestMilliseconds: z.number(),
});
type Page = {
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  evaluate(script: string): Promise<unknown>;
  waitForEvent(event: 'load'): Promise<unknown>;
};
type Context = { newPage(): Promise<Page>; close(): Promise<void> };
type Playwright = { chromium: { launchPersistentContext(folder: string, options: object): Promise<Context> } };

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.runIf(existsSync(chromium) && existsSync(journeys))('segment store in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'khaacho-replica-'));
  let context: Context;
  let page: Page;
  const server = createServer((request, response) => {
    const script = request.url === '/page.js';
    response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
    response.end(
      script ? readFileSync(join(folder, 'page.js')) : '<!doctype html><script type="module" src="/page.js"></script>',
    );
  });

  beforeAll(async () => {
    const entry = at('./testing/chromium-page.ts');
    const lib = { entry, formats: ['es' as const], fileName: 'page' };
    await build({ configFile: false, logLevel: 'error', build: { outDir: folder, lib, minify: false } });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const playwright: Playwright = createRequire(journeys)('playwright-core');
    const options = { executablePath: chromium, headless: true, args: ARGUMENTS };
    context = await playwright.chromium.launchPersistentContext(join(folder, 'profile'), options);
    page = await context.newPage();
  }, 60_000);

  afterAll(async () => {
    await context?.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = (call: string) => {
    return page.evaluate(
      `(async () => { while (!window.replicaCheck) await new Promise(requestAnimationFrame); return replicaCheck.${call}; })()`,
    );
  };

  it(`takes and opens ${ORDERS} orders, sealed`, async () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    await page.goto(`http://127.0.0.1:${address.port}/`);
    const synced = syncSchema.parse(await ask(`sync(${ORDERS})`));
    await page.reload();
    const opened = openSchema.parse(await ask('reopen()'));
    expect(opened.orders).toBe(ORDERS);
    expect(opened.newest).toHaveLength(50);
    expect([...opened.newest].sort().reverse()).toEqual(opened.newest);
    console.log(
      `segment store, ${ORDERS} orders (${synced.jsonMegabytes.toFixed(0)} MB of JSON): first sync ${synced.milliseconds.toFixed(0)} ms, ` +
        `longest stall ${synced.longestStall.toFixed(0)} ms, ${synced.diskMegabytes.toFixed(1)} MB on disk; ` +
        `cold open ${opened.milliseconds.toFixed(0)} ms, newest 50 in ${opened.newestMilliseconds.toFixed(1)} ms`,
    );
  }, 120_000);

  it(`takes ${ORDERS} packed orders, goes on where a reload cut it off, and opens them with their lines`, async () => {
    // The page loads itself anew in the middle: listened for beforehand, or the old page's load would count.
    const anew = page.waitForEvent('load');
    await ask(`syncPacked(${ORDERS}, 2)`).catch(() => 'the page was loaded anew');
    await anew;
    const cut = openSchema.parse(await ask('reopen(true)'));
    // Whole pages and their mark, or neither.
    expect(cut.orders).toBe(cut.received);
    expect(cut.orders % 5_000).toBe(0);
    expect(cut.orders).toBeGreaterThanOrEqual(10_000);
    expect(cut.orders).toBeLessThan(ORDERS);
    const rest = syncSchema.parse(await ask(`syncPacked(${ORDERS})`));
    await page.reload();
    const opened = openSchema.parse(await ask('reopen(true)'));
    expect(opened).toMatchObject({ orders: ORDERS, received: ORDERS, lines: 3 * ORDERS });
    expect([...opened.newest].sort().reverse()).toEqual(opened.newest);
    console.log(
      `packed, the last ${ORDERS - cut.orders} orders (${rest.jsonMegabytes.toFixed(1)} MB): ${rest.milliseconds.toFixed(0)} ms, ` +
        `longest stall ${rest.longestStall.toFixed(0)} ms, ${rest.diskMegabytes.toFixed(1)} MB on disk; ` +
        `cold open ${opened.milliseconds.toFixed(0)} ms`,
    );
  }, 120_000);
});
