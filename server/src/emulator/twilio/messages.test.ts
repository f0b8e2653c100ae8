import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, BUSINESS, GITA, SITA, startWorld, TOKEN, type World } from './testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const send = (body: string, to = `whatsapp:${SITA}`) => world.client.messages.create({ from: BUSINESS, to, body });

describe('sending by the real client', () => {
  it('answers queued, then tells sent, delivered and read, signed and in order', async () => {
    await world.says(SITA, 'namaste');
    const sent = await send('नमस्ते 🙏\nline two');
    expect(sent).toMatchObject({
      status: 'queued',
      direction: 'outbound-api',
      body: 'नमस्ते 🙏\nline two',
      errorCode: null,
    });
    expect(sent.sid).toMatch(/^SM[0-9a-f]{32}$/);
    expect(sent.dateCreated.toISOString()).toBe('2026-11-20T04:15:00.000Z');
    await world.drain();
    const told = world.of('status');
    expect(told.map((each) => each.params.MessageStatus)).toEqual(['sent', 'delivered', 'read']);
    expect(told.every((each) => each.isSigned && each.params.MessageSid === sent.sid)).toBe(true);
    expect(told[2]?.params).toMatchObject({
      EventType: 'READ',
      ChannelPrefix: 'whatsapp',
      From: BUSINESS,
      AccountSid: ACCOUNT,
    });
    expect((await world.client.messages(sent.sid).fetch()).status).toBe('read');
  });

  it('climbs one step each time its delay has passed', async () => {
    await world.close();
    world = await startWorld({ statusDelaysMs: { sent: 1_000, delivered: 2_000, read: 60_000 } });
    await world.says(SITA, 'hi');
    const { sid } = await send('hello');
    const status = async () => (await world.client.messages(sid).fetch()).status;
    await world.drain();
    expect(await status()).toBe('queued');
    await world.passes('1s');
    expect(await status()).toBe('sent');
    await world.passes('2s');
    expect(await status()).toBe('delivered');
    await world.passes('1m');
    expect(await status()).toBe('read');
  });

  it('sends no read receipt for a person who has switched them off', async () => {
    await world.control('PATCH', `/phones/${SITA}`, { readReceipts: false });
    await world.says(SITA, 'hi');
    const { sid } = await send('hello');
    await world.drain();
    expect((await world.client.messages(sid).fetch()).status).toBe('delivered');
  });

  it('sends an SMS to a plain number, without window and read receipt', async () => {
    const { sid } = await world.client.messages.create({
      from: '+14155238886',
      to: '+9779851234567',
      body: 'Code 123456',
    });
    await world.drain();
    const told = world.of('status');
    expect(told.map((each) => each.params.MessageStatus)).toEqual(['sent', 'delivered']);
    expect(told[1]?.params.RawDlrDoneDate).toBe('2611200415');
    expect(told[1]?.params.ChannelPrefix).toBeUndefined();
    expect((await world.client.messages(sid).fetch()).numSegments).toBe('1');
  });
});

describe('refusals', () => {
  const whatsapp = `whatsapp:${SITA}`;
  const refusals: [string, Record<string, string | string[]>, number][] = [
    ['no To', { From: BUSINESS, Body: 'x' }, 21604],
    ['a To that is no number', { From: BUSINESS, To: 'whatsapp:98000', Body: 'x' }, 21211],
    ['no From', { To: whatsapp, Body: 'x' }, 21603],
    ['a mixed pair', { From: '+14155238886', To: whatsapp, Body: 'x' }, 21910],
    ['a sender of somebody else', { From: 'whatsapp:+14155550000', To: whatsapp, Body: 'x' }, 63007],
    ['an SMS sender of somebody else', { From: '+14155550000', To: SITA, Body: 'x' }, 21606],
    ['nothing to say', { From: BUSINESS, To: whatsapp }, 21619],
    ['1601 characters', { From: BUSINESS, To: whatsapp, Body: 'न'.repeat(1_601) }, 21617],
    ['a media address that is none', { From: BUSINESS, To: whatsapp, MediaUrl: 'ftp://x/y' }, 21620],
    ['an unknown template', { From: BUSINESS, To: whatsapp, ContentSid: `HX${'0'.repeat(32)}` }, 21655],
    ['an unknown service', { MessagingServiceSid: `MG${'0'.repeat(32)}`, To: whatsapp, Body: 'x' }, 21701],
    [
      'a time without a service',
      { From: BUSINESS, To: whatsapp, Body: 'x', ScheduleType: 'fixed', SendAt: '2026-11-21T00:00:00Z' },
      35118,
    ],
    ['a callback address that is none', { From: BUSINESS, To: whatsapp, Body: 'x', StatusCallback: 'nowhere' }, 21609],
  ];
  it.each(refusals)('%s', async (_what, form, code) => {
    const pairs = Object.entries(form).flatMap(([name, value]) =>
      [value].flat().map((each): [string, string] => [name, each]),
    );
    const response = await fetch(`${world.base}/emulator/twilio/2010-04-01/Accounts/${ACCOUNT}/Messages.json`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${ACCOUNT}:${TOKEN}`)}` },
      body: new URLSearchParams(pairs),
    });
    expect(response.status).toBe(400);
    const more_info = `https://www.twilio.com/docs/errors/${code}`;
    expect(await response.json()).toEqual({ code, message: expect.any(String), more_info, status: 400 });
  });

  it('accepts exactly 1600 characters', async () => {
    expect((await send('x'.repeat(1_600))).status).toBe('queued');
  });

  it('refuses other credentials with 20003 and other messages with 20404', async () => {
    const url = `${world.base}/emulator/twilio/2010-04-01/Accounts/${ACCOUNT}/Messages.json`;
    const wrong = await fetch(url, { headers: { Authorization: `Basic ${btoa(`${ACCOUNT}:another`)}` } });
    expect([wrong.status, await wrong.json()]).toEqual([401, expect.objectContaining({ code: 20003, status: 401 })]);
    expect((await fetch(url)).headers.get('www-authenticate')).toContain('Basic');
    await expect(world.client.messages(`SM${'0'.repeat(32)}`).fetch()).rejects.toMatchObject({
      status: 404,
      code: 20404,
    });
  });
});

