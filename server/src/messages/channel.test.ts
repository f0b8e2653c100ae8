import { afterAll, describe, expect, it } from 'vitest';
import { transaction } from '../db/database.ts';
import { checkInvariants } from '../invariants/check.ts';
import { callerOf } from '../testing/world.ts';
import { mergeChats } from './identity-service.ts';
import { sendCode, sendTextToChat, sendToRetailer } from './service.ts';
import { ensureChat } from './store.ts';
import { type ChannelOptions, type ChannelWorld, startChannelWorld } from './testing/channel-world.ts';

const OTHER = '+9779800000030';
const DAY_MS = 24 * 3_600_000;
const STEP = {
  kind: 'orderStep',
  orderNumber: 'ORD261120001',
  state: 'DELIVERED',
  vendorName: 'Birendranagar Traders',
  totalPaisa: 237_300,
  dueDay: '2026-11-27',
  reason: null,
} as const;

let at: ChannelWorld;
/** Each test is another shop, so that none hears what was said to another. */
let SITA = '';
let shop = '';
let began = new Date(0);
let key = 0;
const worlds = new Map<string, { world: ChannelWorld; shops: number }>();

const start = async (options: ChannelOptions = {}) => {
  const name = JSON.stringify(options);
  const used = worlds.get(name) ?? { world: await startChannelWorld(options), shops: 0 };
  used.shops += 1;
  worlds.set(name, used);
  at = used.world;
  SITA = `+97798000000${String(used.shops).padStart(2, '0')}`;
  at.passes(3_600_000);
  began = at.now();
  at.troubles.length = 0;
  shop = (
    await at.db
      .updateTable('retailers')
      .set({ language: 'en', blockReason: null, blockedAt: null })
      .where('phone', '=', SITA)
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id;
  await at.db.updateTable('creditAccounts').set({ limitPaisa: 500_000_000 }).where('retailerId', '=', shop).execute();
  await at.db
    .updateTable('orders')
    .set((eb) => ({ paidPaisa: eb.ref('totalPaisa') }))
    .where('retailerId', '=', shop)
    .where('dueDay', 'is not', null)
    .execute();
  await at.db.updateTable('alerts').set({ acknowledgedAt: began }).where('acknowledgedAt', 'is', null).execute();
  // The demo's shops have written before; these begin anew.
  await at.db.updateTable('chats').set({ windowEndsAt: null }).where('phone', '=', SITA).execute();
};
afterAll(async () => {
  for (const { world } of worlds.values()) {
    // Every accepted message has an answer, every outgoing one is sent or shown as failed, whatever the tests did.
    const report = await checkInvariants(world.db);
    await world.close();
    expect(report.broken.filter((one) => one.invariant.startsWith('5/'))).toEqual([]);
  }
});

const notify = async (words: Parameters<typeof sendToRetailer>[1]['words'] = STEP) => {
  const businessKey = `test:${(key += 1)}`;
  await transaction(at.db, (tx) =>
    sendToRetailer(tx, { retailerId: shop, businessKey, orderId: null, words }, at.now()),
  );
  await at.settle();
  return row(businessKey);
};
const row = (businessKey: string) =>
  at.db.selectFrom('messages').selectAll().where('businessKey', '=', businessKey).executeTakeFirstOrThrow();
const chatOf = (phone: string) =>
  at.db.selectFrom('chats').selectAll().where('phone', '=', phone).executeTakeFirstOrThrow();
const alerts = async (kind: string) =>
  at.db
    .selectFrom('alerts')
    .select(['cause', 'message'])
    .where('kind', '=', kind)
    .where('openedAt', '>=', began)
    .execute();
const consents = async (phone: string) =>
  at.db
    .selectFrom('chatConsents')
    .select(['medium', 'what', 'how', 'evidence'])
    .where('chatId', '=', (await chatOf(phone)).id)
    .orderBy('id')
    .execute();
const fault = (body: object) => at.twilio.control('POST', '/faults', body);
const says = async (text: string, phone = SITA) => {
  const sid = await at.twilio.says(phone, text);
  await at.settle();
  return sid;
};
const bySms = async () =>
  (await at.twilio.client.messages.list({ to: SITA })).map((message) => [message.status, message.body]);

describe('outside the 24-hour window', () => {
  it('an approved template goes out instead of text, and text again once they write', async () => {
    await start();
    await says('HELP');
    expect(await notify()).toMatchObject({ status: 'READ', sentAs: 'TEXT' });
    at.passes(DAY_MS);
    expect(await notify()).toMatchObject({ status: 'READ', sentAs: 'TEMPLATE', failure: null });
    expect((await at.heard(SITA)).at(-1)).toBe(
      'Your order ORD261120001 was delivered. Bill: Rs.2373.00, due on 2026-11-27. Thank you for ordering with Khaacho!',
    );
    await says('HELP');
    expect(await notify()).toMatchObject({ sentAs: 'TEXT' });
    expect(await alerts('MESSAGE_FAILED')).toEqual([]);
  });

  it('a shop that never wrote is written to by template, in its language', async () => {
    await start();
    await at.db.updateTable('retailers').set({ language: 'ne' }).where('id', '=', shop).execute();
    expect(await notify()).toMatchObject({ status: 'READ', sentAs: 'TEMPLATE' });
    expect((await at.heard(SITA)).at(-1)).toContain('तपाईंको अर्डर ORD261120001 पुग्यो।');
    // Nothing is begun without a record of when and how they agreed.
    expect((await consents(SITA))[0]).toMatchObject({ medium: 'WHATSAPP', what: 'OPT_IN', evidence: null });
  });

  it('what the provider refuses only later goes out again as a template, once', async () => {
    await start();
    await says('HELP');
    at.passes(DAY_MS + 1_000);
    // We believe it open: the provider knows better, and says so after it has taken the message.
    await at.db
      .updateTable('chats')
      .set({ windowEndsAt: new Date(at.now().getTime() + DAY_MS) })
      .where('phone', '=', SITA)
      .execute();
    const sent = await notify();
    expect(sent).toMatchObject({ status: 'READ', sentAs: 'TEMPLATE', resends: 1 });
    const sends = await at.db
      .selectFrom('messageSends')
      .select('sentAs')
      .where('messageId', '=', sent.id)
      .orderBy('sentAs')
      .execute();
    expect(sends.map((send) => send.sentAs)).toEqual(['TEMPLATE', 'TEXT']);
    expect((await at.heard(SITA)).filter((text) => text.includes('was delivered'))).toHaveLength(1);
    // Learnt: the next one is a template at once.
    expect(await notify()).toMatchObject({ sentAs: 'TEMPLATE', resends: 0 });
    expect(await alerts('MESSAGE_FAILED')).toEqual([]);
  });

  it('what no template says fails at once, with a sentence for a person', async () => {
    await start({ settings: { templates: {}, smsNumber: null } });
    const failed = await notify();
    expect(failed).toMatchObject({ status: 'FAILED', failure: 'NO_TEMPLATE', attempts: 1, providerId: null });
    expect((await alerts('MESSAGE_FAILED'))[0]?.message).toContain('no approved template');
  });
});

describe('SMS', () => {
  it('carries a critical notice where there is no template, and only that', async () => {
    await start({ settings: { templates: {} } });
    expect(await notify()).toMatchObject({ status: 'DELIVERED', sentAs: 'SMS', medium: 'SMS' });
    expect(await bySms()).toEqual([['delivered', expect.stringContaining('Your order ORD261120001 was delivered.')]]);
    expect(await notify({ ...STEP, state: 'PACKING' })).toMatchObject({ status: 'FAILED', failure: 'NO_TEMPLATE' });
  });

  it('carries a code to a number that is not on WhatsApp, which is then remembered', async () => {
    await start();
    await at.twilio.control('PATCH', `/phones/${SITA}`, { onWhatsApp: false });
    const send = async (code: string) => {
      await transaction(at.db, (tx) => sendCode(tx, { phone: SITA, code, language: 'en' }, at.now()));
      await at.settle();
      return (
        await at.db.selectFrom('messages').selectAll().where('purpose', '=', 'CODE').orderBy('id', 'desc').execute()
      )[0];
    };
    expect(await send('482913')).toMatchObject({ status: 'DELIVERED', sentAs: 'SMS', resends: 1, sealedBody: null });
    expect((await bySms())[0]?.[1]).toContain('482913');
    expect((await chatOf(SITA)).numberInvalidAt).not.toBeNull();
    expect(await send('771204')).toMatchObject({ sentAs: 'SMS', resends: 0 });
    // Somebody who writes on WhatsApp is there again.
    await at.twilio.control('PATCH', `/phones/${SITA}`, { onWhatsApp: true });
    await says('HELP');
    expect((await chatOf(SITA)).numberInvalidAt).toBeNull();
    expect(await send('335577')).toMatchObject({ sentAs: 'TEMPLATE', status: 'READ' });
  });

  it('ends where they answer STOP to it', async () => {
    await start({ settings: { templates: {} } });
    await notify();
    await at.twilio.control('POST', `/phones/${SITA}/text`, { body: 'STOP', channel: 'sms' });
    await at.settle();
    expect((await consents(SITA)).at(-1)).toMatchObject({ medium: 'SMS', what: 'OPT_OUT', how: 'KEYWORD' });
    expect(await notify()).toMatchObject({ status: 'FAILED', failure: 'OPTED_OUT' });
    // The answer to an SMS is an SMS; it is not sent where the carrier has cut the line.
    const thread = await at.db
      .selectFrom('messages')
      .select(['direction', 'medium'])
      .where('medium', '=', 'SMS')
      .execute();
    expect(thread).toContainEqual({ direction: 'INBOUND', medium: 'SMS' });
    expect((await bySms()).length).toBe(1);
    // 21610: the provider says the same, should our own note be missing.
    await at.db.updateTable('chats').set({ smsOptedOutAt: null }).where('phone', '=', SITA).execute();
    expect(await notify()).toMatchObject({ status: 'FAILED', failure: 'OPTED_OUT', errorCode: '21610', attempts: 1 });
    expect((await consents(SITA)).at(-1)).toMatchObject({
      medium: 'SMS',
      what: 'OPT_OUT',
      how: 'PROVIDER',
      evidence: '21610',
    });
  });
});

describe('a no', () => {
  it.each([
    ['STOP', 'START'],
    ['रोक्नुहोस्', 'सुरु गर्नुहोस्'],
  ])('%s ends notices but not answers, and %s begins them again', async (stop, go) => {
    await start();
    await says(stop);
    expect((await at.heard(SITA)).at(-1)).toMatch(/no more messages|पठाउने छैनौं/);
    expect(await notify()).toMatchObject({ status: 'FAILED', failure: 'OPTED_OUT', errorCode: 'not-sent' });
    await says('RICE-1KG x 10');
    expect((await at.heard(SITA)).at(-1)).toContain('Rs.1500.00');
    await says(go);
    expect(await notify()).toMatchObject({ status: 'READ' });
    expect((await consents(SITA)).slice(-2).map((line) => `${line.what} ${line.how} ${line.evidence}`)).toEqual([
      `OPT_OUT KEYWORD ${stop}`,
      `OPT_IN KEYWORD ${go}`,
    ]);
  });

  it('is learnt from the provider where they have blocked us', async () => {
    await start();
    await says('HELP');
    await at.twilio.control('PATCH', `/phones/${SITA}`, { blocked: true });
    expect(await notify()).toMatchObject({ status: 'FAILED', failure: 'OPTED_OUT', errorCode: '63014' });
    expect((await consents(SITA)).at(-1)).toMatchObject({ what: 'OPT_OUT', how: 'PROVIDER', evidence: '63014' });
    const sent = (await at.twilio.client.messages.list({ to: `whatsapp:${SITA}` })).length;
    expect(await notify()).toMatchObject({ errorCode: 'not-sent' });
    expect(await at.twilio.client.messages.list({ to: `whatsapp:${SITA}` })).toHaveLength(sent);
  });

  it('CANCEL is a command here; where the provider takes it for STOP an operator is told', async () => {
    await start({ emulator: { advancedOptOut: true } });
    await says('RICE-1KG x 10');
    await says('CANCEL');
    // The draft is dropped as asked, but the provider has cut the shop off: the answer does not arrive.
    const draft = await at.db
      .selectFrom('drafts')
      .select('state')
      .where('retailerId', '=', shop)
      .executeTakeFirstOrThrow();
    expect(draft.state).toBe('CANCELLED');
    expect((await at.heard(SITA)).join()).not.toContain('cancelled');
    const [alert] = await alerts('CHANNEL_TROUBLE');
    expect(alert?.message).toContain('“CANCEL”');
    expect((await consents(SITA)).map((line) => `${line.what} ${line.how}`)).toContain('OPT_OUT PROVIDER');
  });

  it('without that service CANCEL and YES unsubscribe nobody', async () => {
    await start();
    await says('RICE-1KG x 10');
    await says('CANCEL');
    expect((await at.heard(SITA)).at(-1)).toContain('cancelled');
    await says('YES');
    expect(await chatOf(SITA)).toMatchObject({ optedOutAt: null });
    expect(await alerts('CHANNEL_TROUBLE')).toEqual([]);
  });
});

describe('error codes', () => {
  it.each([
    [63005, 'POLICY', 'SMS'],
    [63013, 'POLICY', 'SMS'],
    [63021, 'CONTENT', 'SMS'],
    [63032, 'UNREACHABLE_TODAY', 'SMS'],
    [63003, 'RECIPIENT_INVALID', 'SMS'],
  ] as const)('%d told later (%s): the notice goes by SMS', async (code, _failure, sentAs) => {
    await start();
    await says('HELP');
    await fault({ where: 'delivery', code, times: 1 });
    expect(await notify()).toMatchObject({ status: 'DELIVERED', sentAs, resends: 1 });
  });

  it('63018 told later: again after 6, 12 … seconds, and it arrives', async () => {
    await start();
    await says('HELP');
    at.passes(60_000);
    await fault({ where: 'delivery', code: 63018, times: 2 });
    const began = at.now().getTime();
    expect(await notify()).toMatchObject({ status: 'READ', resends: 2 });
    expect(at.now().getTime() - began).toBeGreaterThanOrEqual(18_000);
  });

  it('63049: no more advertising to them for a day, and no alarm', async () => {
    await start();
    await says('HELP');
    const news = { kind: 'stockAlert', productName: 'Basmati Rice 1KG', pricePaisa: 15_000 } as const;
    await fault({ where: 'delivery', code: 63049, times: 1 });
    expect(await notify(news)).toMatchObject({ status: 'FAILED', failure: 'MARKETING_CAP', errorCode: '63049' });
    expect(await notify(news)).toMatchObject({ status: 'FAILED', errorCode: 'not-sent' });
    expect(await notify()).toMatchObject({ status: 'READ' });
    at.passes(DAY_MS);
    expect(await notify(news)).toMatchObject({ status: 'READ', sentAs: 'TEMPLATE' });
  });

  it('20003: the sender stops, an operator is told, and nothing loses a try', async () => {
    await start();
    await says('HELP');
    await fault({ where: 'create', code: 20003, times: 2 });
    const sent = await notify();
    expect(sent).toMatchObject({ status: 'READ', attempts: 1 });
    expect(at.troubles.map((trouble) => trouble.failure)).toEqual(['ACCOUNT', 'ACCOUNT']);
    expect((await alerts('CHANNEL_TROUBLE')).map((alert) => alert.cause)).toEqual(['channel:ACCOUNT:20003']);
  });

  it.each([21408, 21608])('%d: this message fails, an operator is told, the others go on', async (code) => {
    await start();
    await says('HELP');
    await fault({ where: 'create', code, times: 1 });
    expect(await notify()).toMatchObject({ status: 'FAILED', failure: 'CONFIGURATION', attempts: 1 });
    expect(await notify()).toMatchObject({ status: 'READ' });
    expect(await alerts('CHANNEL_TROUBLE')).toHaveLength(1);
  });

  it('a provider that is silent is left alone for a while, and tried with one message', async () => {
    await start();
    await says('HELP');
    await fault({ trouble: 'createFails', times: 7 });
    for (const phone of ['1', '2', '3', '4', '5'])
      await at.twilio.control('POST', `/phones/+977985550000${phone}/text`, { body: 'HELP' });
    await at.settle();
    expect(at.troubles.length).toBeGreaterThanOrEqual(1);
    expect(at.troubles[0]?.failure).toBe('NO_ANSWER');
    const left = await at.db
      .selectFrom('messages')
      .select('status')
      .where('status', 'in', ['QUEUED', 'FAILED'])
      .where('at', '>=', began)
      .execute();
    expect(left).toEqual([]);
  });
});

describe('who is who', () => {
  const chats = async () =>
    at.db.selectFrom('chats').selectAll().where('retailerId', '=', shop).where('mergedIntoId', 'is', null).execute();

  it('a shop that begins to hide its number stays the same chat, and is answered there', async () => {
    await start();
    await says('RICE-1KG x 10');
    await at.twilio.control('PATCH', `/phones/${SITA}`, { hideNumber: true });
    await says('CONFIRM');
    expect((await at.heard(SITA)).length).toBe(1);
    const listed = await at.twilio.client.messages.list({ from: 'whatsapp:+14155238886', limit: 1 });
    expect(listed[0]?.to).toMatch(/^whatsapp:NP\./);
    expect(listed[0]?.body).toContain('Order Confirmed!');
    const [chat, other] = await chats();
    expect(other).toBeUndefined();
    expect(chat).toMatchObject({ phone: SITA, externalId: expect.stringMatching(/^whatsapp:NP\./) });
  });

  it('a stranger without a number is answered, never sent a code, and becomes the shop when a person says so', async () => {
    await start();
    const hidden = '+9779811111111';
    await at.twilio.control('PATCH', `/phones/${hidden}`, { hideNumber: true });
    await says('RICE-1KG x 10', hidden);
    const stranger = await at.db.selectFrom('chats').selectAll().where('phone', 'is', null).executeTakeFirstOrThrow();
    expect(stranger.retailerId).toBeNull();
    await says('HELP');
    const known = await chatOf(SITA);
    const admin = await callerOf(at.db, 'admin@khaacho.test');
    const merge = { chatId: stranger.id, intoChatId: known.id, reason: 'Called: it is the shop’s second phone' };
    const merged = await mergeChats(at.db, admin, merge, at.now());
    expect(merged).toMatchObject({
      ok: true,
      value: { identities: expect.arrayContaining([`whatsapp:${SITA}`, stranger.externalId]) },
    });
    expect(await mergeChats(at.db, admin, merge, at.now())).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    const line = await at.db
      .selectFrom('auditLog')
      .selectAll()
      .where('action', '=', 'chat.merge')
      .executeTakeFirstOrThrow();
    expect(line).toMatchObject({ subjectId: known.id, reason: merge.reason });
    // From now on they order as the shop, with what both have written in one thread.
    await says('RICE-1KG x 10', hidden);
    const last = await at.db
      .selectFrom('messages')
      .selectAll()
      .where('direction', '=', 'OUTBOUND')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    expect(last).toMatchObject({ chatId: known.id, retailerId: shop });
    expect(last.body).toContain('Rs.1500.00');
  });

  it('two shops are never made one, and an id claimed by two chats is shown to a person', async () => {
    await start();
    await says('HELP');
    await says('HELP', OTHER);
    const [one, two] = [await chatOf(SITA), await chatOf(OTHER)];
    const admin = await callerOf(at.db, 'admin@khaacho.test');
    const refused = await mergeChats(
      at.db,
      admin,
      { chatId: one.id, intoChatId: two.id, reason: 'a mistake' },
      at.now(),
    );
    expect(refused).toMatchObject({ ok: false, error: { code: 'VERSION_CONFLICT' } });
    // Her user id turns up with another number.
    await at.db
      .updateTable('chatIdentities')
      .set({ chatId: two.id })
      .where('chatId', '=', one.id)
      .where('externalId', 'like', 'whatsapp:NP.%')
      .execute();
    await says('HELP');
    expect(await alerts('IDENTITY_CONFLICT')).toHaveLength(1);
  });
});

describe('the limit of one sender', () => {
  it('is a burst that is kept: the rest for a person, one answer for all of it, and reading on afterwards', async () => {
    // Ten instead of sixty: the same rule in a sixth of the time.
    await start({ perMinute: 10 });
    const count = 40;
    for (let n = 0; n < count; n += 1) await at.twilio.control('POST', `/phones/${SITA}/text`, { body: `HELP ${n}` });
    await says('HELP', OTHER);
    const stored = await at.db
      .selectFrom('messages')
      .select(['status', 'heldBack'])
      .where('direction', '=', 'INBOUND')
      .where('at', '>=', began)
      .where('retailerId', '=', shop)
      .execute();
    expect(stored).toHaveLength(count);
    expect(stored.every((message) => message.status === 'HANDLED')).toBe(true);
    expect(stored.filter((message) => message.heldBack)).toHaveLength(count - 10);
    const heard = await at.heard(SITA);
    expect(heard).toHaveLength(11);
    expect(heard.filter((text) => text.includes('very many messages'))).toHaveLength(1);
    expect(await alerts('MESSAGE_UNREAD')).not.toEqual([]);
    // Nobody else is slowed down, and a minute later neither is she.
    expect(await at.heard(OTHER)).toHaveLength(1);
    at.passes(60_000);
    await says('RICE-1KG x 10');
    expect((await at.heard(SITA)).at(-1)).toContain('Rs.1500.00');
  });
});

describe('what was never told', () => {
  it('an inbound message whose webhook was lost is found by listing, and answered once', async () => {
    await start({ emulator: { chaos: { ...calm, dropInbound: 1 } } });
    await at.twilio.says(SITA, 'RICE-1KG x 10');
    await at.settle();
    expect(await at.heard(SITA)).toEqual([]);
    at.passes(2 * 60_000);
    for (let time = 0; time < 3; time += 1) {
      await at.run('channel-inbound');
      await at.settle();
      at.passes(60_000);
    }
    expect(await at.heard(SITA)).toEqual([expect.stringContaining('Rs.1500.00')]);
    // The window counts from when she wrote, not from when we found it.
    expect((await chatOf(SITA)).windowEndsAt?.getTime()).toBe(began.getTime() + DAY_MS);
  });

  it('a message whose callbacks were lost is asked about', async () => {
    await start({ emulator: { chaos: { ...calm, dropStatus: 1 } } });
    await says('HELP');
    expect(await notify()).toMatchObject({ status: 'SENT' });
    at.passes(3 * 60_000);
    await at.run('channel-statuses');
    const statuses = await at.db.selectFrom('messages').select('status').where('sentAs', 'is not', null).execute();
    expect(new Set(statuses.map((message) => message.status))).toEqual(new Set(['READ']));
  });

  it('a failure whose callback was lost is noticed and acted on', async () => {
    await start({ emulator: { chaos: { ...calm, dropStatus: 1 } } });
    await says('HELP');
    await fault({ where: 'delivery', code: 63016, times: 1 });
    const sent = await notify();
    expect(sent.status).toBe('SENT');
    at.passes(3 * 60_000);
    await at.run('channel-statuses');
    await at.settle();
    expect(await row(sent.businessKey ?? '')).toMatchObject({ status: 'SENT', sentAs: 'TEMPLATE', resends: 1 });
  });
});

describe('text of a person', () => {
  it('goes out in parts where it is long, in order', async () => {
    await start();
    await says('HELP');
    at.passes(60_000);
    const text = Array.from(
      { length: 70 },
      (_, n) => `${n + 1}. Please look at this line of our offer for the week`,
    ).join('\n');
    const { userId } = await callerOf(at.db, 'support@khaacho.test');
    await transaction(at.db, async (tx) => {
      const chat = await ensureChat(tx, { phone: SITA, retailerId: shop }, at.now());
      await sendTextToChat(tx, chat, { businessKey: 'office:1', text, writtenBy: userId, answers: false }, at.now());
    });
    await at.settle();
    const parts = (await at.heard(SITA)).slice(1);
    expect(parts.map((part) => part.slice(0, 5))).toEqual(['(1/3)', '(2/3)', '(3/3)']);
    expect(parts.every((part) => part.length <= 1_600)).toBe(true);
  });
});

const calm = {
  duplicateInbound: 0,
  dropInbound: 0,
  duplicateStatus: 0,
  reorderStatus: 0,
  dropStatus: 0,
  earlyCallback: 0,
  createThrottled: 0,
  createFails: 0,
  createLost: 0,
};
