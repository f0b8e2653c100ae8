import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskIn, openBrowser, openDesk, signInAtDesk } from '../support/browser.ts';
import { movedSince, offersOf, oneMoreOfEach } from '../support/goods.ts';
import { replicaOf } from '../support/page-replica.ts';
import { type Khaacho, startKhaacho } from '../support/server.ts';
import { expectDecidedOnce } from '../support/truth.ts';
import { until } from '../support/until.ts';

const STAFF = 'vendor1@khaacho.test';

describe('two tabs of one desk', () => {
  let khaacho: Khaacho;
  let browser: Browser;

  beforeAll(async () => {
    [khaacho, browser] = await Promise.all([startKhaacho(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await khaacho?.dispose();
  });

  const kindOf = async (page: Page) => (await replicaOf(page).state()).kind;
  const nepali = (page: Page) =>
    page.addInitScript(() =>
      localStorage.setItem(
        'khaacho.preferences',
        JSON.stringify({ language: 'ne', calendar: 'bs', digits: 'devanagari', railOpen: false }),
      ),
    );

  it('the second waits and says so, also in Nepali; it takes over in the middle of sending and nothing is doubled', async () => {
    const first = await openDesk(browser, khaacho.url);
    await signInAtDesk(first, STAFF);
    const offers = (await offersOf(khaacho, STAFF)).slice(0, 5);
    const second = await first.context.newPage();
    await nepali(second);
    await second.goto('/');
    await second.getByText('अर्को ट्याब').first().waitFor();
    expect(await kindOf(second)).toBe('other-tab');
    // It holds nothing and writes nothing.
    await expect(replicaOf(second).give(oneMoreOfEach(offers, 1))).rejects.toThrow('UNAUTHENTICATED');
    expect(await replicaOf(second).documents('offers')).toEqual([]);

    await replicaOf(first.page).beginGiving(oneMoreOfEach(offers, 60));
    await until('some are kept', async () => (await replicaOf(first.page).givenSoFar()).length > 10);
    await second.getByTestId('take-over').click();
    await first.page.getByTestId('take-over').waitFor();
    expect(await kindOf(first.page)).toBe('taken-over');
    const given = await replicaOf(first.page).givenSoFar();
    await deskIn(first.context, second).page.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
    // What the first had promised to keep has an effect. The one it was writing when the other took over may be kept too,
    // though nobody was told; no more than that, and nothing twice.
    await expectDecidedOnce(khaacho, given);
    const moved = await movedSince(khaacho, STAFF, offers);
    expect([given.length * 1_000, (given.length + 1) * 1_000]).toContain(moved);
    await expect(replicaOf(first.page).give(oneMoreOfEach(offers, 1))).rejects.toThrow('UNAUTHENTICATED');
    await first.context.close();
  });

  it('the second goes on by itself with what waits when the first dies', async () => {
    const first = await openDesk(browser, khaacho.url);
    await signInAtDesk(first, STAFF);
    const offers = (await offersOf(khaacho, STAFF)).slice(0, 5);
    const second = await first.context.newPage();
    await second.goto('/');
    await second.getByText('open in another tab').first().waitFor();
    await khaacho.stop();
    const given = await replicaOf(first.page).give(oneMoreOfEach(offers, 8));
    const cdp = await first.context.newCDPSession(first.page);
    // The answer never comes: who would give it has crashed.
    void cdp.send('Page.crash').catch(() => undefined);
    await second.getByTestId('sync-pill').waitFor();
    await until('what waits is taken up', async () => (await replicaOf(second).outbox()).waiting.length === 8);
    await khaacho.start();
    await replicaOf(second).syncNow();
    await second.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
    await expectDecidedOnce(khaacho, given);
    expect(await movedSince(khaacho, STAFF, offers)).toBe(8_000);
    await first.context.close();
  });
});