describe('what only shows later', () => {
  const lastStatus = () => world.of('status').at(-1)?.params;

  it('fails free text outside the 24-hour window with 63016, and lets it pass again after the next message', async () => {
    const early = await send('too early');
    expect(early.status).toBe('queued');
    await world.drain();
    expect(lastStatus()).toMatchObject({ MessageStatus: 'undelivered', ErrorCode: '63016', EventType: 'UNDELIVERED' });
    await world.says(SITA, 'hi');
    await world.passes('23h59m');
    await send('just in time');
    await world.drain();
    expect(lastStatus()?.MessageStatus).toBe('read');
    await world.passes('1m');
    const late = await send('too late');
    await world.drain();
    expect(await world.client.messages(late.sid).fetch()).toMatchObject({ status: 'undelivered', errorCode: 63016 });
  });

  it('holds one phone to its rate with 63018, and leaves the others alone', async () => {
    await world.close();
    world = await startWorld({ pairRate: { burst: 2, everyMs: 6_000 } });
    for (const phone of [SITA, GITA]) await world.says(phone, 'hi');
    const sent = [await send('1'), await send('2'), await send('3'), await send('other', `whatsapp:${GITA}`)];
    await world.drain();
    const codes = await Promise.all(sent.map(async ({ sid }) => (await world.client.messages(sid).fetch()).errorCode));
    expect(codes).toEqual([null, null, 63018, null]);
    await world.passes('6s');
    await send('4');
    await world.drain();
    expect(lastStatus()?.MessageStatus).toBe('read');
  });

  it('fails with 63014 once the person has blocked the business', async () => {
    await world.says(SITA, 'hi');
    await world.control('PATCH', `/phones/${SITA}`, { blocked: true });
    await send('hello');
    await world.drain();
    expect(lastStatus()).toMatchObject({ MessageStatus: 'failed', ErrorCode: '63014' });
  });

  it('lets CANCEL unsubscribe under Advanced Opt-Out only, until START', async () => {
    await world.says(SITA, 'CANCEL');
    await send('cancelled');
    await world.drain();
    expect(lastStatus()?.MessageStatus).toBe('read');
    await world.close();
    world = await startWorld({ advancedOptOut: true });
    await world.says(SITA, 'please cancel it');
    await world.says(SITA, ' cancel ');
    expect(world.of('webhook').map((each) => each.params.OptOutType)).toEqual([undefined, 'STOP']);
    await send('cancelled');
    await world.drain();
    expect(lastStatus()).toMatchObject({ ErrorCode: '63014' });
    await world.says(SITA, 'start');
    await send('welcome back');
    await world.drain();
    expect(lastStatus()?.MessageStatus).toBe('read');
  });

  it('refuses an SMS to a number that sent STOP at once, with 21610', async () => {
    await world.control('POST', `/phones/${SITA}/text`, { body: 'STOP', channel: 'sms' });
    await world.drain();
    expect(world.of('webhook')[0]?.params.From).toBe(SITA);
    await expect(world.client.messages.create({ from: '+14155238886', to: SITA, body: 'x' })).rejects.toMatchObject({
      code: 21610,
    });
  });

  it('reaches a person by business-scoped id, and fails with 63024 for an unknown one', async () => {
    await world.control('PATCH', `/phones/${SITA}`, { hideNumber: true });
    await world.says(SITA, 'hi');
    const inbound = world.of('webhook')[0]?.params;
    expect(inbound?.From).toMatch(/^whatsapp:NP\.\d+$/);
    expect(inbound?.WaId).toBeUndefined();
    expect(inbound?.ExternalUserId).toBe(inbound?.From);
    await send('found you', inbound?.From);
    await world.drain();
    expect(lastStatus()).toMatchObject({ MessageStatus: 'read', To: inbound?.From });
    await send('who is it', 'whatsapp:NP.1502999');
    await world.drain();
    expect(lastStatus()).toMatchObject({ MessageStatus: 'failed', ErrorCode: '63024' });
  });

  it('fetches outbound media, and fails with 63019 where it cannot', async () => {
    await world.says(SITA, 'hi');
    const sid = await world.says(GITA, 'hi');
    const missing = `${world.base}/simulator/api/media/${sid}/ME${'0'.repeat(32)}`;
    await world.client.messages.create({ from: BUSINESS, to: `whatsapp:${SITA}`, mediaUrl: [missing] });
    await world.drain();
    expect(lastStatus()).toMatchObject({ MessageStatus: 'failed', ErrorCode: '63019' });
    const page = await world.client.messages.create({
      from: BUSINESS,
      to: `whatsapp:${SITA}`,
      mediaUrl: [`${world.base}/simulator/api/state`],
    });
    expect(page.sid).toMatch(/^MM/);
    await world.drain();
    const list = await world.client.messages(page.sid).media.list();
    expect(list.map((each) => each.contentType)).toEqual(['application/json; charset=utf-8']);
  });
});

