import { join } from 'node:path';
import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import { closeAlertsOf, raiseAlert } from './alerts/service.ts';
import { chainAuditLines, recordAudit } from './audit/service.ts';
import { productIndexTask } from './catalogue/jobs.ts';
import { type CatalogueSource, createCatalogueCache } from './catalogue/service.ts';
import { createChannel, measureChannel } from './channel.ts';
import type { Config } from './config.ts';
import { createDatabase, type Database, type Tx } from './db/database.ts';
import { demoTemplates } from './demo/templates.ts';
import { createVirtualClock, type VirtualClock } from './emulator/clock.ts';
import { createOpenAiEmulator, type OpenAiEmulator } from './emulator/openai/emulator.ts';
import { createTwilioEmulator, type TwilioEmulator } from './emulator/twilio/emulator.ts';
import { collectionDoors, commandDoors } from './features.ts';
import { pruneIdempotencyKeys } from './http/idempotency.ts';
import { createLimits, type Limits } from './http/limits.ts';
import { intakeWork, readingWork, reorderTask } from './intake/jobs.ts';
import { invariantsTask } from './invariants/jobs.ts';
import { createLaneWorker, type LaneWorker } from './jobs/lanes.ts';
import { createSchedule, type Schedule } from './jobs/schedule.ts';
import { createLog, type Log } from './log.ts';
import { channelTasks, sendWork } from './messages/jobs.ts';
import { sendCode } from './messages/service.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { orderTimeoutTask } from './orders/jobs.ts';
import type { GuardedChannel } from './outside/guard.ts';
import { callerOf } from './people/caller-service.ts';
import { createPeople, type People } from './people/service.ts';
import { createReaders, type Readers } from './readers.ts';
import type { ParkedFact } from './sync/decide.ts';
import { createHistory, type History } from './sync/history.ts';
import type { SettledFact } from './sync/parked.ts';
import { createSync, type Sync } from './sync/service.ts';

/** Everything a process holds, made once and passed down. */
export type Context = {
  config: Config;
  log: Log;
  metrics: Metrics;
  clock: Clock;
  database: Database;
  limits: Limits;
  people: People;
  channel: GuardedChannel;
  intake: LaneWorker;
  reading: LaneWorker;
  readers: Readers;
  catalogue: CatalogueSource;
  sender: LaneWorker;
  schedule: Schedule;
  sync: Sync;
  history: History;
  /** Demo mode only. */
  demo: { clock: VirtualClock; twilio: TwilioEmulator; openai: OpenAiEmulator | null } | null;
};

export type ContextOptions = {
  databaseUrl: string;
  log?: Log;
  clock?: VirtualClock /** Where this process is reached; known once it listens. */;
  ownUrl: () => string;
};

