import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { z } from 'zod';
import type { BenchPage } from './page/contract.ts';

export type Tab = {
  page: Page;
  context: BrowserContext;
  /** JS heap after a full collection, MB. */
  heap(): Promise<number>;
  /** The longest the main thread stood still since the last call, ms; 0 where nothing took 50 ms. */
  longestStall(): Promise<number>;
  close(): Promise<void>;
};

const metricsSchema = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) });

declare global {
  interface Window {
    bench: BenchPage;
    benchStalls: number[];
  }
}

/** A fresh profile with nothing on its disk. Our page's policy admits no script of a bench, so it is set aside. */
export async function openTab(browser: Browser): Promise<Tab> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, bypassCSP: true });
  await context.addInitScript(() => {
    window.benchStalls = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.benchStalls.push(entry.duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(600_000);
  if (process.env.BENCH_SHOW_PAGE) page.on('console', (message) => console.error(`  page: ${message.text()}`));
  page.on('pageerror', (error) => console.error(`  page: ${error.message}`));
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  return {
    page,
    context,
    heap: () => heapOf(cdp),
    longestStall: () => page.evaluate(() => Math.max(0, ...window.benchStalls.splice(0))),
    close: () => context.close(),
  };
}

async function heapOf(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = metricsSchema.parse(await cdp.send('Performance.getMetrics'));
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
}
