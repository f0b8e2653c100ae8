/** Orders through HTTP with all checks, beside plain commits and beside the same order written with a round trip a row. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { z } from 'zod';
import { fiveOffers, type Plain, prepareRoundTrips, prepareTpcB, roundTripOrder, tpcB } from './lib/baselines.ts';
import { cpuMsOf, cpuMsOfTree } from './lib/cpu.ts';
import { Http } from './lib/http.ts';
import { closedLoop, openLoop, perSecond, type Timings } from './lib/load.ts';
import { fiveLines, LIMIT_PAISA, type Market, pick, random, SHELF_MILLI, settle, widenMarket } from './lib/market.ts';
import { figure, long, Report, type Row, timed } from './lib/report.ts';
import { type Server, signIn, startServer, type World, withWorld } from './lib/server.ts';
import { countFromHere, printStatements, statementSettings } from './lib/statements.ts';

const report = new Report('orders');
const next = random(2026);
/** The good that everybody wants. */
const HOT = 'RICE-1KG';

class Bench {
  readonly #world: World;
  readonly #server: Server;
  readonly #market: Market;
  readonly #plain: Plain;
  readonly #http: Http;
  readonly #connections: pg.Client[] = [];
  #token = '';
  readonly #refused = new Map<string, number>();

  constructor(world: World, server: Server, market: Market, plain: Plain) {
    this.#world = world;
    this.#server = server;
    this.#market = market;
    this.#plain = plain;
    this.#http = new Http(server.url, 200);
  }

