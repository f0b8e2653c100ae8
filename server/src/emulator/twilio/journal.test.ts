import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createVirtualClock } from '../clock.ts';
import { createTwilioEmulator } from './emulator.ts';
import { ACCOUNT, BUSINESS, SITA, START, startWorld, TOKEN, type World } from './testing/world.ts';

let folder: string;
let journalFile: string;
let world: World;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'twilio-journal-'));
  journalFile = join(folder, 'chats.jsonl');
});
afterEach(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

const thread = z.object({
  messages: z.array(z.object({ body: z.string(), status: z.string(), delivery: z.string().nullable() })),
});
const chat = async () => thread.parse(await world.control('GET', `/phones/${SITA}/messages`)).messages;

describe('a restart', () => {
  it('brings back chats, settings, media, templates and the window, and goes on from there', async () => {
    world = await startWorld({ journalFile });
    await world.says(SITA, 'नमस्ते');
    await world.control('POST', `/phones/${SITA}/voice`, { transcript: 'hello', seconds: 1 });
    await world.control('PATCH', `/phones/${SITA}`, { profileName: 'Sita' });
    await world.client.messages.create({ from: BUSINESS, to: `whatsapp:${SITA}`, body: 'welcome' });
    await world.drain();
    const before = await world.control('GET', `/phones/${SITA}/messages`);
    await world.close();
    world = await startWorld({ journalFile });
    expect(await world.control('GET', `/phones/${SITA}/messages`)).toEqual(before);
    const path = /media\/MM[^"]+/.exec(JSON.stringify(before))?.[0];
    expect((await fetch(`${world.base}/simulator/api/${path}`)).status).toBe(200);
    await world.client.messages.create({ from: BUSINESS, to: `whatsapp:${SITA}`, body: 'still open' });
    await world.drain();
    expect((await chat()).at(-1)).toMatchObject({ body: 'still open', status: 'read' });
  });

  it('cuts off a torn last line and writes on cleanly', async () => {
    world = await startWorld({ journalFile });
    await world.says(SITA, 'kept');
    await world.close();
    appendFileSync(journalFile, '{"t":"message","message":{"sid":"SM');
    world = await startWorld({ journalFile });
    await world.says(SITA, 'after');
    await world.close();
    for (const line of readFileSync(journalFile, 'utf8').trimEnd().split('\n'))
      expect(() => JSON.parse(line)).not.toThrow();
    world = await startWorld({ journalFile });
    expect((await chat()).map((each) => each.body)).toEqual(['kept', 'after']);
  });

  it('stops at damage further up, and names the line', async () => {
    world = await startWorld();
    writeFileSync(journalFile, '{"t":"message"}\n{"t":"delete","sid":"SM"}\n');
    await expect(startWorld({ journalFile })).rejects.toThrow('line 1');
  });

  it('takes up what had not arrived: the ladder, and a webhook that was never answered', async () => {
    world = await startWorld({ journalFile, statusDelaysMs: { sent: 60_000, delivered: 0, read: 0 } });
    await world.says(SITA, 'hi');
    await world.client.messages.create({ from: BUSINESS, to: `whatsapp:${SITA}`, body: 'on its way' });
    world.answer.webhook = () => undefined;
    await world.control('POST', `/phones/${SITA}/text`, { body: 'unanswered' });
    await vi.waitFor(() => expect(world.of('webhook')).toHaveLength(2));
    await world.close();
    world = await startWorld({ journalFile, statusDelaysMs: { sent: 1_000, delivered: 0, read: 0 } });
    expect((await chat()).map((each) => [each.body, each.status, each.delivery])).toEqual([
      ['hi', 'received', 'accepted'],
      ['on its way', 'queued', null],
      ['unanswered', 'received', 'pending'],
    ]);
    await world.passes('2s');
    expect(world.of('webhook').map((each) => each.params.Body)).toEqual(['unanswered']);
    expect((await chat()).map((each) => [each.status, each.delivery])).toEqual([
      ['received', 'accepted'],
      ['read', null],
      ['received', 'accepted'],
    ]);
  });
});

it('refuses to be made in production, or with malformed options', async () => {
  world = await startWorld();
  const options = {
    accountSid: ACCOUNT,
    authToken: TOKEN,
    whatsappNumber: BUSINESS,
    clock: createVirtualClock({ base: () => START }),
    webhookUrl: () => 'http://127.0.0.1/',
  };
  vi.stubEnv('NODE_ENV', 'production');
  expect(() => createTwilioEmulator(options)).toThrow('production');
  vi.unstubAllEnvs();
  expect(() => createTwilioEmulator({ ...options, accountSid: 'AC1' })).toThrow('accountSid');
});
