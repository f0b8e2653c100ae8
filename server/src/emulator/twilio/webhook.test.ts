import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ACCOUNT, BUSINESS, SITA, startWorld, type World } from './testing/world.ts';

let world: World;
afterEach(() => world.close());

const messageIn = z.object({ message: z.object({ sid: z.string(), delivery: z.string() }) });
const inspector = z.object({
  exchanges: z.array(
    z.object({
      kind: z.string(),
      attempt: z.number(),
      outcome: z.string(),
      note: z.string().nullable(),
      title: z.string(),
    }),
  ),
  alerts: z.array(z.object({ code: z.number() })),
});
const inspect = async () => inspector.parse(await world.control('GET', '/exchanges'));
const thread = z.object({
  messages: z.array(
    z.object({ body: z.string(), mine: z.boolean(), delivery: z.string().nullable(), status: z.string() }),
  ),
});
const chat = async () => thread.parse(await world.control('GET', `/phones/${SITA}/messages`)).messages;

describe('the inbound form', () => {
  it('carries a text as Twilio does, signed over Devanagari, emoji and newlines', async () => {
    world = await startWorld();
    const sid = await world.says(SITA, 'चामल x 10\nदाल & "तेल" 🙏');
    const [call] = world.of('webhook');
    expect(call?.isSigned).toBe(true);
    expect(call?.token).toMatch(/^[0-9a-f-]{36}$/);
    expect(call?.params).toEqual({
      MessageSid: sid,
      SmsSid: sid,
      SmsMessageSid: sid,
      SmsStatus: 'received',
      AccountSid: ACCOUNT,
      ApiVersion: '2010-04-01',
      From: `whatsapp:${SITA}`,
      To: BUSINESS,
      WaId: '9779800000001',
      ExternalUserId: expect.stringMatching(/^whatsapp:NP\.15/),
      ProfileName: 'Sita Kirana',
      Body: 'चामल x 10\nदाल & "तेल" 🙏',
      MessageType: 'text',
      NumMedia: '0',
      NumSegments: '1',
      ChannelMetadata: JSON.stringify({
        type: 'whatsapp',
        data: { context: { ProfileName: 'Sita Kirana', WaId: '9779800000001' } },
      }),
    });
    expect((await chat())[0]).toMatchObject({ mine: true, delivery: 'accepted' });
  });

  it('carries location, quote, hostile profile name, forwarded flag and unknown kinds', async () => {
    world = await startWorld();
    const first = await world.says(SITA, 'first');
    await world.control('PATCH', `/phones/${SITA}`, { profileName: '<b>\u202Egnp.exe</b>' });
    await world.control('POST', `/phones/${SITA}/location`, { latitude: 28.601, longitude: 81.617, label: 'Shop' });
    await world.control('POST', `/phones/${SITA}/text`, { body: 'and this', replyTo: first, forwarded: true });
    await world.control('POST', `/phones/${SITA}/event`, { type: 'reaction', params: { ReactionEmoji: '👍' } });
    await world.drain();
    const calls = world.of('webhook').map((each) => each.params);
    const find = (type: string) => calls.filter((each) => each.MessageType === type).at(-1);
    expect(find('location')).toMatchObject({ Latitude: '28.601', Longitude: '81.617', Label: 'Shop', Body: '' });
    expect(find('text')).toMatchObject({
      OriginalRepliedMessageSid: first,
      Forwarded: 'true',
      ProfileName: '<b>\u202Egnp.exe</b>',
    });
    expect(find('reaction')).toMatchObject({ ReactionEmoji: '👍' });
    expect(world.received.every((each) => each.isSigned)).toBe(true);
  });

  it('cuts a text over 1600 characters and says so in the debugger', async () => {
    world = await startWorld();
    await world.says(SITA, 'x'.repeat(2_000));
    expect(world.of('webhook')[0]?.params.Body).toHaveLength(1_600);
    expect((await inspect()).alerts.map((alert) => alert.code)).toEqual([21617]);
  });
});

describe('what the HTTP answer does', () => {
  const bubbles = async () => (await chat()).filter((each) => !each.mine).map((each) => each.body);

  const answers: [string, string, string, string[], number[]][] = [
    ['an empty TwiML', 'text/xml', '<Response/>', [], []],
    ['nothing at all', 'text/html', '', [], []],
    ['text/plain', 'text/plain', 'OK', ['OK'], []],
    [
      'TwiML with two messages',
      'application/xml',
      '<?xml version="1.0"?><Response><Message>a &amp; b</Message><Message><Body>two</Body></Message></Response>',
      ['a & b', 'two'],
      [],
    ],
    ['html OK', 'text/html', 'OK', [], [12100]],
    ['broken XML', 'text/xml', '<Response><Message>x</Response>', [], [12100]],
    ['another root', 'text/xml', '<Reply/>', [], [12100]],
    ['an unknown verb', 'text/xml', '<Response><Dance/><Message>still</Message></Response>', ['still'], [12200]],
    ['JSON', 'application/json', '{"ok":true}', [], [12300]],
  ];
  it.each(answers)('%s', async (_what, type, body, shown, alerts) => {
    world = await startWorld();
    world.answer.webhook = (response) => void response.set('Content-Type', type).end(body);
    await world.says(SITA, 'hi');
    expect(await bubbles()).toEqual(shown);
    expect((await inspect()).alerts.map((alert) => alert.code)).toEqual(alerts);
  });

  it('tells the action URL of a TwiML message what became of it', async () => {
    world = await startWorld();
    world.answer.webhook = (response) =>
      void response.type('text/xml').send('<Response><Message action="/status">x</Message></Response>');
    await world.says(SITA, 'hi');
    expect(world.of('status').map((each) => each.params.MessageStatus)).toEqual(['sent', 'delivered', 'read']);
    const [reply] = await world.client.messages.list({ to: `whatsapp:${SITA}` });
    expect(reply).toMatchObject({ direction: 'outbound-reply', body: 'x' });
  });
});

