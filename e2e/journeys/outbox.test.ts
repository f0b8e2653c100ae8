import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openBrowser, openDesk, signInAtDesk } from '../support/browser.ts';
import { orderByNumber, staffOf } from '../support/people.ts';
import { phoneOf } from '../support/phone.ts';
import { type Khaacho, startKhaacho } from '../support/server.ts';
import { until } from '../support/until.ts';

describe('work done without a network', () => {
  let khaacho: Khaacho;
  let browser: Browser;

  beforeAll(async () => {
    [khaacho, browser] = await Promise.all([startKhaacho(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await khaacho?.dispose();
  });

  const pill = ({ page }: Desk) => page.getByTestId('sync-pill');
  const pillIs = ({ page }: Desk, state: string) =>
    page.locator(`[data-testid=sync-pill][data-state=${state}]`).waitFor();

  /** A good of this vendor that some other vendor does not sell, so that it can change hands. */
  async function movableOffer(vendorId: string | null) {
    const [offer] = await khaacho.query<{ id: string; sku: string; other: string; on_hand_milli: string }>(
      `SELECT o.id, p.sku, v.id AS other, s.on_hand_milli FROM offers o
         JOIN products p ON p.id = o.product_id JOIN stock_levels s ON s.offer_id = o.id JOIN vendors v ON v.id <> o.vendor_id
       WHERE o.vendor_id = $1 AND o.active
         AND NOT EXISTS (SELECT 1 FROM offers x WHERE x.vendor_id = v.id AND x.product_id = o.product_id)
       ORDER BY p.sku LIMIT 1`,
      [vendorId],
    );
    if (!offer) throw new Error('every vendor sells everything');
    return offer;
  }
  const give = (offerId: string, vendorId: string | null) =>
    khaacho.query('UPDATE offers SET vendor_id = $2 WHERE id = $1', [offerId, vendorId]);
  const onHand = async (offerId: string) =>
    Number(
      (
        await khaacho.query<{ n: string }>('SELECT on_hand_milli AS n FROM stock_levels WHERE offer_id = $1', [offerId])
      )[0]?.n,
    );

  it('survives a reload, is refused in words, and a count that did not fit is settled by the office', async () => {
    const phone = phoneOf(khaacho.url, '+9779800000001');
    await phone.write('RICE-1KG x 10\nDAL-1KG x 5');
    const number = /ORD\d{9,}/.exec(await phone.write('CONFIRM'))?.[0] ?? '';
    const order = await orderByNumber(khaacho, number);
    const offer = await movableOffer(order.vendor_id);
    const desk = await openDesk(browser, khaacho.url);
    await signInAtDesk(desk, await staffOf(khaacho, order.vendor_id));
    const { page } = desk;
    await page.getByTestId(`order-row-${number}`).waitFor();

    // Offline: an order taken, and goods counted.
    await desk.offline(true);
    await pillIs(desk, 'offline');
    await page.getByTestId(`order-row-${number}`).click();
    await page.getByTestId('action-accept').first().click();
    await page.getByTestId('nav-stock').click();
    await page.getByTestId('list-search').fill(offer.sku);
    await page.getByTestId('list-search').press('Enter');
    await page.getByTestId('count-quantity').fill('7');
    await page.getByTestId('count-submit').click();
    await pill(desk).getByText('2 waiting').waitFor();

    await page.reload();
    await pill(desk).getByText('2 waiting').waitFor();
    await pill(desk).click();
    const waiting = page.locator('[data-testid^=waiting-]');
    await expect.poll(() => waiting.count()).toBe(2);
    expect(await waiting.first().innerText()).toMatch(
      new RegExp(`Accept order · ${number}, Sita Kirana[^]*just now|min ago`),
    );
    expect(await waiting.last().innerText()).toMatch(/Count stock · .+, 7/);
    await desk.picture('outbox-waiting');
    await page.keyboard.press('Escape');

    // Meanwhile the order goes to another vendor, and so does the good.
    await khaacho.query("UPDATE orders SET accept_by = now() - interval '1 minute' WHERE id = $1", [order.id]);
    await fetch(`${khaacho.url}/simulator/api/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advance: '1s' }),
    });
    await until('passed on', async () => {
      const { vendor_id: now } = await orderByNumber(khaacho, number);
      return now !== null && now !== order.vendor_id;
    });
    await give(offer.id, offer.other);
    await desk.offline(false);
    await pillIs(desk, 'refused');

    // Refused in words; discarded after a question; the count is kept for the office.
    await pill(desk).click();
    const refused = page.locator('[data-testid^=conflict-]');
    expect(await refused.first().innerText()).toMatch(/went to another vendor/i);
    await desk.picture('outbox-refused');
    await refused.first().focus();
    await page.keyboard.press('x');
    await page.getByTestId('discard-confirm').click();
    await expect.poll(() => refused.count()).toBe(0);
    await page.getByTestId('sync-tab-answered').click();
    const count = page.locator('[data-testid^=answered-]').filter({ hasText: 'Count stock' });
    await count.getByText(/The office settles it/).waitFor();
    await pillIs(desk, 'saved');

    // The office: an alert leads to the desk; booked once its cause is mended.
    const office = await openDesk(browser, khaacho.url);
    await signInAtDesk(office, 'admin@khaacho.test');
    await office.page.getByTestId('badge-settle').getByText('1').waitFor();
    await office.page.getByRole('button', { name: 'Settle', exact: true }).click();
    await office.page.getByTestId('fact-book').waitFor();
    await office.picture('settle');
    await office.page.getByTestId('fact-book').click();
    await office.page.getByText('It still does not fit').waitFor();
    await give(offer.id, order.vendor_id);
    await office.page.getByTestId('fact-book').click();
    await office.page.getByText('Nothing to settle').waitFor();
    await office.page.getByTestId('badge-settle').waitFor({ state: 'detached' });
    expect(await onHand(offer.id)).toBe(7000);
    const audit = await khaacho.query("SELECT action FROM audit_log WHERE action LIKE 'fact.%'");
    expect(audit).toEqual([{ action: 'fact.book' }]);

    // The device was answered once, and learns how it ended.
    await count.getByText(/The office has booked it/).waitFor();
    expect([...desk.complaints, ...office.complaints]).toEqual([]);
    await desk.context.close();
    await office.context.close();
  });
});
