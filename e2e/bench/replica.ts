/**
 * npm run bench -- replica: our replica beside rxdb-server and PouchDB in the same Chromium, with the same orders.
 * `--full` (or BENCH_FULL=1) adds 100,000 orders; `--orders=N` measures that many; `--no-peers` leaves the others out.
 */
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { figure, quick, Report, type Row } from './lib/report.ts';
import { startServer, type World, withWorld } from './lib/server.ts';
import { measureApp, measureStart } from './replica/app.ts';
import { ask, firstSync, openSubject, push, reconnect, type Subject, visible } from './replica/measure.ts';
import { addOrders, dumpOrders } from './replica/orders.ts';
import { buildPage, buildRenderer, openOurs } from './replica/ours.ts';
import { installPeers, openPeer, peers } from './replica/peer.ts';
import { DID_NOT_FINISH, type Figures, type OwnFigures, ratios, targets } from './replica/targets.ts';

const SMALL = 10_000;
const LARGE = 100_000;
/** So long a first sync may take, and each thing after it, before it is given up; a bare run of all benches has less patience. */
const SYNC_MINUTES = quick ? 2 : 15;
const STEP_MINUTES = quick ? 1 : 3;
const flags = process.argv.slice(2);
const asked = flags.find((flag) => flag.startsWith('--orders='))?.slice('--orders='.length);
const full = flags.includes('--full') || process.env.BENCH_FULL === '1';
/** `--peers=rxdb` measures that one only. */
const chosen = peers.filter((peer) => {
  const named = flags.find((flag) => flag.startsWith('--peers='));
  return named === undefined || named === `--peers=${peer}`;
});
const sizes = asked ? [Number(asked)] : full ? [SMALL, LARGE] : [SMALL];

/** Each figure as soon as it is there: a run takes minutes. */
function said(row: Row): void {
  console.log(
    `  ${Object.entries(row)
      .map(([what, value]) => `${what} ${value}`)
      .join(', ')}`,
  );
}

/** All the work with one subject. `writes` is the page that also sends, where that is another one. */
async function measure(
  browser: Browser,
  report: Report,
  subject: Subject,
  writes: Subject,
): Promise<Figures & { filterP95: number }> {
  console.log(`${subject.name}: ${subject.orders} orders …`);
  /** What hangs is told, and what comes after it is still measured. */
  const step = async <T extends { row: Row }>(what: string, minutes: number, work: () => Promise<T | null>) => {
    try {
      const done = await within(minutes, work());
      if (done) said(done.row);
      return done;
    } catch (error) {
      report.note(`${subject.name}, ${what}: ${DID_NOT_FINISH} (${error instanceof Error ? error.message : error})`);
      return null;
    }
  };
  const first = await within(SYNC_MINUTES, firstSync(browser, subject));
  said(first.row);
  const asked = await step('questions', STEP_MINUTES, () => ask(first.tab));
  const back = await step('reconnect', STEP_MINUTES, () => reconnect(first.tab, subject, 500_000));
  const shown = await step('commit to visible', STEP_MINUTES, () => visible(first.tab, subject));
  await first.tab.close();
  const sent = await step('push', STEP_MINUTES, () => measurePush(browser, subject, writes));
  report.row({
    ...{ what: subject.name, orders: subject.orders, ...first.row },
    ...(back?.row ?? { 'reconnect ms': DID_NOT_FINISH }),
    ...(shown?.row ?? { 'visible p50 ms': DID_NOT_FINISH }),
    ...asked?.row,
    ...(sent?.row ?? { 'push 1,000 s': DID_NOT_FINISH }),
  });
  const { ms, stall, heap } = first;
  const unknown = Number.NaN;
  const times = { reconnect: back?.ms ?? unknown, visible: shown?.p50 ?? unknown, push: sent?.ms ?? unknown };
  return {
    name: subject.name,
    firstOfGrants: ms,
    firstSync: ms,
    ...times,
    stall,
    heap,
    filterP95: asked?.p95 ?? unknown,
  };
}

/** Ours, for the first device of its grants: the server makes the snapshot that all later ones get. */
async function measureFirstOfGrants(browser: Browser, report: Report, subject: Subject): Promise<number> {
  console.log(`${subject.name}, snapshot to be made: ${subject.orders} orders …`);
  const first = await firstSync(browser, subject);
  said(first.row);
  await first.tab.close();
  report.row({ what: `${subject.name}, snapshot to be made`, orders: subject.orders, ...first.row });
  return first.ms;
}

/** A desk of its own, which must also send; where that is another page its first sync is told as well. */
async function measurePush(browser: Browser, subject: Subject, writes: Subject): Promise<{ row: Row; ms: number }> {
  const desk = await openSubject(browser, writes, writes.writer);
  try {
    await desk.page.evaluate((orders) => window.bench.firstSync(orders), writes === subject ? 0 : writes.orders);
    const ready = figure((performance.now() - desk.since) / 1000, 2);
    const { row, ms } = await push(desk, writes);
    return { ms, row: writes === subject ? row : { ...row, 'first sync with push s': ready } };
  } finally {
    await desk.close();
  }
}

async function measurePeers(browser: Browser, report: Report, ordersFile: string, ours: Figures): Promise<Figures[]> {
  const measured: Figures[] = [];
  try {
    installPeers();
  } catch (error) {
    report.note(`The peers could not be installed from the npm registry: ${String(error).split('\n')[0]}`);
    return measured;
  }
  for (const name of chosen) {
    try {
      const peer = await openPeer(name, ordersFile);
      try {
        const writes = name === 'rxdb' ? { ...peer, path: '/bench/?push' } : peer;
        const theirs = await measure(browser, report, peer, writes);
        measured.push(theirs);
        report.note(ratios(ours, theirs));
      } finally {
        await peer.close();
      }
    } catch (error) {
      report.row({ what: name, 'first sync s': DID_NOT_FINISH });
      report.note(`${name} did not run: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return measured;
}

/** A peer that hangs must not take the bench with it. */
async function within<T>(minutes: number, work: Promise<T>): Promise<T> {
  const late = new AbortController();
  const never = pause(minutes * 60_000, null, { signal: late.signal }).then(() => {
    throw new Error(`not finished after ${minutes} minutes`);
  });
  try {
    return await Promise.race([work, never]);
  } finally {
    never.catch(() => {});
    late.abort();
    work.catch(() => {});
  }
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
      const firstOfGrants = await measureFirstOfGrants(browser, report, subject);
      const measured = await measure(browser, report, subject, subject);
      const ours: Figures = { ...measured, firstOfGrants };
      const app = await measureApp(browser, subject);
      const start = await measureStart(subject, join(world.folder, 'profile'));
      report.row({ ...app, ...start.row });
      said({ ...app, ...start.row });
      const own: OwnFigures = { filterP95: measured.filterP95, coldStart: start.cold, warmStart: start.warm };
      const theirs = flags.includes('--no-peers') ? [] : await measurePeers(browser, report, ordersFile, ours);
      for (const sentence of targets(ours, own, theirs)) report.note(`${size}: ${sentence}`);
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
report.note(
  `Load of this machine at the end: ${loadavg()
    .map((load) => figure(load))
    .join(' / ')} on ${cpus().length} cores.`,
);
report.note('visible: from before the write is sent; the row "in the app" until the text stands in the document.');
report.finish();
// A peer that hangs leaves timers and sockets behind; what there was to say is said.
process.exit(0);
