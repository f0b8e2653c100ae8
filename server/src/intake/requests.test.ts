import { randomBytes } from 'node:crypto';
import { chatMoney } from '@khaacho/shared/kernel/money.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCatalogueCache } from '../catalogue/service.ts';
import { ledgerPage } from '../credit/store.ts';
import { createLaneWorker, type LaneWorker } from '../jobs/lanes.ts';
import { createLog } from '../log.ts';
import { createTestWorld, MORNING, productId, type TestWorld } from '../testing/world.ts';
import { intakeWork } from './jobs.ts';
import { suggestReorders } from './reorder-service.ts';

const PHONE = '+9779800000001';

describe('what a shop asks for in chat besides ordering', () => {
  let world: TestWorld;
  let worker: LaneWorker;
  let chatId: string;
  let now: Date;

  beforeAll(async () => {
    world = await createTestWorld();
    const log = createLog({ level: 'error' });
    const catalogue = createCatalogueCache(world.db);
    worker = createLaneWorker(
      intakeWork({ db: world.db, clock: { now: () => now }, catalogue, log, secondReader: null }),
      log,
    );
    worker.start();
    const at = new Date(MORNING);
    const chat = { provider: 'whatsapp', externalId: `whatsapp:${PHONE}`, phone: PHONE, retailerId: world.sita };
    await world.db
      .insertInto('chats')
      .values({ id: crypto.randomUUID(), ...chat, createdAt: at, windowEndsAt: at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    ({ id: chatId } = await world.db
      .selectFrom('chats')
      .select('id')
      .where('externalId', '=', chat.externalId)
      .executeTakeFirstOrThrow());
    await world.db.updateTable('chats').set({ language: 'en' }).where('id', '=', chatId).execute();
  });
  afterAll(async () => {
    await worker.stop();
    await world.close();
  });
  beforeEach(async () => {
    now = new Date(MORNING);
    await world.db.deleteFrom('reorderSuggestions').execute();
    await world.db.deleteFrom('draftMessages').execute();
    await world.db.deleteFrom('drafts').where('chatId', '=', chatId).execute();
    await world.db.deleteFrom('alerts').where('retailerId', '=', world.sita).execute();
    await world.db
      .updateTable('orders')
      .set((eb) => ({ paidPaisa: eb.ref('totalPaisa') }))
      .where('dueDay', 'is not', null)
      .execute();
  });

  it('shows the latest entries of the account in one message, each with the balance after it', async () => {
    const statement = await says('hisab pathaunu');
    const rows = await ledgerPage(world.db, world.sita, { limit: 10, before: null });
    const shown = statement.split('\n').filter((row) => row.startsWith('2026-'));
    expect(shown).toHaveLength(10);
    expect(shown.map((row) => row.split(' = ')[1])).toEqual(
      rows
        .slice(0, 10)
        .reverse()
        .map((row) => chatMoney(row.balancePaisa)),
    );
    expect(statement.length).toBeLessThanOrEqual(1600);
    expect(statement).toContain(`You owe: ${chatMoney(rows[0]?.balancePaisa ?? -1)}`);
  });

  it('answers in the language that is asked for, from then on', async () => {
    expect(await says('नेपाली')).toContain('नेपालीमा लेख्नेछौं');
    expect(await says('STATEMENT')).toContain('तपाईंको खाताको विवरण');
    expect(await says('language english')).toContain('we write to you in English');
    expect(await says('खाता विवरण')).toContain('Your statement');
  });

  it.each([
    ['चामल १०', 'ne'],
    ['malai chamal 10 chahiyo', 'ne'],
    ['please send rice', 'en'],
    ['RICE-1KG x 10', null],
  ])('a chat without a language takes that of its first message: %s', async (body, language) => {
    const id = await firstOf(body);
    const chat = world.db.selectFrom('chats').select('language').where('id', '=', id);
    expect((await chat.executeTakeFirstOrThrow()).language).toBe(language);
  });

  /** A chat that has never said anything says this. */
  async function firstOf(body: string): Promise<string> {
    const id = crypto.randomUUID();
    const at = now;
    await world.db
      .insertInto('chats')
      .values({ id, provider: 'whatsapp', externalId: `whatsapp:${id}`, createdAt: at, windowEndsAt: at })
      .execute();
    const message = { id: crypto.randomUUID(), chatId: id, direction: 'INBOUND', kind: 'TEXT', status: 'RECEIVED' };
    await world.db
      .insertInto('messages')
      .values({ ...message, body, providerId: `SM${randomBytes(16).toString('hex')}`, at, updatedAt: at })
      .execute();
    await worker.drain();
    return id;
  }

  async function says(body: string): Promise<string> {
    const id = crypto.randomUUID();
    const message = {
      id,
      chatId,
      retailerId: world.sita,
      direction: 'INBOUND',
      kind: 'TEXT',
      body,
      status: 'RECEIVED',
    };
    const providerId = `SM${randomBytes(16).toString('hex')}`;
    await world.db
      .insertInto('messages')
      .values({ ...message, providerId, at: now, updatedAt: now })
      .execute();
    await worker.drain();
    const reply = world.db.selectFrom('messages').select('body').where('businessKey', '=', `reply:${id}`);
    return (await reply.executeTakeFirstOrThrow()).body;
  }
  const questions = async () =>
    (
      await world.db.selectFrom('alerts').select(['figures', 'severity']).where('retailerId', '=', world.sita).execute()
    ).map(({ figures, severity }) => ({ ...Object(figures), severity }));
  /** Orders of this shop, so many days ago, with one line each. */
  async function orderedBefore(...days: number[]): Promise<void> {
    const [pattern] = await world.db
      .selectFrom('orders')
      .selectAll()
      .where('state', '=', 'COMPLETED')
      .orderBy('totalPaisa', 'desc')
      .limit(1)
      .execute();
    const [line] = await world.db
      .selectFrom('orderLines')
      .selectAll()
      .where('orderId', '=', pattern?.id ?? '')
      .execute();
    if (!pattern || !line) throw new Error('the demo has completed orders');
    await world.db
      .updateTable('orders')
      .set({ placedAt: new Date('2026-01-01') })
      .where('retailerId', '=', world.sita)
      .execute();
    for (const day of days) {
      const placedAt = new Date(now.getTime() - day * 86_400_000);
      const id = crypto.randomUUID();
      const orderNumber = `ORD${randomBytes(6).readUIntBE(0, 6)}`;
      await world.db
        .insertInto('orders')
        .values({ ...pattern, id, orderNumber, retailerId: world.sita, placedAt, originKey: null })
        .execute();
      await world.db
        .insertInto('orderLines')
        .values({ ...line, orderId: id })
        .execute();
    }
  }

  it('leaves a complaint to a person at once, once, and says so', async () => {
    expect(await says('namaste, hijo ko chamal ma kira thiyo, galat saman aayo')).toContain('sorry');
    await says('ajhai kharab cha');
    expect(await questions()).toMatchObject([{ about: 'COMPLAINT', severity: 'CRITICAL', chatId }]);
  });

  it.each([
    ['I paid 5000 by esewa', 'PAYMENT', 'accounts'],
    ['sanibar delivery huncha?', 'INQUIRY', 'answer you'],
    ['maybe my son will cancel it tomorrow', 'CANCEL', 'CANCEL ORD'],
    ['meri chhori ko janmadin', 'OTHER', 'Somebody'],
  ])('hands %j on about %s', async (text, about, words) => {
    expect(await says(text)).toContain(words);
    expect(await questions()).toMatchObject([{ about }]);
  });

  it('tells a price from the offers that have stock', async () => {
    const { price } = await world.db
      .selectFrom('offers as f')
      .innerJoin('stockLevels as s', 's.offerId', 'f.id')
      .innerJoin('vendors as v', 'v.id', 'f.vendorId')
      .select((eb) => eb.fn.min<number>('f.pricePaisa').as('price'))
      .where('f.productId', '=', await productId(world.db, 'RICE-1KG'))
      .where('f.active', '=', true)
      .where('v.active', '=', true)
      .whereRef('s.onHandMilli', '>', 's.reservedMilli')
      .executeTakeFirstOrThrow();
    expect(await says('RICE-1KG price?')).toContain(`(RICE-1KG): from Rs.${(price / 100).toFixed(2)}`);
    expect(await questions()).toEqual([]);
  });

  it('tells the balance', async () => {
    expect(await says('mero hisab kati baki cha')).toContain('Limit: Rs.50000.00');
  });

  it('repeats the last order as a draft, and orders it once for CONFIRM', async () => {
    await orderedBefore(2);
    expect(await says('same as last week please')).toContain('Order Summary');
    const confirmed = await says('CONFIRM');
    expect(confirmed).toContain('Order Confirmed!');
    expect(await says('CONFIRM')).toBe(confirmed);
  });

  describe('"order same as last week?"', () => {
    const sent = async () =>
      world.db
        .selectFrom('messages')
        .select('body')
        .where('businessKey', 'like', 'reorder:%')
        .where('chatId', '=', chatId)
        .execute();

    it('is asked once a cycle, and YES makes a draft at today’s prices', async () => {
      await orderedBefore(7, 14, 21, 28, 35, 42, 49, 56);
      const before = (await sent()).length;
      await suggestReorders(world.db, now);
      await suggestReorders(world.db, now);
      expect((await sent()).length - before).toBe(1);
      expect(await says('YES')).toContain('Order Summary');
      // The second yes is to the summary.
      expect(await says('YES')).toContain('Order Confirmed!');
    });

    it('is not asked again in the cycle after NO, nor in quiet hours', async () => {
      await orderedBefore(7, 14, 21, 28, 35, 42, 49, 56);
      await suggestReorders(world.db, new Date('2026-11-19T20:00:00Z'));
      const quiet = (await sent()).length;
      await suggestReorders(world.db, now);
      expect((await sent()).length - quiet).toBe(1);
      expect(await says('NO')).toContain('not this time');
      await suggestReorders(world.db, new Date(now.getTime() + 6 * 86_400_000));
      expect((await sent()).length - quiet).toBe(1);
    });
  });
});
