import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCatalogueCache } from '../catalogue/service.ts';
import { writeVoiceNote } from '../emulator/voice-note.ts';
import { createLaneWorker, type LaneWorker } from '../jobs/lanes.ts';
import { createLog } from '../log.ts';
import type { FetchedMedia, MediaProblem } from '../outside/channel.ts';
import type { ModelOutcome } from '../outside/llm.ts';
import { createMediaStore } from '../outside/media.ts';
import { createTesseract } from '../outside/ocr.ts';
import { printedList } from '../testing/printed-list.ts';
import { createTestWorld, MORNING, type TestWorld } from '../testing/world.ts';
import { intakeWork, readingWork } from './jobs.ts';
import { photosByReader } from './photo-sources.ts';
import { createReaderCalls } from './reader-calls-service.ts';
import type { ReadingDeps } from './reading-service.ts';

const log = createLog({ level: 'silent' });
const dir = mkdtempSync(join(tmpdir(), 'khaacho-reading-'));
const PHONE = '+9779800000001';
const heard = (value: string): ModelOutcome<string> => ({
  kind: 'answered',
  value,
  facts: { model: 'listener', requestId: null, inputTokens: 0, outputTokens: 0 },
});

describe('photos and voice notes', () => {
  let world: TestWorld;
  let now: Date;
  let workers: LaneWorker[];
  let chatId: string;
  const tesseract = createTesseract(join(dir, 'ocr'));
  /** What the provider gives for a file, and what the listener hears; tests change them. */
  let file: () => Result<FetchedMedia, MediaProblem>;
  let transcribe: () => Promise<ModelOutcome<string>>;
  let listens = true;
  let broken = false;
  let fetched = 0;

  beforeAll(async () => {
    world = await createTestWorld();
    const clock = { now: () => now };
    const ask = createReaderCalls({ db: world.db, clock, log, budget: { perDay: 1000, perRetailer: 3 } });
    const files = createMediaStore({ kind: 'folder', dir });
    const reading: ReadingDeps = {
      ...{ db: world.db, clock, log, ask },
      files: {
        ...files,
        keep: (bytes, type) => (broken ? Promise.reject(new Error('the disk is full')) : files.keep(bytes, type)),
      },
      fetchMedia: async () => {
        fetched += 1;
        return file();
      },
      photos: photosByReader(tesseract, false, log),
      get voice() {
        return listens ? { reader: 'listener', transcribe: () => transcribe() } : null;
      },
      pseudonym: (id) => id,
    };
    const catalogue = createCatalogueCache(world.db);
    workers = [
      createLaneWorker(intakeWork({ db: world.db, clock, catalogue, log, secondReader: null }), log),
      createLaneWorker(readingWork(reading), log),
    ];
    for (const worker of workers) worker.start();
    const at = new Date(MORNING);
    const shop = { phone: PHONE, retailerId: world.sita, createdAt: at, windowEndsAt: at };
    const chat = { id: crypto.randomUUID(), provider: 'whatsapp', externalId: `whatsapp:${PHONE}`, ...shop };
    await world.db
      .insertInto('chats')
      .values(chat)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    ({ id: chatId } = await world.db
      .selectFrom('chats')
      .select('id')
      .where('externalId', '=', chat.externalId)
      .executeTakeFirstOrThrow());
    await world.db.updateTable('chats').set({ language: 'ne' }).where('id', '=', chatId).execute();
  });
  afterAll(async () => {
    for (const worker of workers) await worker.stop();
    await tesseract.stop();
    await world.close();
    rmSync(dir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    now = new Date(MORNING);
    listens = true;
    fetched = 0;
    transcribe = async () => heard('chamal 10, dal 5');
    file = () => err({ kind: 'NO_ANSWER' });
    await world.db.deleteFrom('draftMessages').execute();
    await world.db.deleteFrom('drafts').where('chatId', '=', chatId).execute();
    await world.db.deleteFrom('readerCalls').execute();
  });

  /** Everything that is due now, until nothing is: each worker may leave work for the other. */
  async function settle(): Promise<void> {
    for (let round = 0; round < 4; round += 1) for (const worker of workers) await worker.drain();
  }

  async function sends(kind: 'IMAGE' | 'AUDIO', body = ''): Promise<string> {
    const { id } = await world.db
      .insertInto('messages')
      .values({
        id: crypto.randomUUID(),
        ...{ chatId, retailerId: world.sita, direction: 'INBOUND', kind, body, status: 'RECEIVED' },
        providerId: `MM${randomBytes(16).toString('hex')}`,
        media: JSON.stringify([{ ref: 'https://provider.test/1', contentType: 'image/jpeg' }]),
        ...{ at: now, updatedAt: now },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await settle();
    return id;
  }

  const reply = async (messageId: string) =>
    (
      await world.db
        .selectFrom('messages')
        .select('body')
        .where('businessKey', '=', `reply:${messageId}`)
        .executeTakeFirst()
    )?.body;
  const photo = async (text: string, script: 'latin' | 'devanagari' = 'devanagari') => {
    const bytes = await printedList(text, script, dir);
    file = () => ok({ bytes, contentType: 'image/jpeg' });
  };

  it('turns a photographed list into a draft that waits for CONFIRM, and keeps the photo as evidence', async () => {
    await photo('चामल १० प्याकेट\nतूर दाल ५ प्याकेट');
    const id = await sends('IMAGE');
    expect(await reply(id)).toContain('2373.00');
    const evidence = await world.db
      .selectFrom('draftMessages as d')
      .innerJoin('messageReadings as r', 'r.messageId', 'd.messageId')
      .innerJoin('media as m', 'm.sha256', 'r.originalSha256')
      .select(['r.stage', 'm.contentType'])
      .executeTakeFirstOrThrow();
    expect(evidence).toEqual({ stage: 'READ', contentType: 'image/jpeg' });
    const { orders } = await world.db
      .selectFrom('drafts')
      .select((eb) => eb.fn.count<number>('orderId').as('orders'))
      .executeTakeFirstOrThrow();
    expect(orders).toBe(0);
  });

  it('hears a voice note', async () => {
    file = () => ok({ bytes: writeVoiceNote('', 3), contentType: 'audio/ogg' });
    expect(await reply(await sends('AUDIO'))).toContain('2373.00');
  });

  it('asks people to type where nobody can listen, without fetching anything', async () => {
    listens = false;
    expect(await reply(await sends('AUDIO'))).toContain('लेखेर');
    expect(fetched).toBe(0);
  });

  it.each([
    ['a file that is too large', () => err({ kind: 'TOO_LARGE', maxBytes: 1 } as const), 'ठूलो'],
    ['another kind of file', () => err({ kind: 'TYPE_REFUSED', contentType: 'video/mp4' } as const), 'खोल्न'],
    ['half a picture', () => ok({ bytes: Buffer.from('ffd8ffe0', 'hex'), contentType: 'image/jpeg' }), 'खोल्न'],
    ['a file that is gone', () => err({ kind: 'GONE', status: 404 } as const), 'लिन सकेनौं'],
  ])('says what is wrong with %s, and tells a person', async (_, given, words) => {
    file = given;
    expect(await reply(await sends('IMAGE'))).toContain(words);
    const alert = world.db
      .selectFrom('alerts')
      .select('id')
      .where('kind', '=', 'MESSAGE_UNREAD')
      .where('retailerId', '=', world.sita);
    expect(await alert.execute()).not.toHaveLength(0);
  });

  it('tries again where the provider does not answer, and goes on where it left off', async () => {
    const id = await sends('IMAGE');
    expect([await reply(id), fetched]).toEqual([undefined, 1]);
    await photo('चामल १० प्याकेट\nतूर दाल ५ प्याकेट');
    now = new Date(now.getTime() + 3_000);
    for (const worker of workers) worker.wake();
    await settle();
    expect([(await reply(id))?.includes('2373.00'), fetched]).toEqual([true, 2]);
  });

  it('gives up after four tries and lets the chat go on', async () => {
    const id = await sends('IMAGE');
    for (const wait of [3_000, 15_000, 60_000]) {
      now = new Date(now.getTime() + wait);
      await settle();
    }
    expect([(await reply(id))?.includes('लिन सकेनौं'), fetched]).toEqual([true, 4]);
  });

  it('gives up on a file store that fails, and lets the chat go on', async () => {
    await photo('चामल १० प्याकेट');
    broken = true;
    const id = await sends('IMAGE');
    for (const wait of [3_000, 15_000, 60_000]) {
      now = new Date(now.getTime() + wait);
      await settle();
    }
    broken = false;
    expect(await reply(id)).toContain('लिन सकेनौं');
  });

  it('asks people to type at once where the listener’s money is used up, and rests', async () => {
    let calls = 0;
    transcribe = async () => {
      calls += 1;
      return { kind: 'quota' };
    };
    for (const words of ['first try', 'second try']) {
      const bytes = writeVoiceNote(words, 3);
      file = () => ok({ bytes, contentType: 'audio/ogg' });
      expect(await reply(await sends('AUDIO'))).toContain('लेखेर');
    }
    expect(calls).toBe(1);
    now = new Date(now.getTime() + 16 * 60_000);
    transcribe = async () => heard('chamal 10, dal 5');
    expect(await reply(await sends('AUDIO'))).toContain('2373.00');
  });

  it('is not held up by an answer that is none, or that no table can hold', async () => {
    const answers = [
      async () => JSON.parse('{"kind":"answered","facts":{"inputTokens":0,"outputTokens":0,"requestId":null}}'),
      async () => heard('chamal 10\u0000\ud83d, dal 5'),
    ];
    for (const [index, answer] of answers.entries()) {
      transcribe = answer;
      const bytes = writeVoiceNote(`odd ${index}`, 3);
      file = () => ok({ bytes, contentType: 'audio/ogg' });
      expect(await reply(await sends('AUDIO'))).toBeTruthy();
    }
    const rows = await world.db.selectFrom('readerCalls').select('outcome').orderBy('at').execute();
    expect(rows.map((row) => row.outcome).sort()).toEqual(['answered', 'nonsense']);
  });

  it('keeps the order of a chat, and tells once that it takes a moment', async () => {
    const slow = Promise.withResolvers<ModelOutcome<string>>();
    transcribe = () => slow.promise;
    file = () => ok({ bytes: writeVoiceNote('slow', 4), contentType: 'audio/ogg' });
    const insert = (kind: string, body: string, media: string | null, secondsAgo: number) =>
      world.db
        .insertInto('messages')
        .values({
          id: crypto.randomUUID(),
          ...{ chatId, retailerId: world.sita, direction: 'INBOUND', kind, body, status: 'RECEIVED', media },
          providerId: `SM${randomBytes(16).toString('hex')}`,
          // Longer ago than a sender is left without a word.
          ...{ at: new Date(now.getTime() - secondsAgo * 1000), updatedAt: now },
        })
        .returning('id')
        .executeTakeFirstOrThrow();
    const voice = await insert(
      'AUDIO',
      '',
      JSON.stringify([{ ref: 'https://provider.test/2', contentType: 'audio/ogg' }]),
      12,
    );
    const text = await insert('TEXT', 'STATUS', null, 11);
    for (const worker of workers) worker.wake();
    const told = async () =>
      world.db.selectFrom('messages').select('body').where('businessKey', '=', `progress:${voice.id}`).execute();
    await expect.poll(told).toHaveLength(1);
    expect([await reply(voice.id), await reply(text.id)]).toEqual([undefined, undefined]);
    slow.resolve(heard('chamal 10'));
    await settle();
    expect([await reply(voice.id), await reply(text.id)].map((body) => body !== undefined)).toEqual([true, true]);
    expect(await told()).toHaveLength(1);
  });

  it('pays for the same recording once, and for no more a day than was set', async () => {
    const note = (words: string) => {
      const bytes = writeVoiceNote(words, 3);
      file = () => ok({ bytes, contentType: 'audio/ogg' });
    };
    let calls = 0;
    transcribe = async () => {
      calls += 1;
      return heard('chamal 10, dal 5');
    };
    note('one');
    await sends('AUDIO');
    await sends('AUDIO');
    expect(calls).toBe(1);
    for (const words of ['two', 'three', 'four', 'five']) {
      note(words);
      await sends('AUDIO');
    }
    expect(calls).toBe(3);
    const kept = await world.db.selectFrom('readerCalls').select(['outcome', 'kind', 'output']).execute();
    expect(kept).toHaveLength(3);
    expect(kept[0]).toEqual({ outcome: 'answered', kind: 'VOICE', output: 'chamal 10, dal 5' });
  });
});
