import { writeFileSync } from 'node:fs';
import { PROTOCOL_VERSION, PULL_LIMIT, pullAnswerSchema, SCHEMA_VERSION } from '@khaacho/shared/sync/protocol.ts';
import type { Client } from 'pg';
import { io, type Socket } from 'socket.io-client';
import { Http } from '../lib/http.ts';
import { until } from '../lib/load.ts';
import { type Server, signIn } from '../lib/server.ts';

/** Feed lines of one transaction stay below what the sequencer takes in a few passes. */
const BATCH = 10_000;
/** The replica's window is 185 days; what is older would not be sent. */
const DAYS = 170;

/**
 * Adds so many settled orders: copies of the demo's completed ones with their lines and history, evenly over the window,
 * written through the tables so that the feed's triggers run.
 */
export async function addOrders(db: Client, count: number): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const most = Math.min(count, from + BATCH);
    await db.query('BEGIN');
    await db.query(
      `CREATE TEMP TABLE copies ON COMMIT DROP AS
       WITH old AS (SELECT id, placed_at, row_number() OVER (ORDER BY placed_at) AS k, count(*) OVER () AS total
                    FROM orders WHERE state = 'COMPLETED')
       SELECT uuidv7() AS id, old.id AS source, n, now() - make_interval(secs => n * ${DAYS} * 86400.0 / $3) AS placed,
              now() - make_interval(secs => n * ${DAYS} * 86400.0 / $3) - old.placed_at AS later
       FROM generate_series($1::integer + 1, $2::integer) n JOIN old ON old.k = 1 + n % old.total`,
      [from, most, count],
    );
    await db.query(
      `INSERT INTO orders (id, order_number, state, source, platform, retailer_id, territory_id, vendor_id, subtotal_paisa,
         tax_paisa, total_paisa, reserved_paisa, paid_paisa, due_day, expected_delivery_day, version, placed_at,
         delivered_at, updated_at)
       SELECT c.id, 'BENCH' || lpad(c.n::text, 7, '0'), o.state, o.source, o.platform, o.retailer_id, o.territory_id,
         o.vendor_id, o.subtotal_paisa, o.tax_paisa, o.total_paisa, 0, o.total_paisa, o.due_day, o.expected_delivery_day,
         o.version, c.placed, o.delivered_at + c.later, o.updated_at + c.later
       FROM copies c JOIN orders o ON o.id = c.source`,
    );
    await db.query(
      `INSERT INTO order_lines SELECT (jsonb_populate_record(l, jsonb_build_object('order_id', c.id))).*
       FROM copies c JOIN order_lines l ON l.order_id = c.source`,
    );
    await db.query(
      `INSERT INTO order_history SELECT (jsonb_populate_record(h, jsonb_build_object('order_id', c.id, 'at', h.at + c.later))).*
       FROM copies c JOIN order_history h ON h.order_id = c.source`,
    );
    await db.query('COMMIT');
  }
  await numbered(db);
  await db.query('VACUUM ANALYZE');
}

/** Every committed line of the feed has its position. */
export async function numbered(db: Client): Promise<void> {
  await until('the feed to be numbered', async () => {
    const { rows } = await db.query('SELECT 1 FROM sync_log WHERE position IS NULL LIMIT 1');
    return rows.length === 0 ? true : null;
  });
}

/** Raises the version of the newest orders; the beacon, which a page watches, comes last in the feed. */
export async function changeOrders(db: Client, count: number, version: number, beacon: string): Promise<void> {
  const newest = `SELECT id FROM orders WHERE order_number LIKE 'BENCH%' AND id <> $3 ORDER BY placed_at DESC LIMIT $2`;
  await db.query(`UPDATE orders SET version = $1, updated_at = now() WHERE id IN (${newest})`, [
    version,
    count - 1,
    beacon,
  ]);
  await db.query('UPDATE orders SET version = $1, updated_at = now() WHERE id = $2', [version, beacon]);
  await numbered(db);
}

/** A desk without a browser: the bench's own socket. */
export async function openSocket(server: Server, email: string, deviceId: string): Promise<Socket> {
  const http = new Http(server.url, 1);
  const token = await signIn(http, email, deviceId);
  http.close();
  const socket = io(`${server.url}/replica`, {
    auth: { token, deviceId, protocol: PROTOCOL_VERSION, schemaVersion: SCHEMA_VERSION },
    transports: ['websocket'],
    forceNew: true,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('connect_error', reject);
  });
  return socket;
}

/**
 * Pulls every order as the back office sees it and writes them as lines of JSON: the peers get the same documents. Without
 * a browser and a disk this is also what download and parsing alone cost.
 */
export async function dumpOrders(server: Server, file: string): Promise<{ count: number; bytes: number; ms: number }> {
  const socket = await openSocket(server, 'admin@khaacho.test', 'bench-dump-device');
  const lines: string[] = [];
  const started = performance.now();
  for (let checkpoint: string | null = null, more = true; more; ) {
    const request = { collection: 'orders', checkpoint, limit: PULL_LIMIT };
    const answer = pullAnswerSchema.parse(await socket.timeout(60_000).emitWithAck('pull', request));
    if (!('documents' in answer)) throw new Error(`no page: ${JSON.stringify(answer)}`);
    for (const document of answer.documents) lines.push(JSON.stringify(document));
    ({ checkpoint, more } = answer);
  }
  const ms = performance.now() - started;
  socket.disconnect();
  const text = lines.join('\n');
  writeFileSync(file, text);
  return { count: lines.length, bytes: Buffer.byteLength(text), ms };
}
