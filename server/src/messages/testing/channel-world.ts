import { sql } from 'kysely';
import { createCatalogueCache } from '../../catalogue/service.ts';
import type { Db } from '../../db/database.ts';
import { demoTemplateSids, demoTemplates } from '../../demo/templates.ts';
import type { TwilioEmulatorOptions } from '../../emulator/twilio/emulator.ts';
import { ACCOUNT, BUSINESS, startWorld, TOKEN, type World as Twilio } from '../../emulator/twilio/testing/world.ts';
import { createApp, mountLast } from '../../http/app.ts';
import { createLimits } from '../../http/limits.ts';
import { mountRoutes } from '../../http/mount.ts';
import { type Listening, listen } from '../../http/server.ts';
import { intakeWork } from '../../intake/jobs.ts';
import { createLaneWorker, type LaneWorker } from '../../jobs/lanes.ts';
import { createLog } from '../../log.ts';
import { createMetrics } from '../../metrics.ts';
import type { Channel } from '../../outside/channel.ts';
import { type GuardedChannel, guardChannel, type Trouble } from '../../outside/guard.ts';
import { createTwilioChannel, type TwilioSettings } from '../../outside/twilio/channel.ts';
import { createTestWorld, type TestWorld } from '../../testing/world.ts';
import { channelTasks, sendWork } from '../jobs.ts';
import { webhookRoutes } from '../webhook-routes.ts';

export type ChannelOptions = {
  emulator?: Partial<TwilioEmulatorOptions>;
  settings?: Partial<TwilioSettings>;
  perMinute?: number;
  publicBaseUrl?: string | null;
  /** Another provider in Twilio's place. */
  channel?: Channel;
};

/**
 * The whole way of a message, for real: phones in the emulator, its webhooks over HTTP to our doors, lanes over a
 * database, the real client back to the emulator. The clock stands still but for `settle` and `passes`.
 */
export type ChannelWorld = {
  world: TestWorld;
  db: Db;
  twilio: Twilio;
  channel: GuardedChannel;
  url: string;
  intake: LaneWorker;
  sender: LaneWorker;
  troubles: Trouble[];
  now(): Date;
  /** Works everything off: pushes the clock from one due message to the next until nothing is left to do. */
  settle(): Promise<void>;
  /** Works off what is due at this moment of the clock, no more. */
  work(): Promise<void>;
  passes(milliseconds: number): void;
  /** Runs one of the safety nets. */
  run(task: string): Promise<void>;
  /** What a phone has been sent and shown, oldest first. */
  heard(phone: string): Promise<string[]>;
  close(): Promise<void>;
};

export async function startChannelWorld(options: ChannelOptions = {}): Promise<ChannelWorld> {
  const world = await createTestWorld();
  const { db, database } = world;
  const log = createLog({ level: 'silent' });
  let url = '';
  const twilio = await startWorld({
    templates: demoTemplates(),
    ...options.emulator,
    webhookUrl: () => `${url}/api/v1/whatsapp/webhook#rc=3&rp=all`,
    statusCallbackDefault: () => `${url}/api/v1/whatsapp/status`,
  });
  const { clock } = twilio;
  const troubles: Trouble[] = [];
  const settings: TwilioSettings = {
    accountSid: ACCOUNT,
    authToken: TOKEN,
    secondaryAuthToken: null,
    whatsappNumber: BUSINESS,
    smsNumber: BUSINESS.replace('whatsapp:', ''),
    baseUrl: `${twilio.base}/emulator/twilio`,
    templates: demoTemplateSids(),
    ...options.settings,
  };
  const channel = guardChannel(options.channel ?? createTwilioChannel(settings), {
    clock,
    onTrouble: (trouble) => void troubles.push(trouble),
    perSecond: 100_000,
  });
  const perMinute = options.perMinute ?? 60;
  const listening = await openDoors(db, {
    channel,
    clock,
    log,
    perMinute,
    publicBaseUrl: options.publicBaseUrl ?? null,
  });
  url = listening.url;
  const intake = createLaneWorker(
    intakeWork({ db, clock, catalogue: createCatalogueCache(db), log, secondReader: null }),
    log,
  );
  const sender = createLaneWorker(
    sendWork({ db, clock, channel, statusCallback: () => `${url}/api/v1/whatsapp/status`, random: () => 0 }),
    log,
  );
  const tasks = channelTasks({ db, clock, channel, perMinute });
  database.onEveryCommit((announced) => {
    if (announced.has('inbound')) intake.wake();
    if (announced.has('outbound')) sender.wake();
  });
  intake.start();
  sender.start();

  const work = async () => {
    // Twice: what one part has done last may be the first work of another.
    for (let round = 0; round < 2; round += 1) {
      await twilio.drain();
      await intake.drain();
      await sender.drain();
    }
    await twilio.drain();
  };
  const settle = async () => {
    for (let step = 0; step < 5_000; step += 1) {
      await work();
      const due = await nextDue(db);
      if (!due) return;
      const held = channel.heldUntil();
      const next = held && held > due ? held : due;
      clock.advance(Math.max(1, next.getTime() - clock.now().getTime()));
    }
    throw new Error('the chats do not come to rest');
  };
  return {
    world,
    db,
    twilio,
    channel,
    url,
    intake,
    sender,
    troubles,
    now: () => clock.now(),
    settle,
    work,
    passes: (milliseconds) => clock.advance(milliseconds),
    run: async (name) => {
      const task = tasks.find((each) => each.name === name);
      if (!task) throw new Error(`no task ${name}`);
      await task.run(clock.now());
    },
    heard: async (phone) => {
      const listed = await twilio.client.messages.list({ to: `whatsapp:${phone}` });
      return listed
        .filter((message) => ['sent', 'delivered', 'read'].includes(message.status))
        .map((message) => message.body)
        .reverse();
    },
    close: async () => {
      await Promise.all([intake.stop(), sender.stop()]);
      await twilio.close();
      await listening.close(0);
      await world.close();
    },
  };
}

type Doors = {
  channel: GuardedChannel;
  clock: Twilio['clock'];
  log: ReturnType<typeof createLog>;
  perMinute: number;
  publicBaseUrl: string | null;
};

async function openDoors(db: Db, { channel, clock, log, perMinute, publicBaseUrl }: Doors): Promise<Listening> {
  const metrics = createMetrics({ process: 'test', defaults: false });
  const app = createApp({ log, clock, metrics, trustedProxies: 0, httpsOnly: false, corsOrigins: [] });
  mountRoutes(app, webhookRoutes({ db, channel, publicBaseUrl, perMinute }), {
    authenticate: async () => {
      throw new Error('these doors need no sign-in');
    },
    clock,
    log,
    limits: createLimits({ apiPerMinute: 1e6, syncPerMinute: 1e6, signInPerHour: 1e6 }),
  });
  mountLast(app, { clock, log });
  return listen(app, { host: '127.0.0.1', port: 0 });
}

/** When the next message may leave: the first of a chat that does. Nothing else waits for the clock. */
async function nextDue(db: Db): Promise<Date | null> {
  const { rows } = await sql<{ due: Date | null }>`
    SELECT min(coalesce(m.next_try_at, m.at)) AS due FROM messages m WHERE m.status IN ('QUEUED', 'SENDING') AND NOT EXISTS (
      SELECT 1 FROM messages e WHERE e.chat_id = m.chat_id AND e.status IN ('QUEUED', 'SENDING') AND (e.at, e.id) < (m.at, m.id))`.execute(
    db,
  );
  return rows[0]?.due ?? null;
}
