/**
 * npm run bench -- replica: our replica beside rxdb-server and PouchDB in the same Chromium, with the same orders.
 * `--full` (or BENCH_FULL=1) adds 100,000 orders; `--orders=N` measures that many; `--no-peers` leaves the others out.
 */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { figure, Report, type Row } from './lib/report.ts';
import { startServer, type World, withWorld } from './lib/server.ts';
import { measureApp } from './replica/app.ts';
import { firstSync, openSubject, push, reconnect, type Subject, visible } from './replica/measure.ts';
import { addOrders, dumpOrders } from './replica/orders.ts';
import { buildPage, buildRenderer, openOurs } from './replica/ours.ts';
import { installPeers, openPeer, peers } from './replica/peer.ts';

type Figures = { name: string; firstSync: number; reconnect: number; visible: number; push: number };

const SMALL = 10_000;
const LARGE = 100_000;
const flags = process.argv.slice(2);
const asked = flags.find((flag) => flag.startsWith('--orders='))?.slice('--orders='.length);
const full = flags.includes('--full') || process.env.BENCH_FULL === '1';
/** `--peers=rxdb` measures that one only. */
const chosen = peers.filter((peer) => {
  const named = flags.find((flag) => flag.startsWith('--peers='));
  return named === undefined || named === `--peers=${peer}`;
});
const sizes = asked ? [Number(asked)] : full ? [SMALL, LARGE] : [SMALL];

/** All the work with one subject. `writes` is the page that also sends, where that is another one. */
async function measure(browser: Browser, report: Report, subject: Subject, writes: Subject): Promise<Figures> {
  const row: Row = { what: subject.name, orders: subject.orders };
  console.log(`${subject.name}: ${subject.orders} orders …`);
  const first = await firstSync(browser, subject);
  const back = await reconnect(first.tab, subject, 500_000);
  const shown = await visible(first.tab, subject);
  await first.tab.close();
  const desk = await openSubject(browser, writes, writes.writer);
  await desk.page.evaluate((orders) => window.bench.firstSync(orders), writes === subject ? 0 : writes.orders);
  if (writes !== subject) first.row['first sync with push s'] = figure((performance.now() - desk.since) / 1000, 2);
  await desk.page.evaluate((id) => window.bench.follow(id), writes.followed);
  const pushed = await push(desk, writes);
  await desk.close();
  report.row({ ...row, ...first.row, ...back.row, ...shown.row, ...pushed.row });
  return { name: subject.name, firstSync: first.ms, reconnect: back.ms, visible: shown.p50, push: pushed.ms };
}

async function measurePeers(browser: Browser, report: Report, ordersFile: string, ours: Figures): Promise<void> {
  try {
    installPeers();
  } catch (error) {
    report.note(`The peers could not be installed from the npm registry: ${String(error).split('\n')[0]}`);
    return;
  }
  for (const name of chosen) {
    try {
      const peer = await openPeer(name, ordersFile);
      try {
        const writes = name === 'rxdb' ? { ...peer, path: '/bench/?push' } : peer;
        const theirs = await measure(browser, report, peer, writes);
        report.note(ratios(ours, theirs));
      } finally {
        await peer.close();
      }
    } catch (error) {
      report.note(`${name} did not run: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function ratios(ours: Figures, theirs: Figures): string {
  const times = (what: 'firstSync' | 'reconnect' | 'visible' | 'push') => `${figure(theirs[what] / ours[what], 1)}×`;
  return `${theirs.name} takes, beside ours: first sync ${times('firstSync')}, reconnect ${times('reconnect')}, commit to visible ${times('visible')}, push ${times('push')}`;
}

async function measureSize(world: World, browser: Browser, report: Report, size: number): Promise<void> {
  const server = await startServer(world, { LOG_LEVEL: 'warn' });
  try {
    await addOrders(world.db, size);
    const ordersFile = join(world.folder, 'orders.jsonl');
    const dump = await dumpOrders(server, ordersFile);
    const each = Math.round(dump.bytes / dump.count);
    report.note(
      `${dump.count} orders of ${each} bytes; pulled by a socket without browser and disk in ${figure(dump.ms / 1000, 2)} s.`,
    );
    const subject = await openOurs(world, server, dump.count);
    try {
      const ours = await measure(browser, report, subject, subject);
      report.row(await measureApp(browser, subject));
      if (!flags.includes('--no-peers')) await measurePeers(browser, report, ordersFile, ours);
    } finally {
      await subject.close();
    }
  } finally {
    await server.stop();
  }
}

const report = new Report('replica');
buildRenderer();
buildPage();
const browser = await openBrowser();
try {
  for (const size of sizes) await withWorld((world) => measureSize(world, browser, report, size));
} finally {
  await browser.close();
}
report.note('Ours is encrypted on disk and brings nine more collections; theirs is not and has the orders alone.');
report.note('visible: from before the write is sent; the row "in the app" until the text stands in the document.');
report.finish();
