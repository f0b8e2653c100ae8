import { newId } from '@khaacho/shared/kernel/ids.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transaction } from '../db/database.ts';
import { callerOf, createTestWorld, MORNING, type TestWorld } from '../testing/world.ts';
import { recordPayment } from './service.ts';

describe('money that is reported twice', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await createTestWorld();
  });
  afterAll(() => world.close());

  const books = async (paymentId: string) => ({
    journals: (await world.db.selectFrom('journals').select('id').where('paymentId', '=', paymentId).execute()).length,
    owed: (
      await world.db
        .selectFrom('creditAccounts')
        .select('outstandingPaisa')
        .where('retailerId', '=', world.sita)
        .executeTakeFirstOrThrow()
    ).outstandingPaisa,
  });

  /** The same payment, as often as it is told, all at once: by another command each time, so only its own id can tell. */
  async function told(paymentId: string, times: number) {
    const actor = await callerOf(world.db, 'admin@khaacho.test');
    const payload = { paymentId, retailerId: world.sita, amountPaisa: 12_345, method: 'CASH' } as const;
    const context = { commandId: null, issuedAt: MORNING, now: MORNING };
    const one = () => transaction(world.db, (tx) => recordPayment(tx, payload, actor, context));
    return Promise.all(Array.from({ length: times }, one));
  }

  it('is booked once, however often and by whom it is told, also at the same moment', async () => {
    const paymentId = newId(MORNING);
    const before = await books(paymentId);
    const answers = [...(await told(paymentId, 8)), ...(await told(paymentId, 1))];
    expect(answers.every((answer) => answer.ok)).toBe(true);
    // Whoever tells it gets the same receipt.
    expect(new Set(answers.map((answer) => (answer.ok ? answer.value.receiptNumber : null))).size).toBe(1);
    expect(await books(paymentId)).toEqual({ journals: 1, owed: before.owed - 12_345 });
  });
});