/** The only place that constructs things. */
export async function createContext(config: Config, options: ContextOptions): Promise<Context> {
  const log = options.log ?? createLog({ level: config.logLevel });
  const metrics = createMetrics({ process: config.process });
  const demoClock = config.demo ? (options.clock ?? createVirtualClock({ file: join(config.dataDir, 'clock') })) : null;
  const clock: Clock = demoClock ?? { now: () => new Date() };
  const database = createDatabase(options.databaseUrl, { log, onQuery: metrics.observeQuery });
  const { db } = database;
  // A worker has no doors of its own: the provider calls the web process back.
  const webUrl = () => (config.process === 'worker' ? `http://${config.host}:${config.port}` : options.ownUrl());
  const publicUrl = () => config.publicBaseUrl ?? webUrl();

  const channel = createChannel(config, { db, clock, log });
  measureChannel(metrics, { db, clock });
  const people = await createPeople({
    db,
    log,
    jwt: config.jwt,
    otpPepper: config.otpPepper,
    demo: config.demo,
    sendCode: (tx, code) => sendCode(tx, code, clock.now()),
  });

  const catalogue = createCatalogueCache(db);
  const readers = createReaders(config, { db, clock, log, channel });
  const { secondReader } = readers;
  const intake = createLaneWorker(intakeWork({ db, clock, catalogue, log, secondReader }), log);
  const reading = createLaneWorker(readingWork(readers.reading), log);
  const sender = createLaneWorker(
    sendWork({ db, clock, channel, statusCallback: () => `${publicUrl()}/api/v1/whatsapp/status` }),
    log,
  );
  const history = createHistory({ db, dataDir: config.dataDir, log });
  const sync = createSync({
    db,
    history,
    databaseUrl: options.databaseUrl,
    log,
    clock,
    metrics,
    authenticate: people.authenticate,
    allowedOrigins: config.corsOrigins,
    collections: collectionDoors,
    commands: commandDoors,
    onParkedFact: (tx, fact) => raiseParkedFact(tx, fact),
    settling: { callerOf, onSettled: recordSettledFact },
  });
  const schedule = createSchedule(
    [
      orderTimeoutTask(db),
      reorderTask(db),
      { name: 'audit-chain', rhythm: '* * * * *', run: () => chainAuditLines(db) },
      invariantsTask(db),
      productIndexTask(db),
      ...channelTasks({ db, clock, channel, perMinute: config.budgets.messagesPerMinute }),
      {
        name: 'prune',
        rhythm: '15 3 * * *',
        run: async (now) => [await people.prune(now), await pruneIdempotencyKeys(db, now)],
      },
    ],
    { db, clock, log, metrics },
  );
  // What was just committed may be a message to read, a reply to send, a line to number.
  database.onEveryCommit((announced) => {
    if (announced.has('inbound')) intake.wake();
    if (announced.has('outbound')) sender.wake();
    if (announced.has('reading')) reading.wake();
    sync.nudge();
  });
  people.onAccessChanged((change) => sync.accessChanged(change));

  const demo = demoClock
    ? {
        clock: demoClock,
        openai: config.openai && createOpenAiEmulator({ apiKey: config.openai.apiKey, clock: demoClock }),
        twilio: createDemoTwilio(config, { db, clock: demoClock, log, publicUrl, ownUrl: options.ownUrl }),
      }
    : null;
  demo?.clock.onAdvance(() => {
    void schedule.runNow('order-timeout');
    intake.wake();
    sender.wake();
    reading.wake();
  });
  return {
    config,
    log,
    metrics,
    clock,
    database,
    limits: createLimits(config.budgets),
    people,
    channel,
    intake,
    reading,
    readers,
    catalogue,
    sender,
    schedule,
    sync,
    history,
    demo,
  };
}

/** Money, goods or a count that a device reports and nothing here can book: a person reads the command and settles it. */
async function raiseParkedFact(tx: Tx, fact: ParkedFact): Promise<void> {
  await raiseAlert(
    tx,
    {
      kind: 'FACT_PARKED',
      severity: 'CRITICAL',
      cause: parkedCause(fact.commandId),
      message: `A report from a device (${fact.type}) could not be booked: ${fact.because} It is kept as command ${fact.commandId}.`,
      figures: { type: fact.type, commandId: fact.commandId, because: fact.because },
      vendorId: fact.caller.vendorId,
    },
    fact.now,
  );
}

const parkedCause = (commandId: string) => `parked:${commandId}`;

/** Who settled it and how stays in the audit log; the alert has done its work. */
async function recordSettledFact(tx: Tx, settled: SettledFact): Promise<void> {
  const { commandId, type, how, note, by, now } = settled;
  await recordAudit(tx, {
    caller: by,
    action: how === 'BOOKED' ? 'fact.book' : 'fact.dismiss',
    subject: { type: 'command', id: commandId },
    after: { type, how },
    reason: note,
    now,
  });
  await closeAlertsOf(tx, parkedCause(commandId), by.userId, now);
}

type DemoDeps = { db: Database['db']; clock: VirtualClock; log: Log; publicUrl: () => string; ownUrl: () => string };

function createDemoTwilio(config: Config, { db, clock, log, publicUrl, ownUrl }: DemoDeps): TwilioEmulator {
  return createTwilioEmulator({
    accountSid: config.twilio.accountSid,
    authToken: config.twilio.authToken,
    whatsappNumber: config.twilio.whatsappNumber,
    clock,
    journalFile: join(config.dataDir, 'emulator', 'twilio.jsonl'),
    webhookUrl: () => `${publicUrl()}/api/v1/whatsapp/webhook#rc=3&rp=all`,
    statusCallbackDefault: () => `${publicUrl()}/api/v1/whatsapp/status`,
    apiBaseUrl: () => `${ownUrl()}/emulator/twilio`,
    contacts: async () => {
      const shops = await db
        .selectFrom('retailers')
        .select(['phone', 'name', 'address'])
        .where('phone', 'is not', null)
        .orderBy('phone')
        .limit(200)
        .execute();
      return shops.flatMap((shop) => (shop.phone ? [{ phone: shop.phone, name: shop.name, place: shop.address }] : []));
    },
    templates: demoTemplates(),
    log: (message, error) => log.warn({ err: error }, message),
  });
}
