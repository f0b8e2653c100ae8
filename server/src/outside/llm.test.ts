import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createOpenAiEmulator } from '../emulator/openai/emulator.ts';
import { writeVoiceNote } from '../emulator/voice-note.ts';
import { createLanguageModel, endOfLife, type LanguageModel } from './llm.ts';

const KEY = 'demo-openai-key';
const ABOUT = { person: 'f00d' };
let server: Server;
let base = '';
let model: LanguageModel;
/** Every body the service was sent, to see what leaves the house. */
const sent: unknown[] = [];

beforeAll(async () => {
  const app = express();
  const emulator = createOpenAiEmulator({ apiKey: KEY, clock: { now: () => new Date('2026-11-20T04:15:00Z') } });
  app.use((request, _, next) => {
    if (request.headers['content-type']?.startsWith('application/json'))
      express.json()(request, _, () => {
        if (request.path.includes('/v1/')) sent.push(request.body);
        next();
      });
    else next();
  });
  app.use('/openai', emulator.router);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() satisfies AddressInfo | string | null;
  base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/openai`;
  model = make({});
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(async () => {
  sent.length = 0;
  await fetch(`${base}/control/faults`, { method: 'DELETE' });
});

function make(over: { apiKey?: string; model?: string; attemptMs?: number }): LanguageModel {
  const settings = { apiKey: KEY, baseUrl: `${base}/v1`, model: 'gpt-6-luna', transcribeModel: 'gpt-transcribe' };
  return createLanguageModel({ ...settings, ...over });
}

async function control(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${base}/control/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(204);
}

const lines = [
  {
    line: 0,
    written: 'chaammal dherai ramro',
    candidates: [
      { key: 'A', name: 'Chamal (rice)' },
      { key: 'B', name: 'Chiura' },
    ],
  },
  { line: 1, written: 'xyzzy', candidates: [{ key: 'A', name: 'Mustard oil' }] },
];

describe('choosing', () => {
  it('gives the key of a candidate, or none', async () => {
    const outcome = await model.choose(lines, ABOUT);
    expect(outcome).toMatchObject({
      kind: 'answered',
      value: [
        { line: 0, choice: 'A' },
        { line: 1, choice: null },
      ],
    });
    expect(outcome.kind === 'answered' && outcome.facts.inputTokens).toBeGreaterThan(0);
    expect(outcome.kind === 'answered' && outcome.facts.requestId).toMatch(/^req_/);
  });

  it('asks strictly, keeps nothing over there, and sends no more than the lines and their candidates', async () => {
    await model.choose(lines, ABOUT);
    expect(sent[0]).toMatchObject({ store: false, safety_identifier: 'f00d', max_output_tokens: 800 });
    const { input } = z
      .object({
        input: z.tuple([
          z.object({ role: z.literal('user'), content: z.tuple([z.looseObject({ text: z.string() })]) }),
        ]),
      })
      .parse(sent[0]);
    expect(JSON.parse(input[0].content[0].text)).toEqual({ lines });
  });

  it.each([
    ['refusal', 'refusal'],
    ['incomplete', 'incomplete'],
    ['truncated', 'nonsense'],
    ['nonsense', 'nonsense'],
    ['wrong-schema', 'nonsense'],
  ])('tells a %s from an answer', async (fault, why) => {
    await control('faults', { fault });
    expect(await model.choose(lines, ABOUT)).toMatchObject({ kind: 'unusable', why });
  });

  it('is told that the money is used up without trying twice', async () => {
    await control('faults', { fault: 'quota', times: 1 });
    expect(await model.choose(lines, ABOUT)).toEqual({ kind: 'quota' });
    expect(sent).toHaveLength(1);
  });

  it('tries once more after a failure, then says that nobody is there', async () => {
    await control('faults', { fault: 'server-error', times: 1 });
    expect((await model.choose(lines, ABOUT)).kind).toBe('answered');
    await control('faults', { fault: 'server-error', times: 2 });
    expect(await model.choose(lines, ABOUT)).toEqual({ kind: 'unavailable', why: 'answered 500' });
  });

  it('waits no longer than it was told', async () => {
    await control('faults', { fault: 'hang', times: 4 });
    const hasty = make({ attemptMs: 50 });
    expect(await hasty.choose(lines, ABOUT)).toEqual({ kind: 'unavailable', why: 'no answer in time' });
  });

  it('names a wrong key as an operator’s matter', async () => {
    expect(await make({ apiKey: 'sk-wrong' }).choose(lines, ABOUT)).toEqual({
      kind: 'misconfigured',
      why: 'answered 401 (invalid_api_key)',
    });
  });
});

describe('photos and voice', () => {
  it('copies the lines of a photo', async () => {
    await control('photos', { text: 'चामल १० केजी\nदाल ५' });
    expect(await model.readPhoto(Buffer.from('ffd8ffd9', 'hex'), ABOUT)).toMatchObject({
      kind: 'answered',
      value: [
        { raw: 'चामल १० केजी', legible: true },
        { raw: 'दाल ५', legible: true },
      ],
    });
  });

  it('hears a voice note', async () => {
    const note = writeVoiceNote('das kilo chamal', 3);
    expect(await model.transcribe(note, 'ogg', ['chamal'])).toMatchObject({
      kind: 'answered',
      value: 'das kilo chamal',
    });
  });
});

describe('names of models', () => {
  it('that end soon are known', () => {
    expect(endOfLife('gpt-4o-mini')).toBe('2027-01-14');
    expect(endOfLife('whisper-1')).toBe('2027-02-26');
    expect(endOfLife('gpt-6-luna')).toBeNull();
    expect(endOfLife('gpt-5.6-luna')).toBeNull();
  });
});