  async begin(): Promise<void> {
    this.#token = await signIn(this.#http, 'admin@khaacho.test');
    while (this.#connections.length < 32) this.#connections.push(await this.#world.connect());
    // Code compiled, caches filled, the day's sequence made.
    await this.#orders(8, long(1500, 500));
    await settle(this.#world.db);
    await countFromHere(this.#world);
  }

  async end(): Promise<void> {
    this.#http.close();
    await this.#server.stop();
  }

  async widths(): Promise<void> {
    for (const clients of [1, 8, 32]) {
      const scale = clients === 1 ? 0.4 : 1;
      const commits = await this.#beside(`commits (TPC-B), ${clients} at a time`, () =>
        closedLoop(clients, long(12_000, 3_000) * scale, (_, client) => tpcB(this.#connection(client), next)),
      );
      const baseline = await this.#beside(`order, round trips, ${clients} at a time`, () =>
        closedLoop(clients, long(4_000, 1_200) * scale, (index, client) =>
          roundTripOrder(
            this.#connection(client),
            pick(this.#plain.retailers, next),
            fiveOffers(this.#plain.offers, index),
          ),
        ),
      );
      const ours = await this.#beside(`order through HTTP, ${clients} at a time`, () =>
        this.#orders(clients, long(4_000, 1_200) * scale),
      );
      this.#ratio(`ours ÷ round trips, ${clients} at a time`, ours, baseline);
      this.#ratio(`ours ÷ commits, ${clients} at a time`, ours, commits);
      await settle(this.#world.db);
    }
  }

  /** One shop whose credit ends half-way: sixteen at a time may take it to the limit and not beyond. */
  async hotRetailer(): Promise<void> {
    const count = long(1600, 480);
    const baseline = await this.#beside('one shop, round trips, 16 at a time', () =>
      closedLoop(16, count, (index, client) =>
        roundTripOrder(this.#connection(client), this.#plain.retailers[0] ?? '', fiveOffers(this.#plain.offers, index)),
      ),
    );
    const shop = this.#market.shops[0] ?? '';
    const ours = await this.#beside('one shop through HTTP, 16 at a time', () =>
      this.#orders(16, count, () => ({ shop })),
    );
    this.#ratio('one shop: ours ÷ round trips', ours, baseline);
    await settle(this.#world.db);

    const limit = 5_000_000;
    await this.#world.db.query('UPDATE credit_accounts SET limit_paisa = $2 WHERE retailer_id = $1', [shop, limit]);
    const total = await this.#count(16, 320, () => ({ shop, lines: [{ sku: HOT, quantity: 2 }] }));
    const [row] = await this.#rows(
      'SELECT reserved_paisa::float8 AS held, (SELECT coalesce(sum(reserved_paisa), 0)::float8 FROM orders WHERE retailer_id = $1) AS orders FROM credit_accounts WHERE retailer_id = $1',
      [shop],
    );
    const overshoot = (row?.held ?? 0) > limit || row?.held !== row?.orders;
    if (overshoot) throw new Error(`credit overshot: ${JSON.stringify(row)} of ${limit}`);
    report.note(
      `One shop with Rs 50,000 of credit, 320 orders 16 at a time: ${total.taken} taken, ${total.refused} refused, held Rs ${(row?.held ?? 0) / 100}: no overshoot.`,
    );
    await this.#world.db.query('UPDATE credit_accounts SET limit_paisa = $1', [LIMIT_PAISA]);
    await settle(this.#world.db);
  }

  /** One good in every basket. */
  async hotProduct(): Promise<void> {
    const count = long(1600, 480);
    const hot = this.#plain.offers[0] ?? '';
    const home = this.#market.towns.find((skus) => skus.includes(HOT)) ?? [];
    const baseline = await this.#beside('one product, round trips, 16 at a time', () =>
      closedLoop(16, count, (index, client) =>
        roundTripOrder(this.#connection(client), pick(this.#plain.retailers, next), [
          hot,
          ...fiveOffers(this.#plain.offers.slice(1), index).slice(1),
        ]),
      ),
    );
    const ours = await this.#beside('one product through HTTP, 16 at a time', () =>
      this.#orders(16, count, () => {
        const [, ...others] = fiveLines([home.filter((sku) => sku !== HOT)], next);
        return { lines: [{ sku: HOT, quantity: 1 }, ...others] };
      }),
    );
    this.#ratio('one product: ours ÷ round trips', ours, baseline);
    await settle(this.#world.db);

    const [each, units] = [50, 50 * this.#market.vendorsInTown];
    await this.#world.db.query(
      `UPDATE stock_levels s SET on_hand_milli = $1 FROM offers f JOIN products p ON p.id = f.product_id
       WHERE f.id = s.offer_id AND p.sku = $2`,
      [each * 1000, HOT],
    );
    const total = await this.#count(16, 480, () => ({ lines: [{ sku: HOT, quantity: 1 }] }));
    const rows = await this.#rows(
      `SELECT s.reserved_milli::float8 AS held, s.on_hand_milli::float8 AS shelf,
         (SELECT coalesce(sum(l.quantity_milli), 0)::float8 FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE l.offer_id = s.offer_id AND o.stock_held) AS orders
       FROM stock_levels s JOIN offers f ON f.id = s.offer_id JOIN products p ON p.id = f.product_id WHERE p.sku = $1`,
      [HOT],
    );
    const overshoot = rows.some((row) => (row.held ?? 0) > (row.shelf ?? 0) || row.held !== row.orders);
    if (overshoot || total.taken > units) throw new Error(`stock overshot: ${JSON.stringify(rows)}`);
    report.note(
      `${units} units over ${this.#market.vendorsInTown} vendors, 480 buyers of one each, 16 at a time: ${total.taken} taken, ${total.refused} refused: no overshoot.`,
    );
    await this.#world.db.query('UPDATE stock_levels SET on_hand_milli = $1', [SHELF_MILLI]);
    await settle(this.#world.db);
  }

  async openLoops(): Promise<void> {
    for (const rate of long([100, 300, 1000], [100, 300])) {
      const timings = await openLoop(rate, long(8, 4), () => this.#order({}));
      report.row({ what: `order through HTTP, ${rate}/s come`, ...timed(timings) });
      const codes = [...this.#refused].map(([code, count]) => `${count} ${code}`).join(', ');
      if (codes) report.note(`At ${rate}/s not taken: ${codes}.`);
      this.#refused.clear();
      await settle(this.#world.db);
    }
  }

  #connection(client: number): pg.Client {
    const found = this.#connections[client];
    if (!found) throw new Error('no connection');
    return found;
  }

  #orders(clients: number, count: number, choose: () => Choice = () => ({})): Promise<Timings> {
    return closedLoop(clients, Math.round(count), () => this.#order(choose()));
  }

  async #order(choice: Choice): Promise<boolean> {
    const { status, text } = await this.#place(choice);
    if (status === 201) return true;
    const code = /"code":"(\w+)"/.exec(text)?.[1] ?? String(status);
    this.#refused.set(code, (this.#refused.get(code) ?? 0) + 1);
    return false;
  }

  #place({ shop = pick(this.#market.shops, next), lines = fiveLines(this.#market.towns, next) }: Choice) {
    const headers = { authorization: `Bearer ${this.#token}`, 'idempotency-key': randomUUID() };
    const send = () => this.#http.json('POST', '/api/v1/orders', headers, { retailerId: shop, items: lines });
    // A connection that has lain idle may be closed just as it is used: the same order again is what the key is for.
    return send().catch(send);
  }

  /** Orders of which some are refused; anything but a clean yes or no throws. */
  async #count(clients: number, count: number, choose: () => Choice): Promise<{ taken: number; refused: number }> {
    const total = { taken: 0, refused: 0 };
    const { errors } = await closedLoop(clients, count, async () => {
      const { status, text } = await this.#place(choose());
      if (status === 201) total.taken += 1;
      else if (/CREDIT_LIMIT_EXCEEDED|INSUFFICIENT_STOCK|"BUSY"/.test(text)) total.refused += 1;
      else throw new Error(text);
      return true;
    });
    if (errors > 0) throw new Error(`${errors} answers were neither taken nor refused`);
    return total;
  }

  async #rows(text: string, values: unknown[] = []) {
    const { rows } = await this.#world.db.query(text, values);
    return z.array(z.record(z.string(), z.number())).parse(rows);
  }

