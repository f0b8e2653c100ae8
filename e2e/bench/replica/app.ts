import type { Browser, Page } from 'playwright-core';
import { openProfile } from '../../support/browser.ts';
import { spreadOf } from '../lib/load.ts';
import { figure, type Row } from '../lib/report.ts';
import { now, skewOf } from './measure.ts';
import { ADMIN, type Ours, VENDOR } from './ours.ts';
import { openTab, type Tab } from './tab.ts';

const COMMITS = 100;
const PACE_MS = 30;

declare global {
  interface Window {
    /** When the watched row's text became another one, each time. */
    benchTexts: number[];
    benchNext: (from: number) => Promise<number>;
  }
}

function signIn({ page }: Tab, origin: string, path: string, email: string): Promise<number> {
  return enter(page, origin, path, email);
}

async function enter(page: Page, origin: string, path: string, email: string): Promise<number> {
  await page.goto(`${origin}${path}`);
  await page.getByTestId('sign-in-email').fill(email);
  await page.getByTestId('sign-in-password').fill('khaacho-demo');
  const since = performance.now();
  await page.getByTestId('sign-in-submit').click();
  return since;
}

/** The whole desktop app: first sync with its screens, and a row that changes in two browsers. */
export async function measureApp(browser: Browser, ours: Ours): Promise<Row> {
  const tab = await openTab(browser);
  const since = await signIn(tab, ours.wire.origin, '/orders', ADMIN);
  const list = tab.page.locator(FIRST_ROW).first();
  const early = tab.page.getByTestId('start-early');
  // A short first sync is over before anybody could start early.
  await early.or(list).first().waitFor();
  await early.click({ timeout: 1000 }).catch(() => {});
  await list.waitFor();
  const usable = performance.now() - since;
  await tab.page.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
  const saved = performance.now() - since;
  const row = {
    what: 'Khaacho, in the app',
    orders: ours.orders,
    'first sync s': figure(saved / 1000, 2),
    'usable list s': figure(usable / 1000, 2),
    'stall ms': figure(await tab.longestStall(), 0),
    'heap MB': figure(await tab.heap(), 0),
  };
  await tab.close();
  return { ...row, ...(await shownInTwo(browser, ours)) };
}

const FIRST_ROW = '[data-testid^=order-row-]';

/** How long until the list is there when everything lies on this disk: the browser started anew, and the page loaded anew. */
export async function measureStart(ours: Ours, folder: string): Promise<{ row: Row; cold: number; warm: number }> {
  const url = ours.wire.origin;
  const first = await openProfile(folder, url);
  first.page.setDefaultTimeout(600_000);
  await enter(first.page, url, '/orders', ADMIN);
  await first.page.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
  await first.context.close();
  const { page, context } = await openProfile(folder, url);
  page.setDefaultTimeout(600_000);
  let since = performance.now();
  await page.goto(`${url}/orders`);
  await page.locator(FIRST_ROW).first().waitFor();
  const cold = performance.now() - since;
  since = performance.now();
  await page.reload();
  await page.locator(FIRST_ROW).first().waitFor();
  const warm = performance.now() - since;
  await context.close();
  const row = { 'cold start s': figure(cold / 1000, 2), 'warm start s': figure(warm / 1000, 2) };
  return { row, cold, warm };
}

/** Two more browsers on the vendor's stock list while a third desk adjusts: the slower of the two counts. */
async function shownInTwo(browser: Browser, ours: Ours): Promise<Row> {
  const tabs = await Promise.all([openTab(browser), openTab(browser)]);
  for (const tab of tabs) {
    await signIn(tab, ours.wire.origin, '/stock', VENDOR);
    await tab.page.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
    await tab.page.getByTestId(`stock-row-${ours.offer.sku}`).waitFor();
    await watchRow(tab, `stock-row-${ours.offer.sku}`);
  }
  const skews = await Promise.all(tabs.map(skewOf));
  const took: number[] = [];
  for (let index = 0; index < COMMITS; index += 1) {
    const before = await Promise.all(tabs.map(({ page }) => page.evaluate(() => window.benchTexts.length)));
    const at = now();
    await ours.commit();
    const seen = tabs.map(({ page }, which) => page.evaluate((from) => window.benchNext(from), before[which] ?? 0));
    took.push(Math.max(...(await Promise.all(seen)).map((time, which) => time + (skews[which] ?? 0))) - at);
    await new Promise((resolve) => setTimeout(resolve, PACE_MS));
  }
  await Promise.all(tabs.map((tab) => tab.close()));
  const { p50, p95 } = spreadOf(took);
  return { 'visible p50 ms': figure(p50), 'visible p95 ms': figure(p95) };
}

async function watchRow({ page }: Tab, testId: string): Promise<void> {
  await page.evaluate((id) => {
    const times: number[] = [];
    let told = () => {};
    const text = () => document.querySelector(`[data-testid="${id}"]`)?.textContent ?? '';
    let last = text();
    new MutationObserver(() => {
      const current = text();
      if (current === last || current === '') return;
      last = current;
      times.push(performance.timeOrigin + performance.now());
      told();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    window.benchTexts = times;
    window.benchNext = async (from) => {
      while (times.length <= from) await new Promise<void>((resolve) => (told = resolve));
      return times[from] ?? 0;
    };
  }, testId);
}
