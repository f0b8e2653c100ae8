/** After an outage: 200 devices with 50 commands each come back at once, while others pull, look up and write in the chat. */
import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import { type Command, pullAnswerSchema, pushAnswerSchema } from '@khaacho/shared/sync/protocol.ts';
import type { Socket } from 'socket.io-client';
import { cpuMsOf, memoryMbOf } from './lib/cpu.ts';
import { Http } from './lib/http.ts';
import { closedLoop, spreadOf, until } from './lib/load.ts';
import { figure, long, Report } from './lib/report.ts';
import { type Server, signIn, startServer, type World, withWorld } from './lib/server.ts';
import { openSocket } from './replica/orders.ts';

const DEVICES = long(200, 60);
const COMMANDS = 50;
/** Sign-ins cost a password hash each. */
const SIGN_INS = 4;
/** Beyond it Node ends the process: what does not fit shows. */
const HEAP_MB = 512;
const VENDORS = 6;
const emailOf = (index: number) => `vendor${1 + (index % VENDORS)}@khaacho.test`;
const report = new Report('storm');

type Device = { socket: Socket; commands: Command[] };
type Others = { ms: number[]; errors: number };
type Delivered = { ms: number; away: number; applied: number };

async function offersOf({ db }: World, email: string): Promise<string[]> {
  const { rows } = await db.query(
    'SELECT f.id FROM users u JOIN offers f ON f.vendor_id = u.vendor_id WHERE u.email = $1 AND f.active',
    [email],
  );
  return rows.map((row) => String(row.id));
}

async function openDevices(world: World, server: Server): Promise<Device[]> {
  const devices: Device[] = [];
  const offers: string[][] = [];
  for (let vendor = 0; vendor < VENDORS; vendor += 1) offers.push(await offersOf(world, emailOf(vendor)));
  await closedLoop(SIGN_INS, DEVICES, async (index) => {
    const email = emailOf(index);
    const own = offers[index % VENDORS] ?? [];
    const commands = Array.from({ length: COMMANDS }, (_, n): Command => {
      const payload = { offerId: own[(index * 7 + n) % own.length], deltaMilli: 1000, reason: 'RECEIVED' };
      const issuedAt = new Date().toISOString();
      return { id: newId(new Date()), type: 'stock.adjust', version: 1, payload, issuedAt, deviceSeq: n + 1 };
    });
    devices.push({ socket: await openSocket(server, email, `storm-device-${index}`), commands });
    return true;
  });
  if (devices.length < DEVICES) throw new Error(`only ${devices.length} devices could sign in`);
  return devices;
}

/** As the replica does it: comes again when it is told to, and not much later. */
async function deliver({ socket, commands }: Device): Promise<Delivered> {
  const since = performance.now();
  for (let away = 0; ; away += 1) {
    const answer = pushAnswerSchema.parse(await socket.timeout(600_000).emitWithAck('push', { commands }));
    if ('verdicts' in answer) {
      const applied = answer.verdicts.filter((verdict) => verdict.status === 'applied').length;
      return { ms: performance.now() - since, away, applied };
    }
    const { code, retryAfterMs } = answer.refused;
    if (retryAfterMs === undefined) throw new Error(`refused: ${code}`);
    await pause(retryAfterMs * (1 + Math.random() / 4));
  }
}

/** Goes on until told to stop; answers how long each took, and how many failed. */
async function meanwhile(work: () => Promise<void>, stopped: () => boolean): Promise<Others> {
  const ms: number[] = [];
  let errors = 0;
  while (!stopped()) {
    const since = performance.now();
    try {
      await work();
      ms.push(performance.now() - since);
    } catch (error) {
      errors += 1;
      console.error(String(error));
    }
    await pause(20);
  }
  return { ms, errors };
}

