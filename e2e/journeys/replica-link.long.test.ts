import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser, openDesk, signInAtDesk } from '../support/browser.ts';
import { atTheDoor, pillOf } from '../support/door.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { movedSince, offersOf, oneMoreOfEach } from '../support/goods.ts';
import { replicaOf } from '../support/page-replica.ts';
import { type Khaacho, startKhaacho } from '../support/server.ts';
import { expectDecidedOnce, expectSame, personAt } from '../support/truth.ts';

const STAFF = 'vendor1@khaacho.test';

describe('a desk on 2G', () => {
  let khaacho: Khaacho;
  let browser: Browser;
  let proxy: FaultProxy;

  beforeAll(async () => {
    [khaacho, browser] = await Promise.all([startKhaacho(), openBrowser()]);
  });
  beforeEach(async () => {
    proxy = await startFaultProxy(khaacho.url);
  });
  afterEach(() => proxy.close());
  afterAll(async () => {
    await browser?.close();
    await khaacho?.dispose();
  });

  it('the first sync of a desk goes through at 2G speed, cut every half minute', async () => {
    const desk = await atTheDoor(browser, proxy.url);
    // What a village has in the evening: 30 kbit/s, half a second there and back.
    proxy.weather = { latencyMs: 250, bytesPerSecond: 3_750 };
    const cutting = new AbortController();
    const done = (async () => {
      let cuts = 0;
      while (!cutting.signal.aborted) {
        const half = proxy.cutAfter(3_750 * 30);
        await Promise.race([half, new Promise((resolve) => cutting.signal.addEventListener('abort', resolve))]);
        cuts += 1;
      }
      return cuts;
    })();
    const start = proxy.carried.down;
    const began = performance.now();
    await desk.page.getByTestId('sign-in-submit').click();
    await pillOf(desk, 'saved').waitFor({ timeout: 1_800_000 });
    cutting.abort();
    console.log(
      `first sync at 30 kbit/s: ${Math.round((performance.now() - began) / 1000)} s, ${proxy.carried.down - start} bytes, ${await done} cuts`,
    );
    proxy.weather = { latencyMs: 0, bytesPerSecond: null };
    await expectSame(replicaOf(desk.page), await personAt(khaacho.url, 'admin@khaacho.test'));
    await desk.context.close();
  });

  it('commands on a thin and cut link arrive once', async () => {
    const desk = await openDesk(browser, proxy.url);
    await signInAtDesk(desk, STAFF);
    const offers = (await offersOf(khaacho, STAFF)).slice(0, 5);
    const replica = replicaOf(desk.page);
    proxy.weather = { latencyMs: 50, bytesPerSecond: 20_000 };
    for (const bytes of [400, 1_500, 4_000]) {
      const cut = proxy.cutAfter(bytes);
      await replica.give(oneMoreOfEach(offers, 10));
      await cut;
      await pillOf(desk, 'offline').or(pillOf(desk, 'connecting')).waitFor();
      await replica.syncNow();
    }
    proxy.weather = { latencyMs: 0, bytesPerSecond: null };
    await replica.syncNow();
    await pillOf(desk, 'saved').waitFor();
    expect(await movedSince(khaacho, STAFF, offers)).toBe(30_000);
    const given = (await replica.documents('commands')).map((one) => one.id);
    await expectDecidedOnce(khaacho, given);
    await expectSame(replica, await personAt(khaacho.url, STAFF));
    await desk.context.close();
  });
});
