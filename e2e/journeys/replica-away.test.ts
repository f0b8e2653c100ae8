import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/api.ts';
import { type Desk, openBrowser, openDesk, openProfile, signInAtDesk } from '../support/browser.ts';
import { movedSince, offersOf, oneMoreOfEach } from '../support/goods.ts';
import { replicaOf } from '../support/page-replica.ts';
import { orderByNumber, staffOf } from '../support/people.ts';
import { phoneOf } from '../support/phone.ts';
import { type Khaacho, startKhaacho } from '../support/server.ts';
import { expectDecidedOnce, expectSame, personAt } from '../support/truth.ts';
import { until } from '../support/until.ts';

const STAFF = 'vendor1@khaacho.test';
const AGENT = 'agent1@khaacho.test';
const DAY_MS = 86_400_000;

describe('a desk that was away', () => {
  let khaacho: Khaacho;
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'khaacho-away-'));

  beforeAll(async () => {
    [khaacho, browser] = await Promise.all([startKhaacho(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await khaacho?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const pill = (desk: Desk, state: string) => desk.page.locator(`[data-testid=sync-pill][data-state=${state}]`);
  const applied = async (ids: readonly string[]) =>
    (await khaacho.query('SELECT id FROM command_log WHERE id = ANY ($1::uuid[])', [ids])).length;

  it('a session ended meanwhile: what waits is kept, asked for in words, and sent once after signing in again', async () => {
    const desk = await openDesk(browser, khaacho.url);
    await signInAtDesk(desk, STAFF);
    const offers = (await offersOf(khaacho, STAFF)).slice(0, 3);
    const replica = replicaOf(desk.page);
    await desk.offline(true);
    await pill(desk, 'offline').waitFor();
    const given = await replica.give(oneMoreOfEach(offers, 4));
    // A new password ends every session of the person.
    const admin = await signIn(khaacho.url, 'admin@khaacho.test');
    const [user] = await khaacho.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [STAFF]);
    expect((await admin.put(`/users/${user?.id}`, { password: 'khaacho-demo' })).status).toBe(200);
    await desk.offline(false);
    await pill(desk, 'problem').waitFor();
    expect(await pill(desk, 'problem').innerText()).toContain('Sign in to send');
    await desk.page.getByText('your session has ended').first().waitFor();
    expect((await replica.outbox()).waiting.map((entry) => entry.id)).toEqual(given);
    expect(await applied(given)).toBe(0);
    await desk.page.getByTestId('sign-in-password').fill('khaacho-demo');
    await desk.page.getByTestId('sign-in-submit').click();
    await pill(desk, 'saved').waitFor();
    await expectDecidedOnce(khaacho, given);
    expect(await movedSince(khaacho, STAFF, offers)).toBe(4_000);
    await desk.context.close();
  });

  it('signed out with work unsent: nobody else sends or sees it, the same person’s next sign-in does', async () => {
    const desk = await openDesk(browser, khaacho.url);
    await signInAtDesk(desk, STAFF);
    const offers = (await offersOf(khaacho, STAFF)).slice(0, 3);
    await desk.offline(true);
    await pill(desk, 'offline').waitFor();
    const given = await replicaOf(desk.page).give(oneMoreOfEach(offers, 4));
    await replicaOf(desk.page).signOut();
    await desk.page.getByTestId('sign-in-email').waitFor();
    await desk.offline(false);
    await signInAtDesk(desk, AGENT);
    expect((await replicaOf(desk.page).outbox()).waiting).toEqual([]);
    expect(await replicaOf(desk.page).documents('commands')).toEqual([]);
    expect(await applied(given)).toBe(0);
    await replicaOf(desk.page).signOut();
    await desk.page.getByTestId('sign-in-email').waitFor();
    await signInAtDesk(desk, STAFF);
    await until('sent', async () => (await replicaOf(desk.page).outbox()).waiting.length === 0);
    await expectDecidedOnce(khaacho, given);
    expect(await movedSince(khaacho, STAFF, offers)).toBe(4_000);
    await desk.context.close();
  });

  it.each([1, -1])(
    'with a clock that is wrong by %i day: signs in, works and sends, and asks for no more tokens than others',
    async (days) => {
      const desk = await openDesk(browser, khaacho.url);
      await desk.page.clock.install({ time: Date.now() + days * DAY_MS });
      let refreshes = 0;
      desk.page.on('request', (request) => {
        if (request.url().endsWith('/auth/refresh')) refreshes += 1;
      });
      await signInAtDesk(desk, AGENT);
      const replica = replicaOf(desk.page);
      const [shop] = await khaacho.query<{ id: string; owed: number }>(
        `SELECT r.id, c.outstanding_paisa::float8 AS owed FROM retailers r JOIN credit_accounts c ON c.retailer_id = r.id
       JOIN user_territories t ON t.territory_id = r.territory_id JOIN users u ON u.id = t.user_id
       WHERE u.email = $1 AND c.outstanding_paisa > 200000 ORDER BY r.id LIMIT 1`,
        [AGENT],
      );
      if (!shop) throw new Error('nobody owes anything');
      const pay = async () => {
        const receivedAt = new Date(await desk.page.evaluate(() => Date.now())).toISOString();
        const payload = {
          ...{ paymentId: crypto.randomUUID(), retailerId: shop.id, amountPaisa: 10_000, method: 'CASH' as const },
          receivedAt,
        };
        return replica.give([{ type: 'payment.record', payload }]);
      };
      const given = await pay();
      await until('sent', async () => (await replica.outbox()).waiting.length === 0);
      await desk.page.reload();
      await pill(desk, 'saved').waitFor();
      given.push(...(await pay()));
      await until('sent', async () => (await replica.outbox()).waiting.length === 0);
      await expectDecidedOnce(khaacho, given);
      const [account] = await khaacho.query<{ owed: number }>(
        'SELECT outstanding_paisa::float8 AS owed FROM credit_accounts WHERE retailer_id = $1',
        [shop.id],
      );
      expect(account?.owed).toBe(shop.owed - 20_000);
      const [parked] = await khaacho.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM command_log WHERE id = ANY ($1::uuid[]) AND parked_because IS NOT NULL',
        [given],
      );
      expect(parked?.n).toBe(0);
      // One for the page that was loaded again.
      expect(refreshes).toBe(1);
      const ahead = (await replica.status()).clockAheadMs ?? 0;
      expect(Math.round(ahead / DAY_MS)).toBe(days);
      await expectSame(replica, await personAt(khaacho.url, AGENT));
      await desk.context.close();
    },
  );

  it('three days without a server, two restarts of the browser: work is kept in order and done once', async () => {
    const phone = phoneOf(khaacho.url, '+9779800000001');
    await phone.write('RICE-1KG x 10');
    const number = /ORD\d{9,}/.exec(await phone.write('CONFIRM'))?.[0] ?? '';
    const order = await orderByNumber(khaacho, number);
    const staff = await staffOf(khaacho, order.vendor_id);
    const profile = join(folder, 'profile');
    let desk = await openProfile(profile, khaacho.url);
    await signInAtDesk(desk, staff);
    await replicaOf(desk.page).give([{ type: 'order.accept', payload: { orderId: order.id } }]);
    await pill(desk, 'saved').waitFor();
    await desk.page.evaluate(() => navigator.serviceWorker.ready);
    const offers = (await offersOf(khaacho, staff)).slice(0, 3);
    // The three days go by here at once, for the server first; then it is out of reach.
    await fetch(`${khaacho.url}/simulator/api/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advance: '3d' }),
    });
    await khaacho.stop();
    await desk.context.close();

    const given: string[] = [];
    const days = [
      [{ type: 'order.pack', payload: { orderId: order.id } }],
      [{ type: 'order.dispatch', payload: { orderId: order.id } }],
      [
        { type: 'order.outForDelivery', payload: { orderId: order.id } },
        { type: 'order.deliver', payload: { orderId: order.id } },
      ],
    ] as const;
    const restart = async (day: number) => {
      const restarted = await openProfile(profile, khaacho.url);
      await restarted.page.clock.install({ time: Date.now() + day * DAY_MS });
      await restarted.page.goto('/');
      await pill(restarted, 'offline').waitFor();
      return restarted;
    };
    for (const [day, work] of days.entries()) {
      desk = await restart(day + 1);
      expect((await replicaOf(desk.page).outbox()).waiting.map((entry) => entry.id)).toEqual(given);
      given.push(...(await replicaOf(desk.page).give([...work, ...oneMoreOfEach(offers, 2)])));
      if (day < days.length - 1) await desk.context.close();
    }
    expect(await pill(desk, 'offline').innerText()).toContain(`${given.length} waiting`);

    const refreshed = desk.page.waitForRequest((request) => request.url().endsWith('/auth/refresh'));
    await khaacho.start();
    await replicaOf(desk.page).syncNow();
    // The token of three days ago is long over; the session is the device's and lives thirty days.
    expect((await refreshed).postDataJSON()).toMatchObject({ deviceId: expect.stringMatching(/./) });
    await until('everything is answered', async () => (await replicaOf(desk.page).outbox()).waiting.length === 0);
    await expectDecidedOnce(khaacho, given);
    expect((await orderByNumber(khaacho, number)).state).toBe('DELIVERED');
    const sent = await khaacho.query<{ id: string }>(
      'SELECT id FROM command_log WHERE id = ANY ($1::uuid[]) ORDER BY device_seq',
      [given],
    );
    expect(sent.map((row) => row.id)).toEqual(given);
    expect(await movedSince(khaacho, staff, offers)).toBe(6_000);
    await expectSame(replicaOf(desk.page), await personAt(khaacho.url, staff));
    await desk.context.close();
  });
});
