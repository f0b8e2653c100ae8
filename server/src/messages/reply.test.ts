import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Payloads } from '@khaacho/shared/sync/payloads.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadAlerts } from '../alerts/documents.ts';
import { raiseAlert } from '../alerts/service.ts';
import { transaction } from '../db/database.ts';
import { commandDoors } from '../features.ts';
import { checkInvariants } from '../invariants/check.ts';
import { createLog } from '../log.ts';
import { loadRetailers } from '../parties/documents.ts';
import { createGate } from '../sync/gate.ts';
import { createPush } from '../sync/push.ts';
import { createRegistry } from '../sync/registry.ts';
import { verdictsOf } from '../testing/replica-push.ts';
import { callerOf, createTestWorld, MORNING, productId, type TestWorld } from '../testing/world.ts';
import { loadMessages } from './documents.ts';
import { receiveMessage } from './inbound-service.ts';

const HOUR_MS = 3_600_000;

describe('what a person writes to a shop', () => {
  let world: TestWorld;
  let shop: { id: string; phone: string; name: string };
  let now: Date;
  let shops = 1;
  const sequences = new Map<string, number>();

  beforeAll(async () => {
    world = await createTestWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    // Each test has a shop of its own, one that has not written today.
    shops += 1;
    now = new Date(MORNING);
    const phone = `+97798000000${String(shops).padStart(2, '0')}`;
    const row = await world.db
      .selectFrom('retailers')
      .select(['id', 'name'])
      .where('phone', '=', phone)
      .executeTakeFirstOrThrow();
    shop = { ...row, phone };
    const closed = { windowEndsAt: new Date(now.getTime() - HOUR_MS) };
    await world.db.updateTable('chats').set(closed).where('retailerId', '=', shop.id).execute();
  });

  /** The shop writes; answers the id of its message. */
  async function writes(body: string): Promise<string> {
    now = new Date(now.getTime() + 60_000);
    const providerId = `SM${newId(now).replaceAll('-', '')}`;
    const externalId = `whatsapp:${shop.phone}`;
    await receiveMessage(
      { db: world.db, perMinute: 30 },
      {
        ...{ providerId, medium: 'WHATSAPP', provider: 'whatsapp', externalId, phone: shop.phone, kind: 'TEXT', body },
        ...{ alsoKnownAs: [], media: [], location: null, repliesTo: null, optKeyword: null, sentAt: null, raw: {} },
      },
      now,
    );
    const row = await world.db
      .selectFrom('messages')
      .select('id')
      .where('providerId', '=', providerId)
      .executeTakeFirstOrThrow();
    return row.id;
  }
  const asks = (messageId: string, about = 'COMPLAINT') =>
    raiseAlert(
      world.db,
      {
        ...{ kind: 'MESSAGE_UNREAD', severity: 'CRITICAL', retailerId: shop.id, message: 'Complains.' },
        ...{ cause: `unread:${shop.id}:${about}`, figures: { about, messageId } },
      },
      now,
    );
  async function push(
    email: string,
    payload: Payloads['message.send'] | Payloads['alert.acknowledge'],
    commandId = newId(now),
  ) {
    const deviceId = `reply-${email}`;
    const deviceSeq = (sequences.get(deviceId) ?? 0) + 1;
    sequences.set(deviceId, deviceSeq);
    const doors = createPush({
      ...{ db: world.db, registry: createRegistry([], commandDoors), log: createLog({ level: 'silent' }) },
      ...{ clock: { now: () => now }, gate: createGate(1), numbered: async () => {} },
    });
    const caller = { ...(await callerOf(world.db, email)), deviceId };
    const type = 'alertId' in payload ? 'alert.acknowledge' : 'message.send';
    const command = { id: commandId, type, version: 1, payload, issuedAt: now.toISOString(), deviceSeq };
    const [verdict] = verdictsOf(await doors(caller, [command]));
    return { verdict, again: () => doors(caller, [command]).then(verdictsOf) };
  }
  const reply = (text: string, more: Partial<Payloads['message.send']> = {}, email = 'support@khaacho.test') =>
    push(email, { retailerId: shop.id, text, ...more });
  const sent = () =>
    world.db
      .selectFrom('messages')
      .select(['id', 'body', 'status', 'purpose', 'internal'])
      .where('retailerId', '=', shop.id)
      .where('writtenBy', 'is not', null)
      .orderBy('id')
      .execute();
  const questions = () =>
    world.db
      .selectFrom('alerts')
      .select(['id', 'acknowledgedAt', 'acknowledgedBy', 'note'])
      .where('retailerId', '=', shop.id)
      .where('kind', '=', 'MESSAGE_UNREAD')
      .orderBy('id', 'desc')
      .execute();
  const audited = async (action: string) =>
    (await world.db.selectFrom('auditLog').selectAll().where('action', '=', action).execute()).filter(
      (line) => line.subjectId === shop.id,
    );

  it('is queued once for one command and closes the question, with who and when', async () => {
    const messageId = await writes('The rice was wet');
    await asks(messageId);
    const { verdict, again } = await reply('We send a new bag today', { answers: messageId });
    expect(verdict).toMatchObject({ status: 'applied' });
    expect(await again()).toMatchObject([{ status: 'applied' }]);
    expect(await sent()).toMatchObject([
      { body: 'We send a new bag today', status: 'QUEUED', purpose: 'REPLY', internal: false },
    ]);
    const [question] = await questions();
    const { name } = await world.db
      .selectFrom('users')
      .select('name')
      .where('email', '=', 'support@khaacho.test')
      .executeTakeFirstOrThrow();
    expect(question).toMatchObject({ acknowledgedBy: name, acknowledgedAt: now });
    expect(await audited('message.send')).toMatchObject([{ role: 'SUPPORT', after: { settled: [question?.id] } }]);
  });

  it('leaves open what was asked after the message its writer had seen', async () => {
    const first = await writes('The rice was wet');
    await asks(first);
    const second = await writes('And two bags are missing');
    await asks(second);
    const other = await writes('When do you bring the money back?');
    await asks(other, 'PAYMENT');
    await reply('Sorry for the rice', { answers: first });
    expect((await questions()).filter((one) => one.acknowledgedAt === null)).toHaveLength(2);
    await reply('All of it comes today', { answers: other });
    expect((await questions()).filter((one) => one.acknowledgedAt === null)).toHaveLength(0);
  });

  it('is cut into parts that a provider takes, and is all one effect', async () => {
    await writes('Tell me everything');
    const text = Array.from({ length: 60 }, (_, n) => `line ${n} of a long explanation of the new terms`).join('\n');
    const { again } = await reply(text);
    await again();
    expect((await sent()).map((part) => part.body.slice(0, 5))).toEqual(['(1/2)', '(2/2)']);
  });

  it('is refused outside the 24 hours, with what to do instead, and the question stays', async () => {
    const messageId = await writes('The rice was wet');
    await asks(messageId);
    now = new Date(now.getTime() + 24 * HOUR_MS);
    const { verdict } = await reply('Too late', { answers: messageId });
    expect(verdict).toMatchObject({ status: 'rejected', code: 'WINDOW_CLOSED' });
    expect(verdict?.message).toBe(
      `${shop.name} has not written for 24 hours, and WhatsApp takes no text of ours after that. Call ${shop.phone}, or wait until they write.`,
    );
    expect(await sent()).toEqual([]);
    expect((await questions())[0]?.acknowledgedAt).toBeNull();
  });

  it('is for support and admin, about shops that are there and messages that are theirs', async () => {
    const messageId = await writes('Hello');
    for (const email of ['readonly@khaacho.test', 'agent1@khaacho.test', 'vendor1@khaacho.test'])
      expect((await reply('Hello', {}, email)).verdict).toMatchObject({ status: 'rejected', code: 'FORBIDDEN' });
    expect((await reply('Hello', { retailerId: newId(now) })).verdict).toMatchObject({ code: 'RETAILER_UNKNOWN' });
    expect((await reply('Hello', { retailerId: world.sita, answers: messageId })).verdict).toMatchObject({
      status: 'rejected',
    });
    expect((await reply('Hello', { answers: newId(now) })).verdict).toMatchObject({ code: 'MESSAGE_UNKNOWN' });
    expect((await reply(' ')).verdict).toMatchObject({ code: 'COMMAND_MALFORMED' });
    expect((await reply('x'.repeat(4801))).verdict).toMatchObject({ code: 'COMMAND_MALFORMED' });
    expect(await sent()).toEqual([]);
  });

  it('may be a note: it stands in the thread, is sent to nobody and answers nothing', async () => {
    await asks(await writes('The rice was wet'));
    now = new Date(now.getTime() + 30 * HOUR_MS);
    expect((await reply('Called them, they want credit', { internal: true })).verdict).toMatchObject({
      status: 'applied',
    });
    const [note] = await sent();
    expect(note).toMatchObject({ status: 'HANDLED', internal: true });
    const admin = await callerOf(world.db, 'admin@khaacho.test');
    expect(await loadMessages(world.db, [note?.id ?? ''], admin)).toMatchObject([
      { body: 'Called them, they want credit', internal: true, writtenBy: expect.stringMatching(/./), media: [] },
    ]);
    expect((await questions())[0]?.acknowledgedAt).toBeNull();
    // Once all others have left, nothing is taken for a message that was never sent.
    await world.db
      .updateTable('messages')
      .set((eb) => ({ status: 'SENT', sentAt: now, providerId: eb.cast<string>('id', 'text') }))
      .where('status', '=', 'QUEUED')
      .execute();
    const { broken } = await checkInvariants(world.db);
    expect(broken.map((one) => one.invariant)).not.toContain('5/message-is-sent-or-shown-as-failed');
  });

  it('settled without a reply keeps why, in the question and in the audit log', async () => {
    await asks(await writes('The rice was wet'));
    const [question] = await questions();
    await push('support@khaacho.test', { alertId: question?.id ?? '', note: 'Called them' });
    expect(await questions()).toMatchObject([{ note: 'Called them', acknowledgedAt: now }]);
    const lines = await world.db
      .selectFrom('auditLog')
      .select(['subjectId', 'reason'])
      .where('action', '=', 'alert.acknowledge')
      .execute();
    expect(lines).toContainEqual({ subjectId: question?.id, reason: 'Called them' });
  });

  it('has beside it, for the office only, the file as it was read, the open draft and the chat', async () => {
    const messageId = await writes('');
    await asks(messageId, 'MEDIA');
    const sha256 = 'a'.repeat(64);
    const { id: before } = await world.db
      .selectFrom('syncLog')
      .select((eb) => eb.fn.max('id').as('id'))
      .executeTakeFirstOrThrow();
    await transaction(world.db, async (tx) => {
      await tx.insertInto('media').values({ sha256, contentType: 'image/jpeg', bytes: 10, keptAt: now }).execute();
      const reading = { messageId, kind: 'PHOTO', stage: 'READ', originalSha256: sha256, nextTryAt: now };
      await tx
        .insertInto('messageReadings')
        .values({ ...reading, lines: '[{"text":"चामल १०","confidence":0.7}]', createdAt: now, updatedAt: now })
        .execute();
      const { chatId } = await tx
        .selectFrom('messages')
        .select('chatId')
        .where('id', '=', messageId)
        .executeTakeFirstOrThrow();
      const rice = await productId(tx, 'RICE-1KG');
      const line = { raw: 'चामल १०', productId: rice, quantityMilli: null, confidence: 0.9, problem: 'quantity' };
      await tx
        .insertInto('drafts')
        .values({
          ...{ id: newId(now), chatId, retailerId: shop.id, state: 'ASKING', expiresAt: now },
          ...{ lines: JSON.stringify([{ ...line, alternatives: [], amount: null }]), createdAt: now, updatedAt: now },
        })
        .execute();
    });
    const admin = await callerOf(world.db, 'admin@khaacho.test');
    const [message] = await loadMessages(world.db, [messageId], admin);
    expect(message).toMatchObject({
      media: [{ sha256, contentType: 'image/jpeg', kind: 'PHOTO' }],
      reading: { lines: [{ text: 'चामल १०', confidence: 0.7 }], failure: null },
    });
    const [question] = await questions();
    expect((await loadAlerts(world.db, [question?.id ?? ''], admin))[0]?.chatId).toBe(shop.id);
    expect((await loadRetailers(world.db, [shop.id], admin))[0]?.draft).toMatchObject({
      state: 'ASKING',
      totalPaisa: null,
      lines: [{ raw: 'चामल १०', problem: 'quantity', confidence: 0.9 }],
    });
    const lines = await world.db
      .selectFrom('syncLog')
      .select(['scope', 'collection'])
      .where('docId', 'in', [messageId, shop.id])
      .where('id', '>', before)
      .execute();
    expect(lines).toContainEqual({ scope: 'all', collection: 'messages' });
    expect(lines.filter((one) => one.collection === 'retailers')).toEqual([{ scope: 'all', collection: 'retailers' }]);
    const territory = await world.db
      .selectFrom('retailers')
      .select('territoryId')
      .where('id', '=', shop.id)
      .executeTakeFirstOrThrow();
    const agent = {
      ...(await callerOf(world.db, 'agent1@khaacho.test')),
      territoryIds: [territory.territoryId ?? ''],
    };
    expect((await loadRetailers(world.db, [shop.id], agent))[0]).not.toHaveProperty('draft');
    expect(await loadMessages(world.db, [messageId], agent)).toEqual([]);
  });
});
