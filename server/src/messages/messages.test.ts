import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '../db/database.ts';
import { readStatus } from '../outside/twilio/forms.ts';
import { sendCode, sendToRetailer } from './service.ts';
import { takeStatus } from './status-service.ts';
import { type ChannelWorld, startChannelWorld } from './testing/channel-world.ts';

const SITA = '+9779800000001';
const CAN = { sms: true };

describe('messages through a provider that fails', () => {
  let at: ChannelWorld;
  let key = 0;

  beforeAll(async () => {
    at = await startChannelWorld();
    // The shop has just written: the 24-hour window is open on both sides.
    await at.twilio.says(SITA, 'HELP');
    await at.settle();
  });
  afterAll(() => at.close());

  let before: string[] = [];
  beforeEach(async () => {
    await at.settle();
    // A minute later: the pair rate remembers nothing of the last test.
    at.passes(60_000);
    before = await at.heard(SITA);
  });

  const queue = async (text: string) => {
    const businessKey = `reply:test:${(key += 1)}`;
    const message = { businessKey, orderId: null, words: { kind: 'orderCancelled', orderNumber: text } } as const;
    await transaction(at.db, (tx) => sendToRetailer(tx, { ...message, retailerId: at.world.sita }, at.now()));
    return businessKey;
  };
  const row = (businessKey: string) =>
    at.db.selectFrom('messages').selectAll().where('businessKey', '=', businessKey).executeTakeFirstOrThrow();
  const heard = async () => (await at.heard(SITA)).slice(before.length);
  const fault = (trouble: string, times: number) => at.twilio.control('POST', '/faults', { trouble, times });

  it('sends one message for one reason and follows its ticks', async () => {
    const sent = await queue('A');
    const again = { businessKey: sent, orderId: null, words: { kind: 'help' } } as const;
    await transaction(at.db, (tx) => sendToRetailer(tx, { ...again, retailerId: at.world.sita }, at.now()));
    await at.work();
    expect(await heard()).toEqual(['Order #A is cancelled.']);
    expect(await row(sent)).toMatchObject({ status: 'READ', sentAs: 'TEXT', failure: null });
  });

  it('looks for a message whose answer was lost before it sends again', async () => {
    await fault('createLost', 1);
    const sent = await queue('lost');
    await at.work();
    expect(await row(sent)).toMatchObject({
      status: 'QUEUED',
      outcomeUnknown: true,
      attempts: 1,
      failure: 'NO_ANSWER',
    });
    at.passes(61_000);
    at.sender.wake();
    await at.work();
    expect(await heard()).toEqual(['Order #lost is cancelled.']);
    expect((await row(sent)).status).toBe('READ');
  });

  it('tries again by the agreed rhythm, in order, and never overtakes', async () => {
    await fault('createThrottled', 2);
    const first = await queue('1');
    const second = await queue('2');
    await at.work();
    expect(await heard()).toEqual([]);
    expect(await row(first)).toMatchObject({ attempts: 1, errorCode: '20429', failure: 'THROTTLED' });
    expect(await row(second)).toMatchObject({ attempts: 0 });
    at.passes(60_000);
    at.sender.wake();
    await at.work();
    expect(await row(first)).toMatchObject({ attempts: 2, status: 'QUEUED' });
    at.passes(5 * 60_000);
    await at.settle();
    expect(await heard()).toEqual(['Order #1 is cancelled.', 'Order #2 is cancelled.']);
  });

  it('keeps to three at once and then one in six seconds', async () => {
    for (const text of ['1', '2', '3', '4', '5']) await queue(text);
    const heardAfter = async (milliseconds: number) => {
      at.passes(milliseconds);
      at.sender.wake();
      await at.work();
      return (await heard()).length;
    };
    // Half a second apart, so that they also arrive in order.
    expect([await heardAfter(0), await heardAfter(499), await heardAfter(1), await heardAfter(500)]).toEqual([
      1, 1, 2, 3,
    ]);
    expect([await heardAfter(4_999), await heardAfter(1), await heardAfter(5_999), await heardAfter(1)]).toEqual([
      3, 4, 4, 5,
    ]);
    expect((await heard()).at(-1)).toBe('Order #5 is cancelled.');
  });

  it('gives up after six tries and tells a person', async () => {
    await fault('createThrottled', 6);
    const sent = await queue('never');
    for (const minutes of [0, 1, 5, 15, 30, 60]) {
      at.passes(minutes * 60_000);
      at.sender.wake();
      await at.work();
    }
    const failed = await row(sent);
    expect(failed).toMatchObject({ status: 'FAILED', attempts: 6 });
    const alerts = await at.db
      .selectFrom('alerts')
      .select('kind')
      .where('cause', '=', `message:${failed.id}`)
      .execute();
    expect(alerts).toEqual([{ kind: 'MESSAGE_FAILED' }]);
  });

  it('believes no failure after delivery, and never lets a status go back', async () => {
    const sent = await queue('X');
    await at.work();
    const { providerId } = await row(sent);
    const tell = async (MessageStatus: string, ErrorCode?: string) => {
      const news = readStatus({ MessageSid: providerId ?? '', MessageStatus, ...(ErrorCode ? { ErrorCode } : {}) });
      if (news) await transaction(at.db, (tx) => takeStatus(tx, news, CAN, at.now()));
    };
    expect((await row(sent)).status).toBe('READ');
    for (const late of ['sent', 'delivered', 'queued']) await tell(late);
    await tell('failed', '63016');
    expect(await row(sent)).toMatchObject({ status: 'READ', errorCode: null });
  });

  it('keeps a callback that comes before the send call has returned', async () => {
    await fault('earlyCallback', 1);
    const sent = await queue('early');
    await at.work();
    expect((await row(sent)).status).toBe('READ');
  });

  it('hides a one-time code from the desk and forgets it once it has arrived', async () => {
    await transaction(at.db, (tx) => sendCode(tx, { phone: SITA, code: '482913', language: 'en' }, at.now()));
    const code = () =>
      at.db.selectFrom('messages').selectAll().where('businessKey', 'like', 'code:%').executeTakeFirstOrThrow();
    expect((await code()).body).not.toContain('482913');
    await at.work();
    expect((await heard()).at(-1)).toContain('482913');
    // Also inside the window: WhatsApp wants codes in an authentication template.
    expect(await code()).toMatchObject({ sealedBody: null, template: null, sentAs: 'TEMPLATE', status: 'READ' });
  });

  it('forgets a code that never arrived when its five minutes are over', async () => {
    await transaction(at.db, (tx) => sendCode(tx, { phone: SITA, code: '771204', language: 'en' }, at.now()));
    const holding = () => at.db.selectFrom('messages').select('id').where('sealedBody', 'is not', null).execute();
    await fault('createThrottled', 1);
    await at.work();
    expect(await holding()).toHaveLength(1);
    at.passes(6 * 60_000);
    at.sender.wake();
    await at.work();
    expect(await holding()).toHaveLength(0);
    expect((await heard()).join()).not.toContain('771204');
  });
});
