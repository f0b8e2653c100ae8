import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openBrowser, openDesk, signInAtDesk } from '../support/browser.ts';
import { movedSince, offersOf, oneMoreOfEach } from '../support/goods.ts';
import { replicaOf } from '../support/page-replica.ts';
import { type Khaacho, startKhaacho } from '../support/server.ts';
import { expectDecidedOnce, expectSame, personAt } from '../support/truth.ts';

const STAFF = 'vendor1@khaacho.test';

describe('an app of another version than the server', () => {
  let khaacho: Khaacho;
  let browser: Browser;

  beforeAll(async () => {
    [khaacho, browser] = await Promise.all([startKhaacho(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await khaacho?.dispose();
  });

  const pill = (desk: Desk, state: string) => desk.page.locator(`[data-testid=sync-pill][data-state=${state}]`);

  it('is told to load again in both languages, keeps what was done, and sends it once from the new page', async () => {
    const desk = await openDesk(browser, khaacho.url);
    await signInAtDesk(desk, STAFF);
    const offers = (await offersOf(khaacho, STAFF)).slice(0, 3);
    await desk.offline(true);
    await pill(desk, 'offline').waitFor();
    const given = await replicaOf(desk.page).give(oneMoreOfEach(offers, 4));

    // From here on the page's handshake names a shape of documents that this server no longer serves.
    await desk.page.routeWebSocket(/\/socket\.io\//, (page) => {
      const server = page.connectToServer();
      page.onMessage((message) =>
        server.send(typeof message === 'string' ? message.replace(/("schemaVersion":)\d+/, '$10') : message),
      );
    });
    await desk.page.reload();
    await pill(desk, 'offline').waitFor();
    await desk.offline(false);
    await replicaOf(desk.page).syncNow();
    await pill(desk, 'problem').waitFor();
    expect((await replicaOf(desk.page).status()).problem?.code).toBe('UPGRADE_REQUIRED');
    await pill(desk, 'problem').click();
    await desk.page.getByText('too old for the server').first().waitFor();
    expect((await replicaOf(desk.page).outbox()).waiting.map((entry) => entry.id)).toEqual(given);
    // Work goes on meanwhile.
    given.push(...(await replicaOf(desk.page).give(oneMoreOfEach(offers, 1))));
    expect(await movedSince(khaacho, STAFF, offers)).toBe(0);
    await desk.page.evaluate(() =>
      localStorage.setItem(
        'khaacho.preferences',
        JSON.stringify({ language: 'ne', calendar: 'bs', digits: 'devanagari', railOpen: false }),
      ),
    );
    await desk.page.reload();
    await pill(desk, 'problem').click();
    await desk.page.getByText('सर्भरका लागि पुरानो भयो').first().waitFor();

    const upgraded = await desk.context.newPage();
    await desk.page.close();
    await upgraded.goto('/');
    await upgraded.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
    await expectDecidedOnce(khaacho, given);
    expect(await movedSince(khaacho, STAFF, offers)).toBe(5_000);
    await expectSame(replicaOf(upgraded), await personAt(khaacho.url, STAFF));
    await desk.context.close();
  });
});
