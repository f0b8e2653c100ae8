import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCatalogueCache } from '../catalogue/service.ts';
import { seedDemoWorld } from '../demo/world.ts';
import { createLog } from '../log.ts';
import { createMediaStore } from '../outside/media.ts';
import { createTestApp, type TestApp } from '../people/test-app.ts';
import { printedList } from '../testing/printed-list.ts';
import { MORNING, productId } from '../testing/world.ts';
import type { PhotoSource } from './photo-sources.ts';
import { createReaderCalls } from './reader-calls-service.ts';
import { insertReaderCall } from './reading-store.ts';
import { intakeRoutes } from './routes.ts';

const goodSchema = z.looseObject({ sku: z.string(), confidence: z.number() });
const parsedSchema = z.looseObject({
  intent: z.string(),
  lines: z.array(z.looseObject({ product: goodSchema.nullable(), problem: z.string().nullable() })),
  quote: z.looseObject({ totalPaisa: z.number() }).nullable(),
  reply: z.string().nullable(),
});

const log = createLog({ level: 'silent' });
const dir = mkdtempSync(join(tmpdir(), 'khaacho-doors-'));
/** Sees what is on every photo, as well as print can be seen. */
const eye: PhotoSource = {
  ...{ name: 'eye', paid: false },
  read: async () => ({
    kind: 'answered',
    value: ['RICE-1KG x 10', 'DAL-1KG x 5'].map((text) => ({ text, confidence: 0.95 })),
    facts: { model: 'eye', requestId: null, inputTokens: 0, outputTokens: 0 },
  }),
};

