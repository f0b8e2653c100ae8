import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser, openDesk, signInAtDesk } from '../support/browser.ts';
import { atTheDoor, pillOf } from '../support/door.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { type Frames, recordFrames } from '../support/frames.ts';
import { movedSince, offersOf, oneMoreOfEach } from '../support/goods.ts';
import { replicaOf } from '../support/page-replica.ts';
import { type Khaacho, startKhaacho } from '../support/server.ts';
import { expectDecidedOnce, expectSame, personAt } from '../support/truth.ts';
import { until } from '../support/until.ts';

const STAFF = 'vendor1@khaacho.test';

describe('a desk on a bad link', () => {
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

  /** Collections that were asked for from the very beginning, in that order. */
  const begun = (frames: Frames) =>
    frames.sent
      .filter((frame) => frame.includes('["pull"') && frame.includes('"checkpoint":null'))
      .map((frame) => /"collection":"(\w+)"/.exec(frame)?.[1] ?? '');

  it('a first sync cut in the middle of frames goes on where it was', async () => {
    const clean = await atTheDoor(browser, proxy.url);
    const before = proxy.carried.down;
    await clean.page.getByTestId('sign-in-submit').click();
    await pillOf(clean, 'saved').waitFor();
    const whole = proxy.carried.down - before;
    await clean.context.close();

    const desk = await atTheDoor(browser, proxy.url);
    const frames = recordFrames(desk.page);
    const replica = replicaOf(desk.page);
    const start = proxy.carried.down;
    const first = proxy.cutAfter(Math.round(whole * 0.5));
    await desk.page.getByTestId('sign-in-submit').click();
    for (const cut of [first, null]) {
      await (cut ?? proxy.cutAfter(Math.round(whole * 0.3)));
      const done = (await replica.status()).firstSync.collections
        .filter((one) => one.done)
        .map((one) => one.collection);
      const [asked, pulls] = [begun(frames), frames.pulls()];
      await until('asked again', async () => frames.pulls() > pulls);
      expect(done.length, 'something was complete before the cut').toBeGreaterThan(0);
      // What was complete is asked for from where it stands, never from the beginning.
      expect(
        begun(frames)
          .slice(asked.length)
          .filter((collection) => done.includes(collection)),
      ).toEqual([]);
    }
    await pillOf(desk, 'saved').waitFor();
    const all = proxy.carried.down - start;
    console.log(`first sync: ${whole} bytes clean, ${all} with two cuts`);
    expect(all).toBeLessThan(whole * 1.8);
    await expectSame(replicaOf(desk.page), await personAt(khaacho.url, 'admin@khaacho.test'));
    await desk.context.close();
  });

  it('a link that swallows everything without a word is noticed and shown; then what waited arrives once', async () => {
    const desk = await openDesk(browser, proxy.url);
    await desk.page.clock.install();
    await signInAtDesk(desk, STAFF);
    const offers = (await offersOf(khaacho, STAFF)).slice(0, 5);
    const replica = replicaOf(desk.page);
    proxy.blackHole(true);
    const given = await replica.give(oneMoreOfEach(offers, 5));
    // Nothing has told the page: to it the line is as good as it was.
    expect((await replica.status()).connection).toBe('online');
    await desk.page.clock.fastForward('01:00');
    await until('noticed', async () => (await replica.status()).connection !== 'online');
    // The next try is given twenty seconds on such a line before the desk is called offline.
    await desk.page.clock.fastForward('00:30');
    await pillOf(desk, 'offline').waitFor();
    expect(await pillOf(desk, 'offline').innerText()).toContain('5 waiting');
    expect(await movedSince(khaacho, STAFF, offers)).toBe(0);
    proxy.blackHole(false);
    await desk.page.clock.fastForward('00:30');
    await until('online', async () => (await replica.status()).connection === 'online');
    await pillOf(desk, 'saved').waitFor();
    await expectDecidedOnce(khaacho, given);
    expect(await movedSince(khaacho, STAFF, offers)).toBe(5_000);
    await desk.context.close();
  });
});
