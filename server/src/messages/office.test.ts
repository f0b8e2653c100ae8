import { newId } from '@khaacho/shared/kernel/ids.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestApp, emailOf, seedPeople, type TestApp, type TestPeople } from '../people/test-app.ts';
import { messageRoutes } from './routes.ts';

describe('the thread over REST', () => {
  let app: TestApp;
  let people: TestPeople;
  let support: string;
  beforeAll(async () => {
    app = await createTestApp({ routes: ({ db }) => messageRoutes(db) });
    people = await seedPeople(app.db, app.now());
    support = (await app.signIn(emailOf('SUPPORT'))).accessToken;
    await writes();
  });
  afterAll(() => app.close());

  /** The shop writes, which opens the window for a day. */
  async function writes(): Promise<void> {
    const now = app.now();
    const chat = { id: newId(now), provider: 'whatsapp', externalId: 'whatsapp:+9779800000002', createdAt: now };
    await app.db
      .insertInto('chats')
      .values({ ...chat, retailerId: people.retailerId, windowEndsAt: new Date(now.getTime() + 86_400_000) })
      .execute();
  }

  const list = async (query = '') => {
    const answer = await app.call('GET', `/api/v1/whatsapp/messages${query}`, { token: support });
    return z
      .object({ data: z.array(z.looseObject({ body: z.string() })) })
      .parse(answer.body)
      .data.map((one) => one.body);
  };
  const send = (text: string, key?: string, token = support) =>
    app.call('POST', '/api/v1/whatsapp/send', {
      token,
      body: { retailerId: people.retailerId, text },
      ...(key ? { key } : {}),
    });

  it('queues a text once for one key, in parts where it is long', async () => {
    expect((await send('Your goods come at four', 'k1')).status).toBe(202);
    expect((await send('Your goods come at four', 'k1')).status).toBe(202);
    expect(await list()).toEqual(['Your goods come at four']);
    expect((await send('another text', 'k1')).status).toBe(409);
    await send(Array.from({ length: 60 }, (_, n) => `line ${n} of a long explanation of the new terms`).join('\n'));
    expect((await list()).slice(0, 2).map((body) => body.slice(0, 5))).toEqual(['(2/2)', '(1/2)']);
  });

  it('lists what was said, newest first, by shop, by words and from where a page ended', async () => {
    expect(await list('?q=at%20FOUR')).toEqual(['Your goods come at four']);
    expect(await list('?q=100%25')).toEqual([]);
    expect(await list(`?retailerId=${people.retailerId}&limit=1`)).toHaveLength(1);
    expect(await list(`?retailerId=${people.vendorId}`)).toEqual([]);
    const first = await app.call('GET', '/api/v1/whatsapp/messages?limit=2', { token: support });
    const { nextCursor } = z
      .object({ pagination: z.object({ nextCursor: z.string() }) })
      .parse(JSON.parse(first.text)).pagination;
    expect(await list(`?cursor=${nextCursor}`)).toEqual(['Your goods come at four']);
  });

  it('is the office’s: others may neither read nor write, and who only reads may not send', async () => {
    for (const role of ['VENDOR_STAFF', 'FIELD_AGENT'] as const) {
      const { accessToken } = await app.signIn(emailOf(role));
      expect((await app.call('GET', '/api/v1/whatsapp/messages', { token: accessToken })).status).toBe(403);
      expect((await send('hello', undefined, accessToken)).status).toBe(403);
    }
    const { accessToken } = await app.signIn(emailOf('READONLY'));
    expect((await app.call('GET', '/api/v1/whatsapp/messages', { token: accessToken })).status).toBe(200);
    expect((await send('hello', undefined, accessToken)).status).toBe(403);
    expect(
      (
        await app.call('POST', '/api/v1/whatsapp/identities/merge', {
          token: support,
          body: { chatId: people.retailerId, intoChatId: people.vendorId, reason: 'no such chats' },
        })
      ).status,
    ).toBe(404);
  });
});
