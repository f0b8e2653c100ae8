import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Db, transaction } from '../db/database.ts';
import { startWorld as startTwilio, type World as Twilio } from '../emulator/twilio/testing/world.ts';
import { createLaneWorker, type LaneWorker } from '../jobs/lanes.ts';
import { createLog } from '../log.ts';
import { readStatus } from '../outside/webhook.ts';
import { createTwilio } from '../outside/whatsapp.ts';
import { createTestWorld, type TestWorld } from '../testing/world.ts';
import { sendWork } from './jobs.ts';
import { createCodeSender, sendToRetailer, takeStatusCallback } from './service.ts';

const SITA = '+9779800000001';

describe('messages through a provider that fails', () => {
  let world: TestWorld;
  let twilio: Twilio;
  let worker: LaneWorker;
  let db: Db;
  let key = 0;

  beforeAll(async () => {
    world = await createTestWorld();
    db = world.db;
  });
  afterAll(() => world.close());

  beforeEach(async () => {
    twilio = await startTwilio();
    const provider = createTwilio({
      accountSid: 'AC00000000000000000000000000000001',
      authToken: 'demo-twilio-auth-token',
      whatsappNumber: 'whatsapp:+14155238886',
      baseUrl: twilio.base + '/emulator/twilio',
    });
    const log = createLog({ level: 'silent' });
    worker = createLaneWorker(
      sendWork({ db, clock: twilio.clock, provider, statusCallback: () => `${twilio.base}/status` }),
      log,
    );
    worker.start();
    // The shop has just written: the 24-hour window is open on both sides.
    await twilio.says(SITA, 'namaste');
    await transaction(db, async (tx) => {
      await sendToRetailer(
        tx,
        { retailerId: world.sita, businessKey: `warm-up:${(key += 1)}`, orderId: null, words: { kind: 'help' } },
        twilio.clock.now(),
      );
      await tx.deleteFrom('messages').where('businessKey', '=', `warm-up:${key}`).execute();
    });
    await db
      .updateTable('chats')
      .set({ windowEndsAt: new Date(twilio.clock.now().getTime() + 86_400_000) })
      .where('phone', '=', SITA)
      .execute();
    await db
      .deleteFrom('messages')
      .where('direction', '=', 'OUTBOUND')
      .where('status', 'in', ['QUEUED', 'SENDING'])
      .execute();
    await db.updateTable('messages').set({ sentAt: null }).execute();
    return async () => {
      await worker.stop();
      await twilio.close();
    };
  });

  const queue = async (text: string) => {
    const businessKey = `test:${(key += 1)}`;
    await transaction(db, (tx) =>
      sendToRetailer(
        tx,
        { retailerId: world.sita, businessKey, orderId: null, words: { kind: 'orderCancelled', orderNumber: text } },
        twilio.clock.now(),
      ),
    );
    worker.wake();
    return businessKey;
  };
  const row = (businessKey: string) =>
    db.selectFrom('messages').selectAll().where('businessKey', '=', businessKey).executeTakeFirstOrThrow();
  const heard = async () =>
    (await twilio.client.messages.list({ to: `whatsapp:${SITA}` })).map((message) => message.body).reverse();
  /** What the provider has told so far reaches us as its callbacks would. */
  const applyCallbacks = async () => {
    await twilio.drain();
    for (const { params } of twilio.of('status')) {
      const told = readStatus(params);
      if (told) await transaction(db, (tx) => takeStatusCallback(tx, told, twilio.clock.now()));
    }
  };

  it('sends one message for one reason and follows its ticks', async () => {
    const sent = await queue('A');
    await transaction(db, (tx) =>
      sendToRetailer(
        tx,
        { retailerId: world.sita, businessKey: sent, orderId: null, words: { kind: 'help' } },
        twilio.clock.now(),
      ),
    );
    await worker.drain();
    expect(await heard()).toEqual(['Order #A is cancelled.']);
    await applyCallbacks();
    expect((await row(sent)).status).toMatch(/DELIVERED|READ/);
  });

  it('looks for a message whose answer was lost before it sends again', async () => {
    await twilio.control('POST', '/faults', { trouble: 'createLost', times: 1 });
    const sent = await queue('lost');
    await worker.drain();
    expect(await row(sent)).toMatchObject({ status: 'QUEUED', outcomeUnknown: true, attempts: 1 });
    twilio.clock.advance(61_000);
    worker.wake();
    await worker.drain();
    expect(await heard()).toEqual(['Order #lost is cancelled.']);
    expect((await row(sent)).status).toBe('SENT');
  });

  it('tries again by the agreed rhythm, in order, and never overtakes', async () => {
    await twilio.control('POST', '/faults', { trouble: 'createThrottled', times: 2 });
    const first = await queue('1');
    const second = await queue('2');
    await worker.drain();
    expect(await heard()).toEqual([]);
    expect(await row(first)).toMatchObject({ attempts: 1, errorCode: '20429' });
    expect(await row(second)).toMatchObject({ attempts: 0 });
    twilio.clock.advance(60_000);
    worker.wake();
    await worker.drain();
    expect(await row(first)).toMatchObject({ attempts: 2, status: 'QUEUED' });
    twilio.clock.advance(5 * 60_000);
    worker.wake();
    await worker.drain();
    expect(await heard()).toEqual(['Order #1 is cancelled.', 'Order #2 is cancelled.']);
  });

  it('keeps to three at once and then one in six seconds', async () => {
    for (const text of ['1', '2', '3', '4', '5']) await queue(text);
    await worker.drain();
    expect(await heard()).toHaveLength(3);
    twilio.clock.advance(6_000);
    worker.wake();
    await worker.drain();
    expect(await heard()).toHaveLength(4);
    twilio.clock.advance(6_000);
    worker.wake();
    await worker.drain();
    expect((await heard()).at(-1)).toBe('Order #5 is cancelled.');
  });

  it('gives up after six tries and tells a person', async () => {
    await twilio.control('POST', '/faults', { trouble: 'createThrottled', times: 6 });
    const sent = await queue('never');
    for (const minutes of [0, 1, 5, 15, 30, 60]) {
      twilio.clock.advance(minutes * 60_000);
      worker.wake();
      await worker.drain();
    }
    const failed = await row(sent);
    expect(failed).toMatchObject({ status: 'FAILED', attempts: 6 });
    expect(await db.selectFrom('alerts').select('kind').where('cause', '=', `message:${failed.id}`).execute()).toEqual([
      { kind: 'MESSAGE_FAILED' },
    ]);
  });

  it('shows a failure that the provider tells later, and believes no failure after delivery', async () => {
    const sent = await queue('X');
    await worker.drain();
    const { providerId } = await row(sent);
    const tell = (status: 'DELIVERED' | 'FAILED' | 'SENT', errorCode: string | null = null) =>
      transaction(db, (tx) =>
        takeStatusCallback(tx, { providerId: providerId ?? '', status, errorCode }, twilio.clock.now()),
      );
    await tell('FAILED', '63016');
    expect(await row(sent)).toMatchObject({ status: 'FAILED', errorCode: '63016' });
    await tell('DELIVERED');
    await tell('SENT');
    await tell('FAILED', '63016');
    expect((await row(sent)).status).toBe('DELIVERED');
  });

  it('keeps a callback that comes before the send call has returned', async () => {
    await twilio.control('POST', '/faults', { trouble: 'earlyCallback', times: 1 });
    const sent = await queue('early');
    await worker.drain();
    await applyCallbacks();
    expect((await row(sent)).status).toMatch(/SENT|DELIVERED|READ/);
  });

  it('hides a one-time code from the desk and forgets it once it has left', async () => {
    await transaction(db, (tx) =>
      createCodeSender(null)(tx, { phone: SITA, code: '482913', language: 'en' }, twilio.clock.now()),
    );
    const code = () =>
      db.selectFrom('messages').selectAll().where('businessKey', 'like', 'code:%').executeTakeFirstOrThrow();
    expect((await code()).body).not.toContain('482913');
    await worker.drain();
    expect((await heard()).at(-1)).toContain('482913');
    expect((await code()).sealedBody).toBeNull();
  });
});
