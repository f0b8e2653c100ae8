import { randomBytes } from 'node:crypto';
import twilio from 'twilio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOKEN } from '../emulator/twilio/testing/world.ts';
import { type ChannelWorld, startChannelWorld } from './testing/channel-world.ts';

const PUBLIC = 'https://khaacho.example.com';
const NEW_TOKEN = 'the-token-of-tomorrow';

describe('the doors a provider calls', () => {
  let at: ChannelWorld;
  beforeAll(async () => {
    // Behind a proxy that ends TLS: what reaches us says http and another host.
    at = await startChannelWorld({
      publicBaseUrl: PUBLIC,
      settings: { secondaryAuthToken: NEW_TOKEN },
    });
  });
  afterAll(() => at.close());

  const form = (over: Record<string, string> = {}) => ({
    MessageSid: `SM${randomBytes(16).toString('hex')}`,
    From: 'whatsapp:+9779800000003',
    To: 'whatsapp:+14155238886',
    Body: 'HELP',
    NumMedia: '0',
    ...over,
  });
  const call = async (
    values: Record<string, string>,
    signedFor = PUBLIC,
    token = TOKEN,
    path = '/api/v1/whatsapp/webhook',
  ) => {
    const signature = twilio.getExpectedTwilioSignature(token, `${signedFor}${path}`, values);
    const response = await fetch(`${at.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
      body: new URLSearchParams(values),
    });
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
  };
  const stored = (sid: string) => at.db.selectFrom('messages').selectAll().where('providerId', '=', sid).execute();

  it('believe what was signed for the public address, by the token of today or of tomorrow', async () => {
    for (const token of [TOKEN, NEW_TOKEN]) {
      const values = form();
      expect(await call(values, PUBLIC, token)).toMatchObject({
        status: 200,
        body: expect.stringContaining('<Response/>'),
      });
      expect(await stored(values.MessageSid)).toHaveLength(1);
    }
    const values = form();
    expect((await call(values, at.url)).status).toBe(403);
    expect((await call(values, PUBLIC, 'somebody-elses-token')).status).toBe(403);
    expect(await stored(values.MessageSid)).toHaveLength(0);
  });

  it('answer nothing that a phone would show: XML, and no text', async () => {
    const answer = await call(form());
    expect(answer.type).toMatch(/^text\/xml/);
    expect(answer.body.replace(/<\?xml[^>]*\?>/, '')).toBe('<Response/>');
  });

  it('keep what nobody has heard of, without an error', async () => {
    const odd = form({
      MessageType: 'reaction',
      Body: '',
      NewParameter2027: '\u0000 ok',
      ChannelMetadata: '{"type":"whatsapp"}',
    });
    expect((await call(odd)).status).toBe(200);
    const [message] = await stored(odd.MessageSid);
    expect(message).toMatchObject({ kind: 'OTHER', raw: expect.objectContaining({ NewParameter2027: '\ufffd ok' }) });
    expect((await call({ Body: 'no id, no sender' })).status).toBe(200);
    const place = form({
      Latitude: '28.6',
      Longitude: '81.6',
      Label: 'Sita Kirana',
      MessageType: 'location',
      Body: '',
    });
    await call(place);
    expect((await stored(place.MessageSid))[0]).toMatchObject({
      kind: 'LOCATION',
      location: { latitude: 28.6, longitude: 81.6, label: 'Sita Kirana' },
    });
    const photo = form({
      NumMedia: '1',
      MediaUrl0: 'https://api.twilio.com/x',
      MediaContentType0: 'image/jpeg',
      Body: '',
    });
    await call(photo);
    expect((await stored(photo.MessageSid))[0]).toMatchObject({
      kind: 'IMAGE',
      media: [{ ref: 'https://api.twilio.com/x', contentType: 'image/jpeg' }],
    });
  });

  it('have one effect for one id, twenty at once', async () => {
    const values = form({ From: 'whatsapp:+9779800000004', Body: 'STATUS' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(values)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    await at.settle();
    const [message, other] = await stored(values.MessageSid);
    expect(other).toBeUndefined();
    const replies = await at.db
      .selectFrom('messages')
      .select('id')
      .where('businessKey', '=', `reply:${message?.id}`)
      .execute();
    expect(replies).toHaveLength(1);
  });

  it('begin one chat for a stranger who writes twice in one instant', async () => {
    const from = 'whatsapp:NP.1502000000000000001';
    await Promise.all([call(form({ From: from })), call(form({ From: from })), call(form({ From: from }))]);
    await at.settle();
    expect(await at.db.selectFrom('chats').select('id').where('externalId', '=', from).execute()).toHaveLength(1);
  });

  it('keep a status of a message nobody has sent yet, once for each state', async () => {
    const sid = `SM${randomBytes(16).toString('hex')}`;
    const news = (MessageStatus: string) => ({ MessageSid: sid, SmsSid: sid, MessageStatus, From: 'x', To: 'y' });
    for (const status of ['delivered', 'sent', 'delivered'])
      expect((await call(news(status), PUBLIC, TOKEN, '/api/v1/whatsapp/status')).status).toBe(200);
    const kept = await at.db
      .selectFrom('messageCallbacks')
      .select('status')
      .where('providerId', '=', sid)
      .orderBy('status')
      .execute();
    expect(kept.map((each) => each.status)).toEqual(['DELIVERED', 'SENT']);
  });

  it('say 503 while the database is away, never 200: the provider comes again and nothing is lost', async () => {
    await at.sender.stop();
    await at.intake.stop();
    const values = form({ Body: 'while it was away' });
    await at.world.database.close();
    const answer = await call(values);
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(answer.status).toBe(503);
  });
});
