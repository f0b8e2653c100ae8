import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { type ParkedFact, parkedFactSchema } from '@khaacho/shared/sync/parked-contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createWebApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { type Context, createContext } from '../context.ts';
import { type Listening, listen } from '../http/server.ts';
import { createLog } from '../log.ts';
import { callerOf, createTestWorld, type TestWorld } from '../testing/world.ts';
import { loadCommands } from './command-documents.ts';

const answerSchema = z.looseObject({
  data: z.unknown().optional(),
  pagination: z.looseObject({ nextCursor: z.string().nullable() }).optional(),
  error: z.looseObject({ code: z.string() }).optional(),
});
const LONG_AGO = new Date(0);

describe('a fact that could not be booked', () => {
  let world: TestWorld;
  let context: Context;
  let listening: Listening;
  let dataDir: string;
  let staff: Caller & { deviceId: string };
  let seq = 0;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    world = await createTestWorld(new Date());
    dataDir = mkdtempSync(join(tmpdir(), 'khaacho-parked-'));
    const config = readConfig({ DATA_DIR: dataDir, DATABASE_URL: world.url, PORT: '0', LOG_LEVEL: 'silent' });
    let url = '';
    const log = createLog({ level: 'silent' });
    context = await createContext(config, { databaseUrl: world.url, log, ownUrl: () => url });
    listening = await listen(createWebApp(context, new Date()).app, { host: '127.0.0.1', port: 0 });
    url = listening.url;
    for (const name of ['admin', 'support', 'vendor1']) {
      const body = { email: `${name}@khaacho.test`, password: 'khaacho-demo', deviceId: `parked-${name}` };
      const { data } = await call('POST', '/auth/login', { body });
      tokens.set(name, z.looseObject({ accessToken: z.string() }).parse(data).accessToken);
    }
    staff = { ...(await callerOf(world.db, 'vendor1@khaacho.test')), deviceId: 'parked-vendor1' };
  });
  afterAll(async () => {
    context.demo?.twilio.stop();
    await listening.close(0);
    await context.database.close();
    await world.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function call(method: string, path: string, options: { as?: string; body?: unknown; key?: string } = {}) {
    const token = options.as ? tokens.get(options.as) : undefined;
    const response = await fetch(`${listening.url}/api/v1${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(options.key ? { 'idempotency-key': options.key } : {}),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    return { status: response.status, ...answerSchema.parse(await response.json()) };
  }
  const list = async (query = '') => {
    const { data, pagination } = await call('GET', `/parked-facts?${query}`, { as: 'admin' });
    return { facts: z.array(parkedFactSchema).parse(data), next: pagination?.nextCursor ?? null };
  };
  const act = (id: string, what: 'book' | 'dismiss', body: unknown = {}) =>
    call('POST', `/parked-facts/${id}/${what}`, { as: 'admin', body });
  const factOf = (answer: { data?: unknown }): ParkedFact => parkedFactSchema.parse(answer.data);

  /** A count of goods that are another vendor's: kept, because counting has happened. */
  async function parkCount(): Promise<{ id: string; offerId: string; otherVendor: string }> {
    const offer = await world.db
      .selectFrom('offers')
      .select(['id', 'vendorId'])
      .where('vendorId', '!=', staff.vendorId ?? '')
      .executeTakeFirstOrThrow();
    seq += 1;
    const id = `0193b000-0000-7000-8000-${String(seq).padStart(12, '0')}`;
    const payload = { offerId: offer.id, countedMilli: 7_000, againstMilli: 9_000 };
    const issuedAt = new Date().toISOString();
    const command = { id, type: 'stock.count', version: 1, payload, issuedAt, deviceSeq: seq };
    const answer = await context.sync.push(staff, [command]);
    expect(answer).toMatchObject({ verdicts: [{ status: 'applied', details: [{ figures: { told: 1 } }] }] });
    return { id, offerId: offer.id, otherVendor: offer.vendorId };
  }
  const alertOf = (id: string) =>
    world.db.selectFrom('alerts').selectAll().where('cause', '=', `parked:${id}`).executeTakeFirstOrThrow();
  const auditOf = (id: string) =>
    world.db.selectFrom('auditLog').select(['action', 'userId', 'reason']).where('subjectId', '=', id).execute();
  const onHand = async (offerId: string) =>
    (
      await world.db
        .selectFrom('stockLevels')
        .select('onHandMilli')
        .where('offerId', '=', offerId)
        .executeTakeFirstOrThrow()
    ).onHandMilli;

  it('is listed with who, when, what was said and why it did not fit', async () => {
    const { id, offerId } = await parkCount();
    const { facts } = await list();
    expect(facts.find((fact) => fact.id === id)).toMatchObject({
      type: 'stock.count',
      payload: { offerId, countedMilli: 7_000 },
      because: { code: 'OFFER_UNKNOWN' },
      sender: { userId: staff.userId, role: 'VENDOR_STAFF', vendorName: expect.any(String) },
      device: { id: 'parked-vendor1' },
      settled: null,
    });
    expect((await call('GET', '/parked-facts', { as: 'support' })).status).toBe(200);
    expect((await call('GET', '/parked-facts', { as: 'vendor1' })).error?.code).toBe('FORBIDDEN');
    expect((await call('POST', `/parked-facts/${id}/book`, { as: 'support', body: {} })).error?.code).toBe('FORBIDDEN');
  });

  it('stays where it is as long as its cause stands, and is booked once the cause is mended', async () => {
    const { id, offerId, otherVendor } = await parkCount();
    const before = await onHand(offerId);
    expect(await act(id, 'book')).toMatchObject({ status: 404, error: { code: 'OFFER_UNKNOWN' } });
    expect(await onHand(offerId)).toBe(before);
    expect((await alertOf(id)).acknowledgedAt).toBeNull();

    // The cause: the person's account stood with the wrong vendor.
    const user = world.db.updateTable('users').where('id', '=', staff.userId);
    await user.set({ vendorId: otherVendor }).execute();
    const booked = factOf(await act(id, 'book'));
    expect(booked.settled).toMatchObject({ how: 'BOOKED', note: null, by: expect.any(String) });
    expect(await onHand(offerId)).toBe(before - 2_000);
    expect((await alertOf(id)).acknowledgedAt).not.toBeNull();
    expect(await auditOf(id)).toMatchObject([{ action: 'fact.book' }]);

    // Again, whoever presses: nothing is booked twice, and a different wish comes too late.
    expect(factOf(await act(id, 'book')).settled).toEqual(booked.settled);
    expect((await act(id, 'dismiss', { note: 'done by hand' })).error?.code).toBe('VERSION_CONFLICT');
    expect(await onHand(offerId)).toBe(before - 2_000);
    expect(await auditOf(id)).toHaveLength(1);
    await user.set({ vendorId: staff.vendorId }).execute();
  });

  it('is closed by hand with a note, once', async () => {
    const { id, offerId } = await parkCount();
    const before = await onHand(offerId);
    expect((await act(id, 'dismiss', { note: ' x ' })).error?.code).toBe('VALIDATION_ERROR');
    const closed = factOf(await act(id, 'dismiss', { note: 'Counted again by the other vendor' }));
    expect(closed.settled).toMatchObject({ how: 'DISMISSED', note: 'Counted again by the other vendor' });
    expect(await onHand(offerId)).toBe(before);
    expect(factOf(await act(id, 'dismiss', { note: 'another word' })).settled).toEqual(closed.settled);
    expect((await act(id, 'book')).error?.code).toBe('VERSION_CONFLICT');
    expect(await auditOf(id)).toMatchObject([{ action: 'fact.dismiss', reason: 'Counted again by the other vendor' }]);
    expect((await act('00000000-0000-7000-8000-000000000000', 'dismiss', { note: 'none' })).error?.code).toBe(
      'NOT_FOUND',
    );
  });

  it('two administrators at one moment settle it once', async () => {
    const { id } = await parkCount();
    const answers = await Promise.all([
      act(id, 'dismiss', { note: 'first of two' }),
      act(id, 'dismiss', { note: 'second of two' }),
      act(id, 'book'),
    ]);
    const settled = answers.flatMap((answer) => (answer.data ? [factOf(answer).settled] : []));
    expect(new Set(settled.map((one) => one?.note)).size).toBe(1);
    expect(await auditOf(id)).toHaveLength(1);
  });

  it('keeps the verdict its device was given, and tells that device how it ended', async () => {
    const { id } = await parkCount();
    const read = async () => (await loadCommands(world.db, [id], staff, LONG_AGO))[0];
    const before = await read();
    expect(before?.settled).toBeNull();
    await act(id, 'dismiss', { note: 'not for the device to read' });
    const after = await read();
    expect(after).toEqual({ ...before, updatedAt: after?.updatedAt, settled: after?.settled });
    expect(after?.settled?.how).toBe('DISMISSED');
    expect(JSON.stringify(after)).not.toContain('not for the device');
    const lines = await world.db
      .selectFrom('syncLog')
      .select('scope')
      .where('collection', '=', 'commands')
      .where('docId', '=', id)
      .execute();
    expect(new Set(lines.map((line) => line.scope))).toEqual(new Set(['device:parked-vendor1']));
    expect(lines).toHaveLength(2);
  });

  it('is read page by page, waiting ones oldest first, settled ones newest first', async () => {
    for (let n = 0; n < 3; n += 1) await parkCount();
    const all = (await list('limit=100')).facts;
    const first = await list('limit=2');
    const second = await list(`limit=100&cursor=${encodeURIComponent(first.next ?? '')}`);
    expect([...first.facts, ...second.facts].map((fact) => fact.id)).toEqual(all.map((fact) => fact.id));
    const [oldest, next] = all;
    for (const fact of [oldest, next]) await act(fact?.id ?? '', 'dismiss', { note: 'in this order' });
    expect((await list('state=settled&limit=2')).facts.map((fact) => fact.id)).toEqual([next?.id, oldest?.id]);
    expect((await call('GET', '/parked-facts?cursor=nonsense', { as: 'admin' })).error?.code).toBe('VALIDATION_ERROR');
  });
});
