import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { defaultHouseSettings } from '@khaacho/shared/settings/contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transaction } from '../db/database.ts';
import { checkInvariants } from '../invariants/check.ts';
import { recordPayment } from '../payments/service.ts';
import { callerOf, createTestWorld, MORNING, productId, type TestWorld } from '../testing/world.ts';
import { loadOrders } from './documents.ts';
import { completeIfPaid, type MoveRequest, moveOrder } from './move-service.ts';
import { expireAssignments, offerWaiting } from './sweep-service.ts';
import { take } from './take-service.ts';

describe('orders on a real database', () => {
  let world: TestWorld;
  let rice: string;
  let dal: string;
  let admin: Caller;

  beforeAll(async () => {
    world = await createTestWorld();
    rice = await productId(world.db, 'RICE-1KG');
    dal = await productId(world.db, 'DAL-1KG');
    admin = await callerOf(world.db, 'admin@khaacho.test');
    // Room for what the tests order; each checks its own shop.
    await world.db.updateTable('creditAccounts').set({ limitPaisa: 100_000_000 }).execute();
  });
  afterAll(() => world.close());

  const order = (
    retailerId: string,
    lines = [
      { productId: rice, quantityMilli: 10_000 },
      { productId: dal, quantityMilli: 5_000 },
    ],
    extras: { originKey?: string; vendorId?: string } = {},
  ) => {
    const orderId = newId(MORNING);
    return transaction(world.db, (tx) =>
      take(
        tx,
        {
          orderId,
          retailerId,
          lines,
          source: 'API',
          originKey: `test:${orderId}`,
          by: { userId: admin.userId, label: 'Admin', deviceId: null },
          commandId: null,
          deviceAt: null,
          ...extras,
        },
        MORNING,
      ),
    );
  };

  async function takenId(retailerId: string): Promise<string> {
    const taken = await order(retailerId);
    if (!taken.ok || !('orderId' in taken.value)) throw new Error(`not taken: ${JSON.stringify(taken)}`);
    return taken.value.orderId;
  }

  const move = (orderId: string, name: MoveRequest['move'], extras: Partial<MoveRequest> = {}, now = MORNING) =>
    transaction(world.db, (tx) =>
      moveOrder(
        tx,
        {
          orderId,
          move: name,
          by: 'ADMIN',
          userId: admin.userId,
          label: 'Admin',
          vendorId: null,
          deviceId: null,
          deviceAt: null,
          commandId: null,
          reason: 'test',
          ...extras,
        },
        now,
      ),
    );

  const row = (id: string) => world.db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const account = (id: string) =>
    world.db.selectFrom('creditAccounts').selectAll().where('retailerId', '=', id).executeTakeFirstOrThrow();

  /** A shop with nothing owed: figures of a test are its own. */
  async function freshShop(limitPaisa: number): Promise<string> {
    const id = newId(MORNING);
    await world.db
      .insertInto('retailers')
      .values({
        id,
        name: `Test ${id.slice(-6)}`,
        address: 'Surkhet',
        city: 'Birendranagar',
        approved: true,
        createdAt: MORNING,
        updatedAt: MORNING,
      })
      .execute();
    await world.db.insertInto('creditAccounts').values({ retailerId: id, limitPaisa }).execute();
    return id;
  }

  it('sells the last unit exactly once to fifty buyers', async () => {
    const { offerId, vendorId, restore } = await lastUnit();
    const shops = await Promise.all(Array.from({ length: 50 }, () => freshShop(10_000_000)));
    const answers = await Promise.all(
      shops.map((shop) => order(shop, [{ productId: rice, quantityMilli: 1000 }], { vendorId })),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(['INSUFFICIENT_STOCK', 'BUSY']).toContain(answer.error.code);
    const level = await world.db
      .selectFrom('stockLevels')
      .selectAll()
      .where('offerId', '=', offerId)
      .executeTakeFirstOrThrow();
    expect(level.onHandMilli - level.reservedMilli).toBe(0);
    await restore();
  });

  /** Leaves one unit free with one vendor; `restore` puts back what was taken from the shelf. */
  async function lastUnit() {
    const offer = await world.db
      .selectFrom('offers as f')
      .innerJoin('stockLevels as s', 's.offerId', 'f.id')
      .select(['f.id', 'f.vendorId', 's.onHandMilli', 's.reservedMilli'])
      .where('f.productId', '=', rice)
      .orderBy('f.id')
      .executeTakeFirstOrThrow();
    const setShelf = (onHandMilli: number) =>
      world.db.updateTable('stockLevels').set({ onHandMilli }).where('offerId', '=', offer.id).execute();
    await setShelf(offer.reservedMilli + 1000);
    await world.db.updateTable('vendors').set({ minOrderPaisa: 0 }).where('id', '=', offer.vendorId).execute();
    return { offerId: offer.id, vendorId: offer.vendorId, restore: () => setShelf(offer.onHandMilli) };
  }

  it('lets one of two orders on the last rupee pass, and none above it', async () => {
    const shop = await freshShop(237_300);
    const answers = await Promise.all([order(shop), order(shop), order(shop)]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(answer.error.code).toBe('CREDIT_LIMIT_EXCEEDED');
    expect(await account(shop)).toMatchObject({ reservedPaisa: 237_300, outstandingPaisa: 0 });
  });

  it('answers with the document that everybody else will read', async () => {
    const told = async (shop: string, lines?: Parameters<typeof order>[1]) => {
      const taken = await order(shop, lines);
      if (!taken.ok || !('document' in taken.value)) throw new Error(`not taken: ${JSON.stringify(taken)}`);
      const { document } = taken.value;
      expect(document).toEqual((await loadOrders(world.db, [document.id], admin))[0]);
      return document.state;
    };
    expect(await told(await freshShop(10_000_000))).toBe('ASSIGNED');
    expect(await told(world.sita, [{ productId: dal, quantityMilli: 20_500 }])).toBe('ASSIGNED');
    // Every vendor full: it waits, and nothing of it is promised.
    const house = await world.db.selectFrom('houseSettings').select('house').executeTakeFirstOrThrow();
    const full = { ...defaultHouseSettings, maxActiveOrders: 1 };
    await world.db
      .updateTable('houseSettings')
      .set({ house: JSON.stringify(full) })
      .execute();
    expect(await told(await freshShop(10_000_000))).toBe('PENDING');
    await world.db
      .updateTable('houseSettings')
      .set({ house: JSON.stringify(house.house) })
      .execute();
  });

  it('makes one order of one origin, however many come at once', async () => {
    const shop = await freshShop(10_000_000);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => order(shop, undefined, { originKey: 'draft:the-same' })),
    );
    const ids = answers.map((answer) =>
      answer.ok ? ('orderId' in answer.value ? answer.value.orderId : answer.value.existingOrderId) : 'refused',
    );
    expect(new Set(ids).size).toBe(1);
    expect((await account(shop)).reservedPaisa).toBe(237_300);
  });

  it('gives unique rising numbers under concurrency, past 999 too', async () => {
    const { rows } = await sql<{
      n: string;
    }>`SELECT next_order_number('2026-12-01'::date) AS n FROM generate_series(1, 1001)`.execute(world.db);
    expect(rows[0]?.n).toBe('ORD261201001');
    expect(rows[1000]?.n).toBe('ORD2612011001');
    const parallel = await Promise.all(
      Array.from({ length: 20 }, () =>
        sql<{ n: string }>`SELECT next_order_number('2026-12-02'::date) AS n`.execute(world.db),
      ),
    );
    expect(new Set(parallel.map((result) => result.rows[0]?.n)).size).toBe(20);
  });

  it('books a delivery in balance and takes payments against it to the last paisa', async () => {
    const shop = await freshShop(10_000_000);
    const id = await takenId(shop);
    for (const step of ['accept', 'pack', 'dispatch', 'outForDelivery', 'deliver'] as const)
      expect((await move(id, step)).ok).toBe(true);
    expect(await row(id)).toMatchObject({
      state: 'DELIVERED',
      reservedPaisa: 0,
      stockHeld: false,
      dueDay: '2026-11-27',
    });
    expect(await account(shop)).toMatchObject({ reservedPaisa: 0, outstandingPaisa: 237_300 });
    const entries = await world.db
      .selectFrom('journalEntries as e')
      .innerJoin('journals as j', 'j.id', 'e.journalId')
      .innerJoin('accounts as a', 'a.id', 'e.accountId')
      .select(['a.kind', 'e.amountPaisa'])
      .where('j.orderId', '=', id)
      .orderBy('e.id')
      .execute();
    const vendor = await world.db
      .selectFrom('vendors')
      .innerJoin('orders', 'orders.vendorId', 'vendors.id')
      .select('commissionBasisPoints')
      .where('orders.id', '=', id)
      .executeTakeFirstOrThrow();
    const commission = Math.round((210_000 * vendor.commissionBasisPoints) / 10_000);
    expect(entries).toEqual([
      { kind: 'RECEIVABLE', amountPaisa: 237_300 },
      { kind: 'PAYABLE', amountPaisa: -210_000 },
      { kind: 'VENDOR_TAX', amountPaisa: -27_300 },
      { kind: 'PAYABLE', amountPaisa: commission },
      { kind: 'COMMISSION', amountPaisa: -commission },
    ]);

    const pay = (amountPaisa: number, paymentId = newId(MORNING)) =>
      transaction(world.db, async (tx) => {
        const recorded = await recordPayment(tx, { paymentId, retailerId: shop, amountPaisa, method: 'CASH' }, admin, {
          commandId: null,
          issuedAt: MORNING,
          now: MORNING,
        });
        if (recorded.ok)
          for (const orderId of recorded.value.settledOrderIds) await completeIfPaid(tx, orderId, MORNING);
        return recorded;
      });
    const twice = newId(MORNING);
    await pay(100_000, twice);
    await pay(100_000, twice);
    expect(await row(id)).toMatchObject({ state: 'DELIVERED', paidPaisa: 100_000 });
    await pay(140_000);
    expect(await row(id)).toMatchObject({ state: 'COMPLETED', paidPaisa: 237_300 });
    // 27.00 too much stays as an advance and pays the next bill first.
    expect((await account(shop)).outstandingPaisa).toBe(-2_700);
    const next = await takenId(shop);
    await move(next, 'accept');
    await move(next, 'deliver');
    expect((await row(next)).paidPaisa).toBe(2_700);
  });

  it('passes an order on once when the window is over, never back, and tells an admin at the end', async () => {
    const shop = await freshShop(10_000_000);
    const id = await takenId(shop);
    const asked: (string | null)[] = [];
    let now = MORNING;
    for (let round = 0; round < 8; round += 1) {
      const present = await row(id);
      if (present.state !== 'ASSIGNED') break;
      asked.push(present.vendorId);
      now = new Date((present.acceptBy?.getTime() ?? 0) + 1000);
      // Two sweeps at the same time, as two processes would.
      await Promise.all([expireAssignments(world.db, now), expireAssignments(world.db, now)]);
    }
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.length).toBeGreaterThanOrEqual(4);
    expect(await row(id)).toMatchObject({ state: 'PENDING', vendorId: null, stockHeld: false });
    const alerts = await world.db.selectFrom('alerts').select('kind').where('orderId', '=', id).execute();
    expect(alerts).toEqual([{ kind: 'NO_VENDOR_LEFT' }]);
    expect((await account(shop)).reservedPaisa).toBe(237_300);
    expect((await move(id, 'cancel', {}, now)).ok).toBe(true);
    expect((await account(shop)).reservedPaisa).toBe(0);
  });

  it('refuses a vendor the order has left, in words, without saying where it went', async () => {
    const id = await takenId(await freshShop(10_000_000));
    const first = (await row(id)).vendorId;
    await move(id, 'reject', { by: 'VENDOR_STAFF', vendorId: first });
    expect((await row(id)).vendorId).not.toBe(first);
    const late = await move(id, 'accept', { by: 'VENDOR_STAFF', vendorId: first });
    expect(late).toMatchObject({
      ok: false,
      error: { code: 'ORDER_TAKEN_AWAY', message: 'This order has gone to another vendor meanwhile.' },
    });
  });

  it('keeps a delivery that does not fit for a person, and loses nothing', async () => {
    const id = await takenId(await freshShop(10_000_000));
    const vendorId = (await row(id)).vendorId;
    await move(id, 'cancel');
    const delivered = await move(id, 'deliver', { by: 'VENDOR_STAFF', vendorId });
    expect(delivered).toMatchObject({ ok: true, value: { exception: true } });
    expect(await world.db.selectFrom('alerts').select('kind').where('orderId', '=', id).execute()).toEqual([
      { kind: 'DELIVERED_ELSEWHERE' },
    ]);
    const unknown = await move(newId(MORNING), 'deliver', { by: 'VENDOR_STAFF', vendorId });
    expect(unknown).toMatchObject({ ok: true, value: { exception: true } });
  });

  it('keeps cash for a shop outside an agent’s reach in suspense, with an alert', async () => {
    const agent = await callerOf(world.db, 'agent1@khaacho.test');
    const shop = await freshShop(10_000_000);
    const paymentId = newId(MORNING);
    const recorded = await transaction(world.db, (tx) =>
      recordPayment(tx, { paymentId, retailerId: shop, amountPaisa: 5_000, method: 'CASH' }, agent, {
        commandId: null,
        issuedAt: MORNING,
        now: MORNING,
      }),
    );
    expect(recorded).toMatchObject({ ok: true, value: { retailerId: null } });
    expect((await account(shop)).outstandingPaisa).toBe(0);
    const alert = await world.db
      .selectFrom('alerts')
      .select('kind')
      .where('cause', '=', `payment:${paymentId}`)
      .execute();
    expect(alert).toEqual([{ kind: 'PAYMENT_UNMATCHED' }]);
  });

  it('lets a payment that runs beside a delivery pay its bill', async () => {
    for (let round = 0; round < 10; round += 1) {
      const shop = await freshShop(10_000_000);
      const id = await takenId(shop);
      await move(id, 'accept');
      const pay = transaction(world.db, (tx) =>
        recordPayment(
          tx,
          { paymentId: newId(MORNING), retailerId: shop, amountPaisa: 237_300, method: 'BANK' },
          admin,
          { commandId: null, issuedAt: MORNING, now: MORNING },
        ),
      );
      await Promise.all([pay, move(id, 'deliver')]);
      expect((await row(id)).paidPaisa).toBe(237_300);
      expect((await account(shop)).outstandingPaisa).toBe(0);
    }
  });

  it('keeps one decision for an order that goes on waiting', async () => {
    const id = await takenId(await freshShop(10_000_000));
    await world.db.updateTable('vendors').set({ active: false }).execute();
    await move(id, 'reject', { by: 'VENDOR_STAFF', vendorId: (await row(id)).vendorId });
    const count = async () =>
      (await world.db.selectFrom('routingDecisions').select('id').where('orderId', '=', id).execute()).length;
    const before = await count();
    // Somebody has dealt with the alert: the next minute does not bring it back.
    await world.db.updateTable('alerts').set({ acknowledgedAt: MORNING }).where('orderId', '=', id).execute();
    for (let minute = 0; minute < 5; minute += 1) await offerWaiting(world.db, MORNING);
    expect(await world.db.selectFrom('alerts').select('id').where('orderId', '=', id).execute()).toHaveLength(1);
    await world.db.updateTable('vendors').set({ active: true }).execute();
    expect(await count()).toBe(before);
    await move(id, 'cancel');
  });

  it('keeps the books unchangeable', async () => {
    await expect(sql`UPDATE journal_entries SET amount_paisa = amount_paisa + 1`.execute(world.db)).rejects.toThrow(
      /append-only/,
    );
    await expect(sql`DELETE FROM journals`.execute(world.db)).rejects.toThrow(/append-only/);
    await expect(
      transaction(world.db, async (tx) => {
        await sql`INSERT INTO journals (id, kind, memo, occurred_at, recorded_at) VALUES (${newId(MORNING)}, 'OPENING', 'half', now(), now())`.execute(
          tx,
        );
      }),
    ).rejects.toThrow(/is off by/);
    await expect(
      sql`UPDATE credit_accounts SET outstanding_paisa = outstanding_paisa + 1`.execute(world.db),
    ).rejects.toThrow(/its ledger/);
  });

  it('ends with every invariant true', async () => {
    const report = await checkInvariants(world.db);
    expect(report.broken).toEqual([]);
    expect(report.checked.length).toBeGreaterThanOrEqual(7);
  });
});
