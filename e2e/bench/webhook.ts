/** WhatsApp: how soon the webhook is answered as messages pour in, and how soon a reply is handed to the provider. */
import { randomBytes } from 'node:crypto';
import twilio from 'twilio';
import { cpuMsOf, cpuMsOfTree } from './lib/cpu.ts';
import { Http } from './lib/http.ts';
import { openLoop, spreadOf, until } from './lib/load.ts';
import { pick, random, widenMarket } from './lib/market.ts';
import { figure, long, Report, timed } from './lib/report.ts';
import { startServer, type World, withWorld } from './lib/server.ts';
import { countFromHere, printStatements, statementSettings } from './lib/statements.ts';
import { openTap, type Tap } from './lib/tap.ts';

const report = new Report('webhook');
const next = random(5);
const AUTH_TOKEN = 'demo-twilio-auth-token';
const ACCOUNT = 'AC00000000000000000000000000000001';
const DOOR = '/api/v1/whatsapp/webhook';
/** What shops write: lists, questions, a greeting. */
const TEXTS = [
  'RICE-1KG x 10\nDAL-1KG x 5',
  'rice 10 kg, dal 5',
  'चामल १० केजी, दाल ५',
  'chini 5 kilo ra nun 2 packet',
  'STATUS',
  'hisab',
  'namaste',
];

function replyRow(what: string, ms: readonly number[]): void {
  const { p50, p95, p99, max } = spreadOf(ms);
  const figures = {
    'p50 ms': figure(p50, 2),
    'p95 ms': figure(p95, 2),
    'p99 ms': figure(p99, 2),
    'max ms': figure(max),
  };
  report.row({ what, count: ms.length, ...figures });
}

/** Posts what Twilio would, signed for the address Twilio was told. */
async function post(http: Http, tap: Tap, phone: string, text: string): Promise<boolean> {
  const form: Record<string, string> = {
    AccountSid: ACCOUNT,
    ApiVersion: '2010-04-01',
    Body: text,
    From: `whatsapp:${phone}`,
    To: 'whatsapp:+14155238886',
    MessageSid: `SM${randomBytes(16).toString('hex')}`,
    NumMedia: '0',
    ProfileName: 'Bench',
    WaId: phone.slice(1),
  };
  const signature = twilio.getExpectedTwilioSignature(AUTH_TOKEN, `${tap.url}${DOOR}`, form);
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
  const answer = await http.send('POST', DOOR, headers, new URLSearchParams(form).toString());
  return answer.status === 200 && answer.text.endsWith('<Response/>');
}

/** Shops with a phone of their own, so that none writes faster than a person. */
async function givePhones(world: World): Promise<string[]> {
  await world.db.query(
    `UPDATE retailers r SET phone = '+97798100' || lpad(k.n::text, 5, '0')
     FROM (SELECT id, row_number() OVER () AS n FROM retailers WHERE phone IS NULL) k WHERE r.id = k.id`,
  );
  const { rows } = await world.db.query<{ phone: string }>(`SELECT phone FROM retailers WHERE phone LIKE '+97798100%'`);
  return rows.map((row) => row.phone);
}

/** From a phone of the simulator to the door and back to the emulator, one message at a time. */
async function oneAtATime(http: Http, tap: Tap): Promise<void> {
  for (let n = 0; n < long(90, 30); n += 1) {
    const phone = `+97798000000${String((n % 30) + 1).padStart(2, '0')}`;
    await http.json('POST', `/simulator/api/phones/${encodeURIComponent(phone)}/text`, {}, { body: pick(TEXTS, next) });
    await until('the reply', async () => (tap.answered() > n ? true : null), 30);
  }
  replyRow('message in → reply with the emulator, one at a time', tap.replies());
}

async function pouring(rate: number, seconds: number, shops: string[], http: Http, tap: Tap, cpu: () => number[]) {
  tap.replies();
  const before = cpu();
  const answers = await openLoop(rate, seconds, (index) => {
    const phone = shops[index % shops.length] ?? '';
    tap.expect(`whatsapp:${phone}`);
    return post(http, tap, phone, pick(TEXTS, next));
  });
  const [server = 0, database = 0] = cpu().map((ms, n) => ((ms - (before[n] ?? 0)) * 1000) / (rate * seconds));
  const costs = { 'server CPU µs': figure(server, 0), 'database CPU µs': figure(database, 0) };
  report.row({ what: `webhook answered, ${rate}/s come`, count: rate * seconds, ...timed(answers), ...costs });
}

await withWorld(async (world) => {
  const tap = await openTap();
  const server = await startServer(world, {
    PUBLIC_BASE_URL: tap.url,
    TWILIO_BASE_URL: `${tap.url}/emulator/twilio`,
  });
  tap.connect(server.url);
  const http = new Http(server.url, 256);
  const cpu = () => [cpuMsOf(server.pid), cpuMsOfTree(world.postgres.pid)];
  await widenMarket(world.db);
  const shops = await givePhones(world);
  const open = async () => {
    const { rows } = await world.db.query<{ open: string }>(
      `SELECT count(*) AS open FROM messages WHERE direction = 'INBOUND' AND status <> 'HANDLED'`,
    );
    return Number(rows[0]?.open);
  };
  const quiet = () => until('every message to be handled', async () => ((await open()) === 0 ? true : null), 300);

  await oneAtATime(http, tap);
  await pouring(50, long(10, 4), shops, http, tap, cpu);
  await quiet();
  replyRow('message in → reply handed over, 50/s come', tap.replies());
  const from = performance.now();
  await countFromHere(world);
  await pouring(500, long(10, 4), shops, http, tap, cpu);
  await quiet();
  const handled = (500 * long(10, 4)) / ((performance.now() - from) / 1000);
  report.note(
    `${shops.length} shops write. At 500/s the messages are worked off at ${figure(handled, 0)} a second; left unhandled: ${await open()}.`,
  );
  await printStatements(world);
  http.close();
  await server.stop();
  await tap.close();
}, statementSettings());
report.finish();
