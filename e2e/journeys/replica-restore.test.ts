import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/api.ts';
import { type Desk, openBrowser, openDesk, signInAtDesk } from '../support/browser.ts';
import { movedSince, offersOf, oneMoreOfEach } from '../support/goods.ts';
import { type Given, replicaOf } from '../support/page-replica.ts';
import { type Khaacho, startKhaacho } from '../support/server.ts';
import { expectDecidedOnce, expectSame, personAt } from '../support/truth.ts';
import { until } from '../support/until.ts';

const STAFF = 'vendor1@khaacho.test';
const AGENT = 'agent1@khaacho.test';

type Shop = { id: string; owed: number };

describe('a server restored from an older backup', () => {
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
  const shopOf = async (id = ''): Promise<Shop> => {
    const [shop] = await khaacho.query<Shop>(
      `SELECT r.id, c.outstanding_paisa::float8 AS owed FROM retailers r JOIN credit_accounts c ON c.retailer_id = r.id
       JOIN user_territories t ON t.territory_id = r.territory_id JOIN users u ON u.id = t.user_id
       WHERE u.email = $1 AND c.outstanding_paisa > 200000 AND ($2 = '' OR r.id::text = $2) ORDER BY r.id LIMIT 1`,
      [AGENT, id],
    );
    if (!shop) throw new Error('nobody owes anything');
    return shop;
  };
  const payment = (shop: Shop, amountPaisa: number): Given<'payment.record'> => ({
    type: 'payment.record',
    payload: { paymentId: crypto.randomUUID(), retailerId: shop.id, amountPaisa, method: 'CASH' },
  });
  const answered = (desk: Desk) =>
    until('answered', async () => (await replicaOf(desk.page).outbox()).waiting.length === 0);
  const epoch = async () => (await khaacho.query<{ epoch: string }>('SELECT epoch FROM sync_epoch'))[0]?.epoch;

  it('gets back from its desks what it has lost, once; what only it knew is gone from them too; they say so', async () => {
    const agent = await openDesk(browser, khaacho.url);
    await signInAtDesk(agent, AGENT);
    const vendor = await openDesk(browser, khaacho.url);
    await signInAtDesk(vendor, STAFF);
    const shop = await shopOf();
    const offers = (await offersOf(khaacho, STAFF)).slice(0, 3);
    const kept = await replicaOf(agent.page).give([payment(shop, 10_000)]);
    kept.push(...(await replicaOf(vendor.page).give(oneMoreOfEach(offers, 2))));
    await Promise.all([answered(agent), answered(vendor)]);
    const before = await epoch();

    await khaacho.backup();
    await khaacho.start();
    const lost = await replicaOf(agent.page).give([payment(shop, 20_000), payment(shop, 30_000)]);
    lost.push(...(await replicaOf(vendor.page).give(oneMoreOfEach(offers, 4))));
    await until('both are back', async () => {
      await Promise.all([replicaOf(agent.page).syncNow(), replicaOf(vendor.page).syncNow()]);
      const boxes = await Promise.all([replicaOf(agent.page).outbox(), replicaOf(vendor.page).outbox()]);
      return boxes.every((box) => box.waiting.length === 0);
    });
    await expectDecidedOnce(khaacho, lost);
    // Made at the office's own screen by REST: no desk has it to give back.
    const admin = await signIn(khaacho.url, 'admin@khaacho.test');
    const made = await admin.post(
      '/orders',
      { retailerId: shop.id, items: [{ sku: 'RICE-1KG', quantity: 10 }] },
      crypto.randomUUID(),
    );
    expect(made.status).toBe(201);
    const count = async () => (await replicaOf(agent.page).documents('orders')).length;
    const orders = (await khaacho.query('SELECT id FROM orders WHERE retailer_id = $1', [shop.id])).length;
    const seen = await until('the order is seen', async () => {
      const documents = await replicaOf(agent.page).documents('orders');
      return documents.filter((order) => order['retailerId'] === shop.id).length >= orders && (await count());
    });
    // The vendor's desk is closed meanwhile and opened when all is over.
    await vendor.page.goto('about:blank');

    await khaacho.restore();
    await khaacho.start();
    expect(await epoch(), 'the server has noticed by itself').not.toBe(before);
    await replicaOf(agent.page).syncNow();
    await until(
      'given back',
      async () => (await khaacho.query('SELECT id FROM command_log WHERE id = ANY ($1::uuid[])', [lost])).length === 2,
    );
    await answered(agent);
    await vendor.page.goto('/');
    await pill(vendor, 'saved').waitFor();
    await expectDecidedOnce(khaacho, [...kept, ...lost]);
    expect((await shopOf(shop.id)).owed).toBe(shop.owed - 60_000);
    expect(await movedSince(khaacho, STAFF, offers)).toBe(6_000);
    await expectSame(replicaOf(agent.page), await personAt(khaacho.url, AGENT));
    await expectSame(replicaOf(vendor.page), await personAt(khaacho.url, STAFF));
    expect(await count()).toBe(seen - 1);
    expect((await replicaOf(agent.page).status()).restored).toMatchObject({ handedBack: 2 });
    await agent.page.getByText('set back to an older copy').first().waitFor();

    // And life goes on in the new history.
    const next = await replicaOf(vendor.page).give(oneMoreOfEach(offers, 1));
    await answered(vendor);
    await expectDecidedOnce(khaacho, next);
    await Promise.all([agent.context.close(), vendor.context.close()]);
  });
});
