/** What the orders are measured beside: plain commits, and the same order written with a round trip for each row. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { pick, random } from './market.ts';

const ACCOUNTS = 100_000;

/** pgbench's TPC-B at scale 10 with a tenth of the accounts, on tables of its own. */
export async function prepareTpcB(db: pg.Client): Promise<void> {
  await db.query(`
    CREATE SCHEMA tpcb;
    CREATE TABLE tpcb.branches (id int PRIMARY KEY, balance int NOT NULL DEFAULT 0) WITH (fillfactor = 50);
    CREATE TABLE tpcb.tellers (id int PRIMARY KEY, branch int, balance int NOT NULL DEFAULT 0) WITH (fillfactor = 50);
    CREATE TABLE tpcb.accounts (id int PRIMARY KEY, branch int, balance int NOT NULL DEFAULT 0, filler char(84)) WITH (fillfactor = 90);
    CREATE TABLE tpcb.history (teller int, branch int, account int, delta int, at timestamptz, filler char(22));
    INSERT INTO tpcb.branches SELECT generate_series(1, 10);
    INSERT INTO tpcb.tellers SELECT i, 1 + i % 10 FROM generate_series(1, 100) i;
    INSERT INTO tpcb.accounts SELECT i, 1 + i % 10 FROM generate_series(1, ${ACCOUNTS}) i`);
  await db.query('VACUUM ANALYZE tpcb.accounts');
}

export async function tpcB(db: pg.Client, next: () => number): Promise<boolean> {
  const [account, teller, branch] = [
    1 + Math.floor(next() * ACCOUNTS),
    1 + Math.floor(next() * 100),
    1 + Math.floor(next() * 10),
  ];
  const delta = Math.floor(next() * 10_000) - 5_000;
  const run = (name: string, text: string, values: unknown[] = []) => db.query({ name, text, values });
  await db.query('BEGIN');
  await run('tpcb1', 'UPDATE tpcb.accounts SET balance = balance + $1 WHERE id = $2', [delta, account]);
  await run('tpcb2', 'SELECT balance FROM tpcb.accounts WHERE id = $1', [account]);
  await run('tpcb3', 'UPDATE tpcb.tellers SET balance = balance + $1 WHERE id = $2', [delta, teller]);
  await run('tpcb4', 'UPDATE tpcb.branches SET balance = balance + $1 WHERE id = $2', [delta, branch]);
  await run('tpcb5', 'INSERT INTO tpcb.history (teller, branch, account, delta, at) VALUES ($1, $2, $3, $4, now())', [
    teller,
    branch,
    account,
    delta,
  ]);
  await db.query('COMMIT');
  return true;
}

export type Plain = { retailers: string[]; offers: string[] };

/** Tables for the order as it is usually written: no triggers, no feed, no history, no routing. */
export async function prepareRoundTrips(db: pg.Client): Promise<Plain> {
  await db.query(`
    CREATE SCHEMA plain;
    CREATE TABLE plain.retailers (id uuid PRIMARY KEY, name text NOT NULL, approved boolean NOT NULL DEFAULT true);
    CREATE TABLE plain.credit (retailer_id uuid PRIMARY KEY, limit_paisa bigint NOT NULL, reserved_paisa bigint NOT NULL DEFAULT 0) WITH (fillfactor = 50);
    CREATE TABLE plain.stock (offer_id uuid PRIMARY KEY, price_paisa bigint NOT NULL, on_hand bigint NOT NULL, reserved bigint NOT NULL DEFAULT 0,
      CHECK (reserved <= on_hand)) WITH (fillfactor = 50);
    CREATE TABLE plain.orders (id uuid PRIMARY KEY, retailer_id uuid NOT NULL REFERENCES plain.retailers, total_paisa bigint NOT NULL,
      state text NOT NULL, key text UNIQUE, placed_at timestamptz NOT NULL);
    CREATE INDEX ON plain.orders (retailer_id, placed_at);
    CREATE TABLE plain.lines (order_id uuid NOT NULL REFERENCES plain.orders, number int NOT NULL, offer_id uuid NOT NULL REFERENCES plain.stock,
      quantity bigint NOT NULL, price_paisa bigint NOT NULL, PRIMARY KEY (order_id, number));
    CREATE TABLE plain.ledger (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, order_id uuid NOT NULL REFERENCES plain.orders,
      account text NOT NULL, amount_paisa bigint NOT NULL);
    CREATE TABLE plain.outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, order_id uuid NOT NULL, body jsonb NOT NULL);
    INSERT INTO plain.retailers SELECT gen_random_uuid(), 'Shop ' || i FROM generate_series(1, 300) i;
    INSERT INTO plain.credit SELECT id, 900000000000 FROM plain.retailers;
    INSERT INTO plain.stock SELECT gen_random_uuid(), 15000, 900000000000 FROM generate_series(1, 1000)`);
  const ids = async (text: string) => (await db.query<{ id: string }>(text)).rows.map((row) => row.id);
  return {
    retailers: await ids('SELECT id FROM plain.retailers'),
    offers: await ids('SELECT offer_id AS id FROM plain.stock ORDER BY offer_id'),
  };
}

/** One order of five lines: 23 statements, each waited for, rows locked before they are read. */
export async function roundTripOrder(db: pg.Client, retailer: string, offers: readonly string[]): Promise<boolean> {
  const run = (name: string, text: string, values: unknown[]) => db.query({ name, text, values });
  const id = randomUUID();
  await db.query('BEGIN');
  await run('rt1', 'SELECT id FROM plain.orders WHERE key = $1', [id]);
  await run('rt2', 'SELECT approved FROM plain.retailers WHERE id = $1', [retailer]);
  await run('rt3', 'SELECT limit_paisa, reserved_paisa FROM plain.credit WHERE retailer_id = $1 FOR UPDATE', [
    retailer,
  ]);
  let total = 0;
  for (const offer of offers) {
    const { rows } = await run(
      'rt4',
      'SELECT price_paisa, on_hand - reserved AS free FROM plain.stock WHERE offer_id = $1 FOR UPDATE',
      [offer],
    );
    total += Number(rows[0]?.price_paisa ?? 0) * 10;
  }
  await run('rt5', `INSERT INTO plain.orders VALUES ($1, $2, $3, 'ASSIGNED', $4, now())`, [id, retailer, total, id]);
  for (const [number, offer] of offers.entries()) {
    await run('rt6', 'INSERT INTO plain.lines VALUES ($1, $2, $3, 10, 15000)', [id, number, offer]);
    await run('rt7', 'UPDATE plain.stock SET reserved = reserved + 10 WHERE offer_id = $1', [offer]);
  }
  await run('rt8', 'UPDATE plain.credit SET reserved_paisa = reserved_paisa + $2 WHERE retailer_id = $1', [
    retailer,
    total,
  ]);
  for (const account of ['RECEIVABLE', 'PAYABLE'])
    await run('rt9', 'INSERT INTO plain.ledger (order_id, account, amount_paisa) VALUES ($1, $2, $3)', [
      id,
      account,
      total,
    ]);
  await run('rt10', 'INSERT INTO plain.outbox (order_id, body) VALUES ($1, $2)', [id, JSON.stringify({ id, total })]);
  await db.query('COMMIT');
  return true;
}

/** Five different offers in id order, so that the baseline at least does not deadlock with itself. */
export function fiveOffers(offers: readonly string[], seed: number): string[] {
  const next = random(seed);
  const chosen = new Set<string>();
  while (chosen.size < 5) chosen.add(pick(offers, next));
  return [...chosen].sort();
}
