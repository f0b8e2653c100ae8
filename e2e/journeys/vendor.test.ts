import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openBrowser, openDesk, signInAtDesk } from '../support/browser.ts';
import { orderByNumber, staffOf } from '../support/people.ts';
import { type Phone, phoneOf } from '../support/phone.ts';
import { type Khaacho, startKhaacho } from '../support/server.ts';
import { until } from '../support/until.ts';

describe('a vendor at the desk', () => {
  let khaacho: Khaacho;
  let browser: Browser;
  let phone: Phone;
  const desks: Desk[] = [];

  beforeAll(async () => {
    [khaacho, browser] = await Promise.all([startKhaacho(), openBrowser()]);
    phone = phoneOf(khaacho.url, '+9779800000001');
  });
  afterAll(async () => {
    await browser?.close();
    await khaacho?.dispose();
  });

  async function order(): Promise<string> {
    await phone.write('RICE-1KG x 10\nDAL-1KG x 5');
    const number = /ORD\d{9,}/.exec(await phone.write('CONFIRM'))?.[0];
    if (!number) throw new Error('no order number');
    return number;
  }
  const state = async (number: string) => (await orderByNumber(khaacho, number)).state;
  const card = (desk: Desk, number: string) => desk.page.getByTestId(`order-row-${number}`);
  async function act(desk: Desk, number: string, action: string): Promise<void> {
    await card(desk, number).click();
    await desk.page.getByTestId(`action-${action}`).first().click();
  }
  async function deskOf(number: string): Promise<Desk> {
    const desk = await openDesk(browser, khaacho.url);
    desks.push(desk);
    await signInAtDesk(desk, await staffOf(khaacho, (await orderByNumber(khaacho, number)).vendor_id));
    return desk;
  }

  it('gets an order live, and works it off without a network and across a reload', async () => {
    const first = await order();
    const desk = await deskOf(first);
    await card(desk, first).waitFor();

    // Live: no reload between the retailer's CONFIRM and the card.
    await phone.write('CANCEL');
    const number = await order();
    const same = (await orderByNumber(khaacho, number)).vendor_id === (await orderByNumber(khaacho, first)).vendor_id;
    expect(same, 'the demo routes both to one vendor').toBe(true);
    await card(desk, number).waitFor();
    await act(desk, number, 'accept');
    await until('accepted on the server', async () => (await state(number)) === 'ACCEPTED');
    await phone.hears(`#${number} was accepted`);

    await desk.offline(true);
    await desk.page.locator('[data-testid=sync-pill][data-state=offline]').waitFor();
    await act(desk, number, 'pack');
    await act(desk, number, 'dispatch');
    // Saved is what the pill counts; before that nothing was promised.
    await desk.page.getByTestId('sync-pill').getByText('2 waiting').waitFor();
    await desk.page.reload();
    await card(desk, number).waitFor();
    await act(desk, number, 'out');
    await act(desk, number, 'deliver');
    await desk.picture('vendor-offline');
    await desk.page.getByTestId('sync-pill').getByText('4 waiting').waitFor();
    expect(await state(number)).toBe('ACCEPTED');

    await desk.offline(false);
    await until('everything applied', async () => (await state(number)) === 'DELIVERED');
    await desk.page.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
    for (const words of ['is being packed', 'has left the store', 'is on its way', 'was delivered'])
      await phone.hears(`#${number} ${words}`);
    const { id } = await orderByNumber(khaacho, number);
    const history = await khaacho.query<{ to_state: string }>(
      'SELECT to_state FROM order_history WHERE order_id = $1 ORDER BY step',
      [id],
    );
    expect(history.map((line) => line.to_state)).toEqual([
      'PENDING',
      'ASSIGNED',
      'ACCEPTED',
      'PACKING',
      'DISPATCHED',
      'OUT_FOR_DELIVERY',
      'DELIVERED',
    ]);
    const [commands] = await khaacho.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM command_log WHERE status = 'applied' AND payload->>'orderId' = $1",
      [id],
    );
    expect(commands?.n).toBe(5);
    expect(desk.complaints).toEqual([]);
    await desk.context.close();
  });

  it('shows in words that an order went to another vendor meanwhile', async () => {
    const number = await order();
    const desk = await deskOf(number);
    await card(desk, number).waitFor();
    await desk.offline(true);
    await desk.page.locator('[data-testid=sync-pill][data-state=offline]').waitFor();
    await act(desk, number, 'accept');
    const before = await orderByNumber(khaacho, number);
    await khaacho.query("UPDATE orders SET accept_by = now() - interval '1 minute' WHERE id = $1", [before.id]);
    await fetch(`${khaacho.url}/simulator/api/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advance: '1s' }),
    });
    await until('passed on', async () => {
      const now = await orderByNumber(khaacho, number);
      return now.vendor_id !== null && now.vendor_id !== before.vendor_id;
    });
    await desk.offline(false);
    await desk.page.locator('[data-testid=sync-pill][data-state=refused]').waitFor();
    await desk.page.getByTestId('sync-pill').click();
    const refused = desk.page.locator('[data-testid^=conflict-]').first();
    await refused.waitFor();
    expect(await refused.innerText()).toMatch(/another vendor/i);
    await desk.picture('vendor-refused');
    await card(desk, number).waitFor({ state: 'detached' });
    expect((await orderByNumber(khaacho, number)).state).toBe('ASSIGNED');
    expect(desk.complaints).toEqual([]);
    await desk.context.close();
  });
});
