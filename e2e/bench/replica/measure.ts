import type { Browser } from 'playwright-core';
import { cpuMsOf, memoryMbOf } from '../lib/cpu.ts';
import { spreadOf } from '../lib/load.ts';
import { figure, type Row } from '../lib/report.ts';
import { openTab, type Tab } from './tab.ts';
import type { Wire } from './wire.ts';

const CHANGES = 1000;
const COMMANDS = 1000;
const COMMITS = 100;
const ROUNDS = 40;
/** Between two commits, so that each is alone on the way. */
const PACE_MS = 30;

/** One way to keep orders in a browser, with its server running behind a wire of its own. */
export type Subject = {
  name: string;
  wire: Wire;
  /** The page with the library and nothing else. */
  path: string;
  /** Where the server itself does not serve that page: makes it one. */
  put?(tab: Tab): Promise<void>;
  serverPid: number;
  orders: number;
  /** Who signs in for the reading figures, and for the writing ones. */
  reader: string;
  writer: string;
  /** What `follow` is told to look at, and what one write of another desk does to it. */
  followed: string;
  commit(): Promise<{ mark: number }>;
  /** Changes so many orders, the beacon last; ends when the server could send them. */
  change(count: number, version: number): Promise<void>;
  beacon: string;
};

/** Sets up a tab on the subject's page, signed in, with the watch running since just before. */
export async function openSubject(browser: Browser, subject: Subject, email: string): Promise<Tab & { since: number }> {
  const tab = await openTab(browser);
  await tab.page.goto(`${subject.wire.origin}${subject.path}`);
  await subject.put?.(tab);
  await tab.page.waitForFunction(() => 'bench' in window);
  subject.wire.taken();
  await tab.longestStall();
  const since = performance.now();
  await tab.page.evaluate((who) => window.bench.enter(who), email);
  return { ...tab, since };
}

export type FirstSync = { tab: Tab; row: Row; ms: number; stall: number; heap: number };

/** This process's time of day, with fractions. */
export const now = () => performance.timeOrigin + performance.now();

/**
 * To be added to a page's times. Each process counts on from the time of day it began with, and where the machine's clock is
 * being set right meanwhile they drift apart: a second in half an hour was seen, and reconnects that took less than nothing.
 */
export async function skewOf({ page }: Pick<Tab, 'page'>): Promise<number> {
  let best = { round: Number.POSITIVE_INFINITY, skew: 0 };
  for (let n = 0; n < 5; n += 1) {
    const before = now();
    const there = await page.evaluate(() => performance.timeOrigin + performance.now());
    const after = now();
    if (after - before < best.round) best = { round: after - before, skew: (before + after) / 2 - there };
  }
  return best.skew;
}

/** From an empty disk to all orders queryable. */
export async function firstSync(browser: Browser, subject: Subject): Promise<FirstSync> {
  const cpu = cpuMsOf(subject.serverPid);
  const tab = await openSubject(browser, subject, subject.reader);
  await tab.page.evaluate((orders) => window.bench.firstSync(orders), subject.orders);
  const ms = performance.now() - tab.since;
  const bytes = subject.wire.taken();
  const stall = await tab.longestStall();
  const heap = await tab.heap();
  const row = {
    'first sync s': figure(ms / 1000, 2),
    'stall ms': figure(stall, 0),
    'MB down': figure(bytes.down / 1e6, 2),
    'heap MB': figure(heap, 0),
    'server CPU s': figure((cpuMsOf(subject.serverPid) - cpu) / 1000, 2),
    'server MB': figure(memoryMbOf(subject.serverPid), 0),
  };
  return { tab, row, ms, stall, heap };
}

/** Local questions over everything that is held; null where the page answers none. */
export async function ask({ page }: Tab): Promise<{ row: Row; p95: number } | null> {
  const took = await page.evaluate(async (times) => (await window.bench.ask?.(times)) ?? null, ROUNDS);
  if (took === null) return null;
  const { p50, p95 } = spreadOf(took);
  return { p95, row: { 'filter p50 ms': figure(p50), 'filter p95 ms': figure(p95) } };
}

/** Offline, so many changes, back: until the last of them comes out of a live query. */
export async function reconnect(tab: Tab, subject: Subject, version: number): Promise<{ row: Row; ms: number }> {
  const { page } = tab;
  await page.evaluate((id) => window.bench.follow(id), subject.beacon);
  await goOffline(tab, subject);
  await subject.change(CHANGES, version);
  subject.wire.taken();
  await tab.longestStall();
  const skew = await skewOf(tab);
  const since = now();
  await goOnline(tab, subject);
  const seen = (await page.evaluate((mark) => window.bench.saw(mark), version)) + skew;
  const held = async () => page.evaluate((from) => window.bench.ordersFrom(from), version);
  // The beacon is the last in the feed; where a library delivers it sooner, the count says when all were there.
  let all = seen;
  while ((await held()) < CHANGES) all = now();
  const bytes = subject.wire.taken();
  return {
    ms: all - since,
    row: { 'reconnect ms': figure(all - since, 0), 'reconnect kB': figure((bytes.down + bytes.up) / 1e3, 0) },
  };
}

/** A write of another desk, until a live query of this one gives it. */
export async function visible(tab: Tab, subject: Subject): Promise<{ row: Row; p50: number; p95: number }> {
  await tab.page.evaluate((id) => window.bench.follow(id), subject.followed);
  const skew = await skewOf(tab);
  const took: number[] = [];
  for (let index = 0; index < COMMITS; index += 1) {
    // From before it is sent: the commit itself is a few milliseconds later, so the figure is on the safe side.
    const at = now();
    const { mark } = await subject.commit();
    took.push((await tab.page.evaluate((value) => window.bench.saw(value), mark)) + skew - at);
    await new Promise((resolve) => setTimeout(resolve, PACE_MS));
  }
  const { p50, p95 } = spreadOf(took);
  return { p50, p95, row: { 'visible p50 ms': figure(p50), 'visible p95 ms': figure(p95) } };
}

/** A thousand writes given offline, then the line back: until the server has answered all of them. */
export async function push(tab: Tab, subject: Subject): Promise<{ row: Row; ms: number }> {
  await goOffline(tab, subject);
  const began = performance.now();
  await tab.page.evaluate((count) => window.bench.write(count), COMMANDS);
  const queued = performance.now() - began;
  subject.wire.taken();
  const cpu = cpuMsOf(subject.serverPid);
  const since = performance.now();
  await goOnline(tab, subject);
  await tab.page.evaluate(() => window.bench.confirmed());
  const ms = performance.now() - since;
  return {
    ms,
    row: {
      'give 1,000 s': figure(queued / 1000, 2),
      'push 1,000 s': figure(ms / 1000, 2),
      'push CPU s': figure((cpuMsOf(subject.serverPid) - cpu) / 1000, 2),
      'push kB up': figure(subject.wire.taken().up / 1e3, 0),
    },
  };
}

async function goOffline(tab: Tab, { wire }: Subject): Promise<void> {
  const left = tab.page.evaluate(() => window.bench.leave());
  wire.cut();
  await tab.context.setOffline(true);
  await left;
}

async function goOnline(tab: Tab, { wire }: Subject): Promise<void> {
  wire.mend();
  await tab.context.setOffline(false);
  await tab.page.evaluate(() => window.bench.comeBack());
}