  /** Measures with the CPU of server, database and bench beside it. */
  async #beside(what: string, run: () => Promise<Timings>): Promise<Timings> {
    const cpu = () => [cpuMsOf(this.#server.pid), cpuMsOfTree(this.#world.postgres.pid), cpuMsOf(process.pid)];
    const before = cpu();
    const timings = await run();
    const [server, database, client] = cpu().map((ms, index) => (ms - (before[index] ?? 0)) * 1000);
    const each = (micros = 0) => figure(micros / Math.max(1, timings.ms.length), 0);
    report.row({
      what,
      ...timed(timings),
      'server CPU µs': each(server),
      'database CPU µs': each(database),
      'bench CPU µs': each(client),
    });
    return timings;
  }

  #ratio(what: string, ours: Timings, baseline: Timings): void {
    const row: Row = { what, 'per s': figure(perSecond(ours) / perSecond(baseline), 2) };
    report.row(row);
  }
}

type Choice = { shop?: string; lines?: { sku: string; quantity: number }[] };

await withWorld(async (world) => {
  const server = await startServer(world);
  const market = await widenMarket(world.db);
  await prepareTpcB(world.db);
  const plain = await prepareRoundTrips(world.db);
  const bench = new Bench(world, server, market, plain);
  await bench.begin();
  report.note(
    `${market.vendors} vendors in ${market.towns.length} towns (${market.vendorsInTown} weighed for each order of five lines), ${market.shops.length} shops, fsync on.`,
  );
  await bench.widths();
  await printStatements(world);
  await bench.hotRetailer();
  await bench.hotProduct();
  await bench.openLoops();
  await bench.end();
}, statementSettings());
report.finish();