describe('listing and changing', () => {
  it('lists newest first, filtered by To, From and date, over pages that stay at the base URL', async () => {
    await world.says(SITA, 'hi');
    for (const body of ['a', 'b', 'c', 'd', 'e']) await send(body);
    await world.drain();
    await world.says(GITA, 'from another phone');
    const all = await world.client.messages.list({ to: `whatsapp:${SITA}`, pageSize: 2 });
    expect(all.map((each) => each.body)).toEqual(['e', 'd', 'c', 'b', 'a']);
    const inbound = await world.client.messages.list({ from: `whatsapp:${SITA}` });
    expect(inbound.map((each) => [each.direction, each.status, each.body])).toEqual([['inbound', 'received', 'hi']]);
    expect(await world.client.messages.list()).toHaveLength(7);
    await world.passes('2d');
    await world.says(SITA, 'later');
    const since = await world.client.messages.list({ dateSentAfter: new Date('2026-11-21T00:00:00Z') });
    expect(since.map((each) => each.body)).toEqual(['later']);
    expect(await world.client.messages.list({ dateSentBefore: new Date('2026-11-21T00:00:00Z') })).toHaveLength(7);
    const url = `${world.base}/emulator/twilio/2010-04-01/Accounts/${ACCOUNT}/Messages.json?DateSent=2026-11-20&PageSize=3`;
    const page = await fetch(url, { headers: { Authorization: `Basic ${btoa(`${ACCOUNT}:${TOKEN}`)}` } });
    const next_page_uri = expect.stringMatching(/^\/2010-04-01\/Accounts\/.*DateSent=2026-11-20.*PageToken=PASM/);
    expect(await page.json()).toMatchObject({ page: 0, page_size: 3, start: 0, end: 2, next_page_uri });
  });

  it('keeps a page steady while new messages come in', async () => {
    await world.says(SITA, 'hi');
    for (const body of ['a', 'b', 'c']) await send(body);
    const first = await world.client.messages.page({ to: `whatsapp:${SITA}`, pageSize: 2 });
    await send('d');
    const second = await first.nextPage();
    expect(first.instances.map((each) => each.body)).toEqual(['c', 'b']);
    expect(second?.instances.map((each) => each.body)).toEqual(['a']);
  });

  it('redacts, deletes, and does neither while a message is under way', async () => {
    await world.close();
    world = await startWorld({ statusDelaysMs: { sent: 1_000, delivered: 0, read: 0 } });
    await world.says(SITA, 'hi');
    const { sid } = await send('secret');
    await expect(world.client.messages(sid).remove()).rejects.toMatchObject({ code: 20009 });
    await world.passes('1s');
    expect((await world.client.messages(sid).update({ body: '' })).body).toBe('');
    await expect(world.client.messages(sid).update({ body: 'other' })).rejects.toMatchObject({ status: 400 });
    expect(await world.client.messages(sid).remove()).toBe(true);
    await expect(world.client.messages(sid).fetch()).rejects.toMatchObject({ code: 20404 });
  });

  it('schedules with a service, cancels before the time, and sends at the time', async () => {
    await world.close();
    const messagingServiceSid = `MG${'a'.repeat(32)}`;
    world = await startWorld({ messagingServiceSid });
    await world.says(SITA, 'hi');
    const plan = {
      messagingServiceSid,
      to: `whatsapp:${SITA}`,
      scheduleType: 'fixed' as const,
      sendAt: new Date('2026-11-20T05:15:00Z'),
    };
    const cancelled = await world.client.messages.create({ ...plan, body: 'never' });
    const kept = await world.client.messages.create({ ...plan, body: 'in an hour' });
    expect([cancelled.status, kept.status, kept.from]).toEqual(['scheduled', 'scheduled', null]);
    expect((await world.client.messages(cancelled.sid).update({ status: 'canceled' })).status).toBe('canceled');
    await world.passes('1h');
    expect((await world.client.messages(kept.sid).fetch()).status).toBe('read');
    expect((await world.client.messages(cancelled.sid).fetch()).status).toBe('canceled');
    await expect(world.client.messages(kept.sid).update({ status: 'canceled' })).rejects.toMatchObject({ code: 30409 });
  });
});
