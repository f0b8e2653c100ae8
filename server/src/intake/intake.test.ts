import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCatalogueCache } from '../catalogue/service.ts';
import { createLaneWorker, type LaneWorker } from '../jobs/lanes.ts';
import { createLog } from '../log.ts';
import { receiveMessage } from '../messages/inbound-service.ts';
import { createTestWorld, MORNING, productId, type TestWorld } from '../testing/world.ts';
import { intakeWork } from './jobs.ts';

const ORDER = 'RICE-1KG x 10\nDAL-1KG x 5';

describe('a chat', () => {
  let world: TestWorld;
  let worker: LaneWorker;
  let now: Date;
  let phone: number;

  beforeAll(async () => {
    world = await createTestWorld();
    const log = createLog({ level: 'error' });
    worker = createLaneWorker(
      intakeWork({
        db: world.db,
        clock: { now: () => now },
        catalogue: createCatalogueCache(world.db),
        log,
        secondReader: null,
      }),
      log,
    );
    worker.start();
  });
  afterAll(async () => {
    await worker.stop();
    await world.close();
  });

  /** Each test is another shop, so that none sees the draft of another. */
  beforeEach(async () => {
    now = new Date(MORNING);
    phone = (phone ?? 0) + 1;
    const shop = await retailer();
    await world.db
      .updateTable('creditAccounts')
      .set({ limitPaisa: 500_000_000 })
      .where('retailerId', '=', shop.id)
      .execute();
    await world.db
      .updateTable('retailers')
      .set({ language: 'en', blockReason: null, blockedAt: null })
      .where('id', '=', shop.id)
      .execute();
    // Old debts are another test's business.
    await world.db
      .updateTable('orders')
      .set((eb) => ({ paidPaisa: eb.ref('totalPaisa') }))
      .where('retailerId', '=', shop.id)
      .where('dueDay', 'is not', null)
      .execute();
  });

  const number = () => `+97798000000${String(phone).padStart(2, '0')}`;
  const retailer = () =>
    world.db.selectFrom('retailers').selectAll().where('phone', '=', number()).executeTakeFirstOrThrow();
  const sid = () => `SM${randomBytes(16).toString('hex')}`;

  async function deliver(body: string, providerId = sid(), from = number()): Promise<boolean> {
    const message = {
      providerId,
      medium: 'WHATSAPP',
      provider: 'whatsapp',
      externalId: `whatsapp:${from}`,
      phone: from,
      kind: 'TEXT',
      body,
      location: null,
      repliesTo: null,
      optKeyword: null,
      sentAt: null,
      raw: { Body: body },
    } as const;
    const stored = await receiveMessage(
      { db: world.db, perMinute: 60 },
      { ...message, alsoKnownAs: [], media: [] },
      now,
    );
    return stored.stored;
  }

  async function replies(): Promise<string[]> {
    await worker.drain();
    const rows = await world.db
      .selectFrom('messages as m')
      .innerJoin('chats as c', 'c.id', 'm.chatId')
      .select('m.body')
      .where('c.phone', '=', number())
      .where('m.businessKey', 'like', 'reply:%')
      .where('m.at', '>=', MORNING)
      .orderBy('m.at')
      .orderBy('m.id')
      .execute();
    return rows.map((row) => row.body);
  }

  async function write(body: string): Promise<string> {
    now = new Date(now.getTime() + 1000);
    await deliver(body);
    return (await replies()).at(-1) ?? '';
  }

  const orders = async () =>
    world.db
      .selectFrom('orders')
      .selectAll()
      .where('retailerId', '=', (await retailer()).id)
      .where('placedAt', '>=', MORNING)
      .execute();

  it('answers a list with the agreed figures', async () => {
    expect(await write(ORDER)).toBe(
      [
        'Order Summary:',
        '1. Basmati Rice 1KG',
        '   SKU: RICE-1KG',
        '   Qty: 10 x Rs.150.00 = Rs.1500.00',
        '2. Toor Dal 1KG',
        '   SKU: DAL-1KG',
        '   Qty: 5 x Rs.120.00 = Rs.600.00',
        '',
        'Subtotal: Rs.2100.00',
        'Tax (13%): Rs.273.00',
        'Total: Rs.2373.00',
        '',
        'Found 2 product(s), 15 total items.',
        'Reply: "CONFIRM" to place order, "CANCEL" to cancel',
      ].join('\n'),
    );
  });

  it.each([
    ['rice 10 kg, dal 5'],
    ['Namaste dai, rice 10 kg ra dal 5 pathaidinus'],
    ['namaste!\n10 kg chamal\n5 daal'],
    ['चामल १० केजी, दाल ५'],
    ['10 x RICE-1KG; DAL-1KG: 5'],
    ['RICE-1KG x 10 DAL-1KG x 5'],
  ])('reads %j alike', async (text) => {
    expect(await write(text)).toContain('Total: Rs.2373.00');
  });

  it('takes one order for CONFIRM, however often it comes', async () => {
    await write(ORDER);
    const first = await write('CONFIRM');
    expect(first).toMatch(
      /^Order Confirmed!\nOrder #ORD261120\d{3,}\nStatus: PENDING\nTotal: Rs\.2373\.00\nItems: 2\nTrack: Send "STATUS ORD261120\d{3,}"$/,
    );
    expect(await write('confirm')).toBe(first);
    const taken = await orders();
    expect(taken).toHaveLength(1);
    expect(taken[0]).toMatchObject({
      state: 'ASSIGNED',
      subtotalPaisa: 210_000,
      taxPaisa: 27_300,
      totalPaisa: 237_300,
      reservedPaisa: 237_300,
      source: 'WHATSAPP',
    });
    const account = await world.db
      .selectFrom('creditAccounts')
      .selectAll()
      .where('retailerId', '=', (await retailer()).id)
      .executeTakeFirstOrThrow();
    expect(account.reservedPaisa).toBeGreaterThanOrEqual(237_300);
    const decision = await world.db
      .selectFrom('routingDecisions')
      .selectAll()
      .where('orderId', '=', taken[0]?.id ?? '')
      .executeTakeFirstOrThrow();
    expect(decision.chosenVendorId).toBe(taken[0]?.vendorId);
    const history = await world.db
      .selectFrom('orderHistory')
      .select('toState')
      .where('orderId', '=', taken[0]?.id ?? '')
      .orderBy('step')
      .execute();
    expect(history.map((line) => line.toState)).toEqual(['PENDING', 'ASSIGNED']);
  });

  it('has no second effect of a message delivered twice', async () => {
    const id = sid();
    expect(await deliver(ORDER, id)).toBe(true);
    expect(await deliver(ORDER, id)).toBe(false);
    expect(await replies()).toHaveLength(1);
    expect(await deliver(ORDER, id)).toBe(false);
    expect(await replies()).toHaveLength(1);
  });

  it('answers every message once and in order, even many at once', async () => {
    for (const text of [ORDER, 'CONFIRM', 'STATUS', 'HELP']) {
      now = new Date(now.getTime() + 10);
      await deliver(text);
    }
    const said = await replies();
    expect(said.map((text) => text.split('\n')[0])).toEqual([
      'Order Summary:',
      'Order Confirmed!',
      'Your latest orders:',
      'You can write:',
    ]);
  });

  it('asks about what is unclear and never guesses', async () => {
    const asked = await write('RICE-1KG x 2, blorptastic 5');
    expect(asked).toContain('I did not find "blorptastic 5"');
    expect(await write('SKIP')).toContain('Found 1 product(s), 2 total items.');
    expect(await orders()).toHaveLength(0);
  });

  it('offers numbered choices where a name fits several goods, and takes the answer', async () => {
    const asked = await write('soap 20');
    expect(asked).toMatch(/which one do you mean\?\n1\. .+\n2\. /);
    const chosen = /^2\. (.+) \(/m.exec(asked)?.[1] ?? 'none';
    expect(await write('2')).toContain(`1. ${chosen}\n`);
  });

  it('asks how many, and takes a bare number', async () => {
    expect(await write('chamal')).toContain('how many?');
    expect(await write('7')).toContain('Qty: 7 x Rs.150.00 = Rs.1050.00');
  });

  it('adds to an open draft and replaces a quantity named again', async () => {
    await write('RICE-1KG x 10');
    expect(await write('DAL-1KG x 5')).toContain('Total: Rs.2373.00');
    expect(await write('RICE-1KG x 1')).toContain('Subtotal: Rs.750.00');
  });

  it('lets a draft go after ten minutes', async () => {
    await write(ORDER);
    now = new Date(now.getTime() + 10 * 60_000);
    expect(await write('CONFIRM')).toContain('too old');
    expect(await orders()).toHaveLength(0);
  });

  it('cancels a draft, then an order, and says which', async () => {
    await write(ORDER);
    expect(await write('CANCEL')).toBe('Your draft is cancelled. Nothing was ordered.');
    await write(ORDER);
    await write('CONFIRM');
    const before = await world.db
      .selectFrom('creditAccounts')
      .select('reservedPaisa')
      .where('retailerId', '=', (await retailer()).id)
      .executeTakeFirstOrThrow();
    expect(await write('CANCEL')).toMatch(/^Order #ORD261120\d+ is cancelled\.$/);
    const after = await world.db
      .selectFrom('creditAccounts')
      .select('reservedPaisa')
      .where('retailerId', '=', (await retailer()).id)
      .executeTakeFirstOrThrow();
    expect(before.reservedPaisa - after.reservedPaisa).toBe(237_300);
  });

  it('refuses over the limit with what would make it pass', async () => {
    const shop = await retailer();
    const account = await world.db
      .selectFrom('creditAccounts')
      .selectAll()
      .where('retailerId', '=', shop.id)
      .executeTakeFirstOrThrow();
    await world.db
      .updateTable('creditAccounts')
      .set({ limitPaisa: Math.max(0, account.outstandingPaisa + account.reservedPaisa) + 237_299 })
      .where('retailerId', '=', shop.id)
      .execute();
    await write(ORDER);
    expect(await write('CONFIRM')).toBe(
      'This order of Rs.2373.00 is over your credit. Left: Rs.2372.99. Pay Rs.0.01 first, or order less.',
    );
    await world.db
      .updateTable('creditAccounts')
      .set((eb) => ({ limitPaisa: eb('limitPaisa', '+', 1) }))
      .where('retailerId', '=', shop.id)
      .execute();
    expect(await write('CONFIRM')).toContain('Order Confirmed!');
  });

  it('refuses a blocked shop and says why', async () => {
    await world.db
      .updateTable('retailers')
      .set({ blockReason: 'cheque bounced', blockedAt: now })
      .where('id', '=', (await retailer()).id)
      .execute();
    expect(await write(ORDER)).toContain('cheque bounced');
    expect(await orders()).toHaveLength(0);
  });

  it('shows a price that rose and asks again', async () => {
    await write(ORDER);
    const rice = await productId(world.db, 'RICE-1KG');
    await world.db.updateTable('offers').set({ pricePaisa: 16_000 }).where('productId', '=', rice).execute();
    const said = await write('CONFIRM');
    await world.db.updateTable('offers').set({ pricePaisa: 15_000 }).where('productId', '=', rice).execute();
    expect(said).toContain('prices have changed');
    expect(said).toContain('Qty: 10 x Rs.160.00 = Rs.1600.00');
    expect(await orders()).toHaveLength(0);
  });

  it('refuses what is not in stock with how much there is', async () => {
    const said = await write('RICE-1KG x 999999');
    expect(said).toMatch(/^Not enough in stock:\n- Basmati Rice 1KG: \d+ available, you asked for 999999/);
  });

  it('tells a stranger nothing and the office about them', async () => {
    const stranger = '+9779811111111';
    await deliver(ORDER, sid(), stranger);
    await worker.drain();
    const said = await world.db
      .selectFrom('messages as m')
      .innerJoin('chats as c', 'c.id', 'm.chatId')
      .select('m.body')
      .where('c.phone', '=', stranger)
      .where('m.direction', '=', 'OUTBOUND')
      .execute();
    expect(said).toHaveLength(1);
    expect(said[0]?.body).not.toMatch(/Rs|RICE/);
    expect(
      await world.db
        .selectFrom('alerts')
        .select('kind')
        .where('kind', '=', 'UNKNOWN_SENDER')
        .where('acknowledgedAt', 'is', null)
        .execute(),
    ).not.toHaveLength(0);
  });

  it('answers STATUS only to the owner of an order', async () => {
    await write(ORDER);
    await write('CONFIRM');
    const [order] = await orders();
    expect(await write(`STATUS ${order?.orderNumber}`)).toContain('Due: Rs.2373.00');
    phone += 1;
    expect(await write(`STATUS ${order?.orderNumber}`)).toMatch(/do not find an order|भेटिएन/);
  });

  it('answers in Nepali where the shop reads it', async () => {
    await world.db
      .updateTable('retailers')
      .set({ language: 'ne' })
      .where('id', '=', (await retailer()).id)
      .execute();
    expect(await write('चामल १० केजी, दाल ५')).toContain('कुल: Rs.2373.00');
    expect(await write('हुन्छ')).toContain('अर्डर पक्का भयो!');
  });
});
