/** How fast a webhook is acknowledged, and how long until the reply is with the provider. */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import twilio from 'twilio';
import { Http } from './lib/http.ts';
import { openLoop, spreadOf } from './lib/load.ts';
import { figure, long, Report, timed } from './lib/report.ts';
import { startServer, withWorld } from './lib/server.ts';

const TOKEN = 'demo-twilio-auth-token';
const report = new Report('webhook');

await withWorld(async (world) => {
  const server = await startServer(world);
  const http = new Http(server.url, 256);
  const url = `${server.url}/api/v1/whatsapp/webhook`;
  /** The same thirty shops as the demo's; each message has an id of its own, signed as Twilio signs. */
  const send = async (index: number, body: string): Promise<string | null> => {
    const MessageSid = `SM${randomBytes(16).toString('hex')}`;
    const From = `whatsapp:+97798000000${String((index % 30) + 1).padStart(2, '0')}`;
    const params = { MessageSid, From, To: 'whatsapp:+14155238886', Body: body, NumMedia: '0' };
    const signature = twilio.getExpectedTwilioSignature(TOKEN, url, params);
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
    const answer = await http.send('POST', '/api/v1/whatsapp/webhook', headers, new URLSearchParams(params).toString());
    return answer.status === 200 ? MessageSid : null;
  };

  // Handed over within one burst: three to a phone leave at once, so the pace kept towards a phone is not in the figure.
  const handed: number[] = [];
  for (let index = 0; index < long(60, 30); index += 1) {
    const started = performance.now();
    const sid = await send(index, 'HELP');
    for (;;) {
      const { rows } = await world.db.query(
        "SELECT 1 FROM messages o JOIN messages i ON o.business_key = 'reply:' || i.id WHERE i.provider_id = $1 AND o.provider_id IS NOT NULL",
        [sid],
      );
      if (rows.length > 0) break;
      await pause(2);
    }
    handed.push(performance.now() - started);
  }
  const { p50, p95, p99, max } = spreadOf(handed);
  report.row({
    what: 'message in → reply with the provider',
    'p50 ms': figure(p50),
    'p95 ms': figure(p95),
    'p99 ms': figure(p99),
    'max ms': figure(max),
  });

  for (const rate of [50, 500]) {
    const timings = await openLoop(rate, long(10, 4), async (index) => (await send(index, 'HELP')) !== null);
    report.row({ what: `acknowledged at ${rate}/s`, ...timed(timings) });
  }
  const { rows } = await world.db.query(
    "SELECT count(*)::int AS n FROM messages WHERE direction = 'INBOUND' AND kind = 'TEXT' AND provider_id LIKE 'SM%'",
  );
  report.note(
    `${rows[0]?.n} messages stored; the retailers' replies are paced to one in six seconds per phone and go on after the bench.`,
  );
  await server.stop();
});
report.finish();
