import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openBrowser, openDesk, signInAtDesk } from '../support/browser.ts';
import { phoneOf } from '../support/phone.ts';
import { type Khaacho, startKhaacho } from '../support/server.ts';
import { until } from '../support/until.ts';

type Shop = { id: string; name: string; phone: string; outstanding_paisa: number };

describe('taking payments', () => {
  let khaacho: Khaacho;
  let browser: Browser;

  beforeAll(async () => {
    [khaacho, browser] = await Promise.all([startKhaacho(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await khaacho?.dispose();
  });

  /** A shop of the agent's territory that owes at least Rs 2,000. */
  async function owingShop(email: string): Promise<Shop> {
    const [shop] = await khaacho.query<Shop>(
      `SELECT r.id, r.name, r.phone, c.outstanding_paisa::float8 AS outstanding_paisa FROM retailers r JOIN credit_accounts c ON c.retailer_id = r.id
       WHERE c.outstanding_paisa > 200000 AND r.language = 'en' AND ($1 = '' OR r.territory_id IN
         (SELECT t.territory_id FROM user_territories t JOIN users u ON u.id = t.user_id WHERE u.email = $1)) ORDER BY r.name LIMIT 1`,
      [email],
    );
    if (!shop) throw new Error('nobody owes anything');
    return shop;
  }
  const owed = async (id: string) =>
    (
      await khaacho.query<{ p: number }>(
        'SELECT outstanding_paisa::float8 AS p FROM credit_accounts WHERE retailer_id = $1',
        [id],
      )
    )[0]?.p;
  const payments = async (id: string) =>
    (
      await khaacho.query<{ n: number }>(
        "SELECT count(*)::int AS n FROM payments WHERE retailer_id = $1 AND recorded_at > now() - interval '10 minutes' AND note IS NULL AND device_id IS NOT NULL",
        [id],
      )
    )[0]?.n;

  async function take({ page }: Desk, rupees: string): Promise<string> {
    await page.getByTestId('take-payment').first().click();
    await page.getByTestId('payment-amount').fill(rupees);
    await page.getByTestId('payment-submit').click();
    return (await page.getByTestId('receipt-number').innerText()).trim();
  }

  it('an admin takes one at the desk: ledger, balance and statement follow', async () => {
    const shop = await owingShop('');
    const desk = await openDesk(browser, khaacho.url);
    await signInAtDesk(desk, 'admin@khaacho.test');
    await desk.page.goto(`/credit/${shop.id}`);
    const receipt = await take(desk, '1000');
    await until('the account', async () => (await owed(shop.id)) === shop.outstanding_paisa - 100_000);
    await phoneOf(khaacho.url, shop.phone).hears(receipt);
    expect(desk.complaints).toEqual([]);
    await desk.context.close();
  });

  it('an agent takes two without a network, across a reload: both arrive, once', async () => {
    const shop = await owingShop('agent1@khaacho.test');
    const before = (await payments(shop.id)) ?? 0;
    const due = (await owed(shop.id)) ?? 0;
    const desk = await openDesk(browser, khaacho.url);
    await signInAtDesk(desk, 'agent1@khaacho.test');
    await desk.page.goto(`/shops/${shop.id}`);
    await desk.page.getByTestId('take-payment').first().waitFor();
    await desk.offline(true);
    await desk.page.locator('[data-testid=sync-pill][data-state=offline]').waitFor();
    const first = await take(desk, '500');
    await desk.page.getByTestId('sync-pill').getByText('1 waiting').waitFor();
    await desk.page.getByTestId('receipt-done').click();
    await desk.page.reload();
    await desk.page.getByTestId('take-payment').first().waitFor();
    const second = await take(desk, '250.50');
    await desk.picture('agent-offline-receipt');
    expect(first).not.toBe(second);
    expect(await owed(shop.id)).toBe(due);

    await desk.offline(false);
    await until('both on the server', async () => (await owed(shop.id)) === due - 75_050);
    expect(await payments(shop.id)).toBe(before + 2);
    const [cash] = await khaacho.query<{ p: number }>(
      "SELECT sum(e.amount_paisa)::float8 AS p FROM journal_entries e JOIN accounts a ON a.id = e.account_id JOIN journals j ON j.id = e.journal_id JOIN payments p ON p.id = j.payment_id WHERE a.kind = 'AGENT_CASH' AND p.retailer_id = $1 AND p.amount_paisa IN (50000, 25050)",
      [shop.id],
    );
    expect(cash?.p).toBe(75_050);
    await desk.page.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
    expect(desk.complaints).toEqual([]);
    await desk.context.close();
  });

  it('an agent orders for a shop without a network: it becomes one order with a number', async () => {
    const shop = await owingShop('agent2@khaacho.test');
    const desk = await openDesk(browser, khaacho.url);
    await signInAtDesk(desk, 'agent2@khaacho.test');
    await desk.page.goto(`/shops/${shop.id}`);
    await desk.page.getByTestId('new-order').first().waitFor();
    await desk.offline(true);
    await desk.page.locator('[data-testid=sync-pill][data-state=offline]').waitFor();
    await desk.page.getByTestId('new-order').first().click();
    await desk.page.getByTestId('goods-search').fill('RICE-1KG');
    await desk.page.keyboard.press('Enter');
    // One packet is below every vendor's smallest order: said on the spot, without the server.
    await desk.page.getByText('The smallest order is').waitFor();
    for (let packets = 1; packets < 5; packets += 1) {
      await desk.page.getByTestId('goods-search').fill('RICE-1KG');
      await desk.page.keyboard.press('Enter');
    }
    await desk.picture('agent-new-order');
    await desk.page.getByTestId('order-submit').click();
    await desk.page.getByTestId('sync-pill').getByText('1 waiting').waitFor();
    await desk.offline(false);
    const order = await until('the order', async () => {
      const [row] = await khaacho.query<{ order_number: string; state: string }>(
        "SELECT order_number, state FROM orders WHERE retailer_id = $1 AND source = 'AGENT' AND placed_at > now() - interval '10 minutes'",
        [shop.id],
      );
      return row;
    });
    expect(order.order_number).toMatch(/^ORD\d{9,}$/);
    expect(desk.complaints).toEqual([]);
    await desk.context.close();
  });
});
