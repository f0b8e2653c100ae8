import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Request, type Response } from 'express';
import twilio from 'twilio';
import { z } from 'zod';
import { createVirtualClock, type VirtualClock } from '../../clock.ts';
import { createTwilioEmulator, type TwilioEmulatorOptions } from '../emulator.ts';

export const ACCOUNT = 'AC00000000000000000000000000000001';
export const TOKEN = 'demo-twilio-auth-token';
export const BUSINESS = 'whatsapp:+14155238886';
export const SITA = '+9779800000001';
export const GITA = '+9779800000002';
export const START = new Date('2026-11-20T04:15:00.000Z');

/** One call the application got, with what it could check of it. */
export interface Received {
  path: 'webhook' | 'status' | 'fallback';
  params: Record<string, string>;
  isSigned: boolean;
  token: string;
}

/** An emulator over real HTTP, the real client, and an application that notes down what it is told. */
export interface World {
  base: string;
  clock: VirtualClock;
  client: ReturnType<typeof twilio>;
  received: Received[];
  of(path: Received['path']): Received[];
  /** How the application answers; an empty TwiML unless told otherwise. */
  answer: Record<Received['path'], (response: Response, count: number) => void>;
  /** A call of the control plane; throws unless it is answered 2xx. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Sends a text as a person and returns its sid. */
  says(phone: string, body: string): Promise<string>;
  drain(): Promise<void>;
  /** Moves the clock and does what has become due. */
  passes(duration: string): Promise<void>;
  close(): Promise<void>;
}

const empty = (response: Response): void => void response.type('text/xml').send('<Response/>');

export async function startWorld(options: Partial<TwilioEmulatorOptions> & { hook?: string } = {}): Promise<World> {
  const clock = createVirtualClock({ base: () => START });
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { hook = '', ...rest } = options;
  const emulator = createTwilioEmulator({
    accountSid: ACCOUNT,
    authToken: TOKEN,
    whatsappNumber: BUSINESS,
    clock,
    statusDelaysMs: { sent: 0, delivered: 0, read: 0 },
    webhookUrl: () => `${base}/webhook${hook}`,
    statusCallbackDefault: () => `${base}/status`,
    contacts: async () => [{ phone: SITA, name: 'Sita Kirana', place: 'Birendranagar' }],
    ...rest,
  });
  const world: World = {
    base,
    clock,
    client: clientFor(base),
    received: [],
    of: (path) => world.received.filter((each) => each.path === path),
    answer: { webhook: empty, status: empty, fallback: empty },
    async control(method, path, body) {
      const init =
        body === undefined
          ? { method }
          : { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
      const response = await fetch(`${base}/simulator/api${path}`, init);
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      return response.json();
    },
    async says(phone, body) {
      const answer = z
        .object({ message: z.object({ sid: z.string() }) })
        .parse(await world.control('POST', `/phones/${phone}/text`, { body }));
      await emulator.drain();
      return answer.message.sid;
    },
    drain: () => emulator.drain(),
    async passes(duration) {
      await world.control('POST', '/clock', { advance: duration });
      await emulator.drain();
    },
    async close() {
      emulator.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  app.use('/emulator/twilio', emulator.router);
  app.use('/simulator/api', emulator.simulator);
  for (const path of ['webhook', 'status', 'fallback'] as const) {
    app.post(`/${path}`, express.urlencoded({ extended: false }), (request, response) => {
      note(world, path, request);
      world.answer[path](response, world.of(path).length);
    });
  }
  return world;
}

function note(world: World, path: Received['path'], request: Request): void {
  const params = z.record(z.string(), z.string()).parse({ ...request.body });
  const signature = request.get('X-Twilio-Signature') ?? '';
  const isSigned = twilio.validateRequest(TOKEN, signature, `${world.base}${request.originalUrl}`, params);
  world.received.push({ path, params, isSigned, token: request.get('I-Twilio-Idempotency-Token') ?? '' });
}

function clientFor(base: string) {
  const client = twilio(ACCOUNT, TOKEN, { timeout: 5_000 });
  client.api.baseUrl = `${base}/emulator/twilio`;
  client.content.baseUrl = `${base}/emulator/twilio`;
  return client;
}