describe('reading without a chat', () => {
  let app: TestApp;
  let sita: string;
  const tokens = new Map<string, string>();
  beforeAll(async () => {
    app = await createTestApp({
      routes: ({ db }) => {
        const ask = createReaderCalls({
          db,
          clock: { now: () => MORNING },
          log,
          budget: { perDay: 9, perRetailer: 9 },
        });
        const files = createMediaStore({ kind: 'folder', dir });
        const reading = { files, ask, photos: eye, pseudonym: (id: string) => id };
        return intakeRoutes({ db, catalogue: createCatalogueCache(db), reading });
      },
    });
    await seedDemoWorld(app.db, { now: MORNING });
    const shop = app.db.selectFrom('retailers').select('id').where('phone', '=', '+9779800000001');
    sita = (await shop.executeTakeFirstOrThrow()).id;
    for (const who of ['admin', 'support', 'readonly', 'agent1', 'agent2', 'vendor1'])
      tokens.set(who, (await app.signIn(`${who}@khaacho.test`)).accessToken);
  });
  afterAll(async () => {
    await app.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const ask = (path: string, body: unknown, who = 'support') =>
    app.call('POST', `/api/v1${path}`, { token: tokens.get(who) ?? '', body });
  const parse = async (text: string, more: object = {}) => {
    const answer = await ask('/ai/parse-text', { text, ...more });
    expect(answer.status).toBe(200);
    return parsedSchema.parse(answer.body.data);
  };

  it.each(['/whatsapp/parse-order', '/order-parser', '/ai/parse-text'])(
    '%s answers with the lines, the price and the words of the chat',
    async (path) => {
      const answer = await ask(path, { text: 'RICE-1KG x 10\nDAL-1KG x 5', retailerId: sita });
      const parsed = parsedSchema.parse(answer.body.data);
      expect(parsed.intent).toBe('order');
      expect(parsed.lines).toMatchObject([
        { product: { sku: 'RICE-1KG', confidence: 1 }, quantityMilli: 10_000, problem: null },
        { product: { sku: 'DAL-1KG' }, quantityMilli: 5_000, problem: null },
      ]);
      expect(parsed.quote).toMatchObject({ subtotalPaisa: 210_000, taxPaisa: 27_300, totalPaisa: 237_300 });
      expect(parsed.reply).toContain('Total: Rs.2373.00');
      expect(await app.db.selectFrom('drafts').select('id').where('state', '=', 'READY').execute()).toEqual([]);
    },
  );

  it('says what is still open, and what a message is that is no list', async () => {
    const open = await parse('RICE-1KG', { language: 'ne' });
    expect(open.lines).toMatchObject([{ problem: 'quantity', product: { sku: 'RICE-1KG' } }]);
    expect(open.reply).toMatch(/[\u0900-\u097f]/);
    expect(await parse('the rice was rotten and two bags are missing')).toMatchObject({
      intent: 'complaint',
      lines: [],
      reply: null,
    });
    expect((await parse('RICE-1KG x 10')).quote).toBeNull();
  });

  it('reads the photo of a list as chat would, keeps it, and says what it saw', async () => {
    const send = (raw: Buffer, type = 'image/jpeg') =>
      app.call('POST', `/api/v1/ai/parse-image?retailerId=${sita}`, {
        token: tokens.get('support') ?? '',
        headers: { 'content-type': type },
        raw: new Uint8Array(raw),
      });
    const answer = await send(await printedList('RICE-1KG x 10\nDAL-1KG x 5', 'latin', dir));
    expect(answer.status).toBe(200);
    const parsed = parsedSchema.extend({ sha256: z.string(), heard: z.array(z.unknown()) }).parse(answer.body.data);
    expect(parsed.lines).toMatchObject([
      { product: { sku: 'RICE-1KG' }, quantityMilli: 10_000 },
      { product: { sku: 'DAL-1KG' }, quantityMilli: 5_000 },
    ]);
    expect([parsed.quote?.totalPaisa, parsed.heard.length]).toEqual([237_300, 2]);
    expect(
      await app.db.selectFrom('media').select('sha256').where('sha256', '=', parsed.sha256).execute(),
    ).toHaveLength(1);
    const calls = app.db.selectFrom('readerCalls').select(['kind', 'outcome']);
    expect(await calls.where('messageId', 'is', null).execute()).toContainEqual({ kind: 'PHOTO', outcome: 'answered' });
    expect((await send(Buffer.from('no photo at all'))).status).toBe(415);
    await app.db.deleteFrom('readerCalls').execute();
  });

  it('suggests goods for each line, surest first', async () => {
    const answer = await ask('/ai/suggest-products', { text: 'daal 2\nRICE-1KG' });
    const lines = z
      .array(z.looseObject({ written: z.string(), products: z.array(goodSchema) }))
      .parse(answer.body.data);
    expect(lines).toHaveLength(2);
    expect(lines[1]?.products[0]).toMatchObject({ sku: 'RICE-1KG', confidence: 1 });
    const [first] = lines;
    expect(first?.products.length).toBeGreaterThan(1);
    expect(first?.products.length).toBeLessThanOrEqual(6);
  });

  it('is for who takes orders and who looks on; an agent reads for shops of their own', async () => {
    expect((await ask('/ai/parse-text', { text: 'RICE-1KG' }, 'vendor1')).status).toBe(403);
    const statuses = await Promise.all(
      ['agent1', 'agent2'].map(
        async (who) => (await ask('/ai/parse-text', { text: 'RICE-1KG x 1', retailerId: sita }, who)).status,
      ),
    );
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 404]);
    expect((await ask('/ai/suggest-products', { text: 'x', retailerId: newId(MORNING) })).status).toBe(404);
    expect((await ask('/ai/parse-text', { text: '' })).status).toBe(400);
    expect((await ask('/ai/parse-text', { text: 'x'.repeat(4097) })).status).toBe(400);
  });

  it('keeps a log of readers that is the admin’s, by filter and cursor', async () => {
    const call = {
      ...{ messageId: null, promptVersion: 'p1', inputHash: 'h', requestId: null, inputTokens: 20, outputTokens: 3 },
      ...{ input: { lines: ['daal'] }, output: [{ line: 0, choice: 'A' }], tookMs: 12 },
    };
    for (let nth = 0; nth < 5; nth += 1)
      await insertReaderCall(
        app.db,
        {
          ...call,
          ...{ kind: nth === 4 ? 'PHOTO' : 'CHOOSE', reader: 'm', outcome: nth === 3 ? 'quota' : 'answered' },
          isPaid: nth < 4,
        },
        new Date(MORNING.getTime() + nth),
      );
    const log = async (query: string, who = 'admin') => {
      const answer = await app.call('GET', `/api/v1/ai/log?${query}`, { token: tokens.get(who) ?? '' });
      return {
        status: answer.status,
        rows: z
          .array(z.looseObject({ kind: z.string(), outcome: z.string() }))
          .catch([])
          .parse(answer.body.data),
        next: z.looseObject({ nextCursor: z.string().nullable() }).nullish().parse(answer.body.pagination)?.nextCursor,
      };
    };
    const first = await log('limit=2');
    expect(first.rows.map((row) => row.kind)).toEqual(['PHOTO', 'CHOOSE']);
    expect((await log(`limit=3&cursor=${first.next}`)).rows).toHaveLength(3);
    expect((await log('outcome=quota')).rows).toMatchObject([{ input: { lines: ['daal'] }, isPaid: true }]);
    expect((await log('kind=PHOTO&paid=false')).rows).toHaveLength(1);
    expect((await log(`from=${new Date(MORNING.getTime() + 1).toISOString()}&kind=CHOOSE`)).rows).toHaveLength(3);
    expect((await log('cursor=nonsense')).status).toBe(400);
    for (const who of ['support', 'readonly', 'agent1', 'vendor1']) expect((await log('', who)).status).toBe(403);
    expect(await productId(app.db, 'RICE-1KG')).toBeDefined();
  });
});