describe('when the application does not take it', () => {
  it('does not repeat a 503 by default: the message is lost', async () => {
    world = await startWorld();
    world.answer.webhook = (response) => void response.status(503).end();
    await world.says(SITA, 'hi');
    expect(world.of('webhook')).toHaveLength(1);
    expect((await chat())[0]?.delivery).toBe('lost');
    expect((await inspect()).alerts.map((alert) => alert.code)).toEqual([11200]);
  });

  it('repeats under #rc=3&rp=all with the same token, until it is taken', async () => {
    world = await startWorld({ hook: '#rc=3&rp=all' });
    world.answer.webhook = (response, count) => void response.status(count < 3 ? 503 : 200).end();
    await world.says(SITA, 'hi');
    const calls = world.of('webhook');
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map((call) => call.token)).size).toBe(1);
    expect(calls.every((call) => call.isSigned)).toBe(true);
    expect((await chat())[0]?.delivery).toBe('accepted');
    expect((await inspect()).exchanges.filter((each) => each.kind === 'webhook').map((each) => each.attempt)).toEqual([
      3, 2, 1,
    ]);
  });

  it('gives up after the read time-out of the override and turns to the fallback URL', async () => {
    world = await startWorld({ hook: '#rt=150&rc=0', fallbackUrl: () => `${world.base}/fallback` });
    world.answer.webhook = () => undefined;
    await world.says(SITA, 'hi');
    const [call] = world.of('fallback');
    expect(call?.isSigned).toBe(true);
    expect(call?.params).toMatchObject({ Body: 'hi', ErrorCode: '11200', ErrorUrl: `${world.base}/webhook` });
    expect((await chat())[0]?.delivery).toBe('accepted');
    expect((await inspect()).exchanges.map((each) => [each.kind, each.outcome])).toEqual([
      ['fallback', 'ok'],
      ['webhook', 'failed'],
    ]);
  });

  it('repeats a refused connection once by default', async () => {
    const spare = createServer();
    await new Promise<void>((resolve) => spare.listen(0, '127.0.0.1', resolve));
    const address = spare.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await new Promise((resolve) => spare.close(resolve));
    world = await startWorld({ webhookUrl: () => `http://127.0.0.1:${port}/nobody` });
    await world.says(SITA, 'hi');
    const { exchanges, alerts } = await inspect();
    expect(exchanges.map((each) => [each.attempt, each.outcome])).toEqual([
      [2, 'failed'],
      [1, 'failed'],
    ]);
    expect(alerts.map((alert) => alert.code)).toEqual([11205]);
  });
});

describe('the control plane', () => {
  it('answers a deed at once, before the webhook is done', async () => {
    world = await startWorld();
    const answer = messageIn.parse(await world.control('POST', `/phones/${SITA}/text`, { body: 'hi' }));
    expect(answer.message.delivery).toBe('pending');
    await world.drain();
    expect((await chat())[0]?.delivery).toBe('accepted');
  });

  it('lists the shops with what their phones hold, and phones that are in no list', async () => {
    world = await startWorld();
    await world.says(SITA, 'hi');
    await world.client.messages.create({ from: BUSINESS, to: `whatsapp:${SITA}`, body: 'hello' });
    await world.drain();
    await world.says('+9779811111111', 'who am I');
    const list = z
      .object({ contacts: z.array(z.record(z.string(), z.unknown())) })
      .parse(await world.control('GET', '/contacts'));
    expect(list.contacts).toMatchObject([
      {
        phone: SITA,
        name: 'Sita Kirana',
        place: 'Birendranagar',
        received: 1,
        windowEndsAt: '2026-11-21T04:15:00.000Z',
        last: { body: 'hello' },
      },
      { phone: '+9779811111111', name: null, received: 0 },
    ]);
  });

  it('streams what happens', async () => {
    world = await startWorld();
    const abort = new AbortController();
    const response = await fetch(`${world.base}/simulator/api/stream`, { signal: abort.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    await world.says(SITA, 'over the wire');
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk);
      if (/"delivery":"accepted"/.test(text) && /event: contact/.test(text.split('"accepted"')[1] ?? '')) break;
    }
    abort.abort();
    expect(text).toMatch(/^retry: 1000\nevent: hello/);
    expect(text).toMatch(/event: message\ndata: \{"sid":"SM/);
    expect(text).toMatch(/event: exchange\n/);
  });

  it('refuses other sites, malformed phones, bodies and durations', async () => {
    world = await startWorld();
    const cross = await fetch(`${world.base}/simulator/api/state`, { headers: { 'Sec-Fetch-Site': 'cross-site' } });
    expect(cross.status).toBe(403);
    await expect(world.control('GET', '/phones/98000/messages')).rejects.toThrow('400');
    await expect(world.control('POST', `/phones/${SITA}/text`, { body: '' })).rejects.toThrow('400');
    await expect(world.control('POST', `/phones/${SITA}/text`, { body: 'x', replyTo: 'SM0' })).rejects.toThrow('404');
    await expect(world.control('POST', '/clock', { advance: 'tomorrow' })).rejects.toThrow('400');
    await expect(world.control('POST', '/faults', { trouble: 'earthquake', times: 1 })).rejects.toThrow('400');
  });
});