async function openOthers(world: World, server: Server) {
  const reader = await openSocket(server, 'admin@khaacho.test', 'storm-reader');
  const http = new Http(server.url, 4);
  const headers = { authorization: `Bearer ${await signIn(http, 'admin@khaacho.test')}` };
  const request = { collection: 'orders', checkpoint: null, limit: 100 };
  const db = await world.connect();
  const replies = async () => {
    const { rows } = await db.query(`SELECT count(*)::integer AS sent FROM messages WHERE direction = 'OUTBOUND'`);
    return Number(rows[0]?.sent);
  };
  let shop = 0;
  return {
    pull: async () => {
      const page = pullAnswerSchema.parse(await reader.timeout(60_000).emitWithAck('pull', request));
      if (!('documents' in page)) throw new Error(JSON.stringify(page));
    },
    look: async () => {
      const { status } = await http.json('GET', '/api/v1/orders?limit=20', headers, undefined);
      if (status !== 200) throw new Error(`orders answered ${status}`);
    },
    chat: async () => {
      shop = (shop % 30) + 1;
      const phone = encodeURIComponent(`+97798000000${String(shop).padStart(2, '0')}`);
      const before = await replies();
      await http.json('POST', `/simulator/api/phones/${phone}/text`, {}, { body: 'STATUS' });
      await until('the reply', async () => ((await replies()) > before ? true : null));
    },
    close: () => {
      reader.disconnect();
      http.close();
    },
  };
}

function timesRow(what: string, { ms, errors }: Others): void {
  const { p50, p95, max } = spreadOf(ms);
  const figures = { 'p50 ms': figure(p50), 'p95 ms': figure(p95), 'max ms': figure(max) };
  report.row({ what, count: ms.length, ...figures, errors });
}

async function onHand({ db }: World): Promise<number> {
  const { rows } = await db.query('SELECT sum(on_hand_milli)::float8 AS sum FROM stock_levels');
  return Number(rows[0]?.sum);
}

async function storm(world: World): Promise<void> {
  const server = await startServer(world, { LOG_LEVEL: 'warn' }, [`--max-old-space-size=${HEAP_MB}`]);
  try {
    const devices = await openDevices(world, server);
    const others = await openOthers(world, server);
    const before = await onHand(world);
    const cpu = cpuMsOf(server.pid);
    const calmMb = memoryMbOf(server.pid);
    let mostMb = calmMb;
    let over = false;
    const stopped = () => over;
    const watch = meanwhile(async () => void (mostMb = Math.max(mostMb, memoryMbOf(server.pid))), stopped);
    const side = [
      meanwhile(others.pull, stopped),
      meanwhile(others.look, stopped),
      meanwhile(others.chat, stopped),
    ] as const;
    const since = performance.now();
    const delivered = await Promise.all(devices.map(deliver)).finally(() => void (over = true));
    const seconds = (performance.now() - since) / 1000;
    const [pulls, looks, chats] = await Promise.all(side);
    await watch;

    const sent = DEVICES * COMMANDS;
    timesRow(`${DEVICES} devices × ${COMMANDS} commands, each answered`, {
      ms: delivered.map(({ ms }) => ms),
      errors: 0,
    });
    timesRow('meanwhile: a page of orders pulled', pulls);
    timesRow('meanwhile: orders by REST', looks);
    timesRow('meanwhile: message in to reply written', chats);
    const applied = delivered.reduce((sum, one) => sum + one.applied, 0);
    const away = delivered.reduce((sum, one) => sum + one.away, 0);
    const { rows } = await world.db.query(
      `SELECT count(*)::integer AS stored FROM command_log WHERE device_id LIKE 'storm-device-%'`,
    );
    const moved = (await onHand(world)) - before;
    report.note(
      `${sent} commands in ${figure(seconds, 2)} s (${figure(sent / seconds, 0)}/s); applied ${applied}, stored ${rows[0]?.stored}, lost ${sent - applied}, doubled ${moved / 1000 - applied}.`,
    );
    report.note(
      `Server: ${figure((cpuMsOf(server.pid) - cpu) / sent, 2)} ms CPU a command; ${figure(calmMb, 0)} MB before, at most ${figure(mostMb, 0)} MB, with ${HEAP_MB} MB of heap. Sent away ${away} times with a time to come again.`,
    );
    others.close();
    for (const { socket } of devices) socket.disconnect();
  } finally {
    await server.stop();
  }
}

await withWorld(storm);
report.finish();
