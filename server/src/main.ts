import { createWebApp, createWorkerApp } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { type Context, createContext } from './context.ts';
import { MigrationError, migrateToLatest } from './db/migrate.ts';
import { seedDemoWorld } from './demo/world.ts';
import { type Listening, listen } from './http/server.ts';
import { ensureFirstAdmin } from './people/first-admin-service.ts';
import { attachSocket } from './sync/attach.ts';

/** One sentence for a person, and out. */
function refuseToStart(sentences: readonly string[]): never {
  for (const sentence of sentences) console.error(sentence);
  process.exit(1);
}

function settings(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError)
      refuseToStart(['Khaacho cannot start with these settings:', ...error.problems.map((problem) => `  ${problem}`)]);
    throw error;
  }
}

async function prepareDatabase(context: Context): Promise<void> {
  const { database, clock, config, log } = context;
  try {
    const { applied } = await migrateToLatest(database.db);
    if (applied.length > 0) log.info({ applied }, 'migrated');
  } catch (error) {
    if (error instanceof MigrationError) refuseToStart([error.message]);
    throw error;
  }
  // Before anybody is let in: a desk that meets an older server must know.
  await context.history.check();
  if (config.firstAdmin && (await ensureFirstAdmin(context.people, config.firstAdmin, clock.now()))) {
    log.info('the first admin was made; take FIRST_ADMIN_PASSWORD out of the settings now');
  }
  if (!config.demo) return;
  const scale = Number(process.env.KHAACHO_DEMO_SCALE ?? '1');
  const { seeded, rows } = await seedDemoWorld(database.db, {
    now: clock.now(),
    scale: Number.isInteger(scale) && scale > 0 ? scale : 1,
  });
  if (seeded) log.info({ rows }, 'demo world seeded');
}

async function open(config: Config, make: () => Parameters<typeof listen>[0], port: number): Promise<Listening> {
  try {
    return await listen(make(), { host: config.host, port });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      refuseToStart([`Port ${port} is in use by another program. Stop it, or choose another port with PORT=3100.`]);
    if (error instanceof Error && 'code' in error && error.code === 'EACCES')
      refuseToStart([`Port ${port} may not be opened by this user. Choose one above 1023 with PORT=3100.`]);
    throw error;
  }
}

function announce(config: Config, url: string): void {
  if (config.process === 'worker') {
    console.log(`Khaacho's worker is ready: ${url}/health`);
    return;
  }
  const doors = config.demo
    ? [
        '',
        'Doors',
        `  ${url}/             the desk: sign in below`,
        `  ${url}/simulator    a WhatsApp phone: order as any shop`,
        `  ${url}/api/v1/docs  the API`,
        '',
        'Demo sign-ins, password khaacho-demo',
        '  admin@khaacho.test · support@khaacho.test · readonly@khaacho.test',
        '  vendor1@khaacho.test … vendor6@khaacho.test · agent1@khaacho.test · agent2@khaacho.test',
        '',
        'Ctrl-C stops everything.',
      ]
    : [];
  console.log([`Khaacho is ready: ${url}`, ...doors].join('\n'));
}

async function main(): Promise<void> {
  const startedAt = new Date();
  const config = settings();
  if (!config.databaseUrl)
    refuseToStart([
      'DATABASE_URL is not set. "npm start" brings its own database; a server started by hand needs the address of one.',
    ]);
  let url = '';
  const context = await createContext(config, { databaseUrl: config.databaseUrl, ownUrl: () => url });
  await prepareDatabase(context);

  const isWeb = config.process !== 'worker';
  const isWorker = config.process !== 'web';
  const made = isWeb ? createWebApp(context, startedAt) : createWorkerApp(context, startedAt);
  const listening = await open(config, () => made.app, isWeb ? config.port : config.workerPort);
  url = listening.url;
  const socket = isWeb ? attachSocket(listening.server, context) : null;
  context.sync.start();
  if (isWorker) {
    context.intake.start();
    context.reading.start();
    context.sender.start();
    context.schedule.start();
  }
  announce(config, url);

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    made.health.beginShutdown();
    await context.schedule.stop();
    await Promise.all([context.intake.stop(), context.reading.stop(), context.sender.stop()]);
    await context.readers.stop();
    context.demo?.twilio.stop();
    await socket?.close();
    await listening.close(3_000);
    await context.sync.stop();
    await context.database.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          context.log.error({ err: error }, 'stopping failed');
          process.exit(1);
        },
      );
    });
  }
}

await main();
