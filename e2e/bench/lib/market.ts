/** A market wide enough to order from at speed: many shops with credit, full shelves, vendors who never have enough orders. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { z } from 'zod';

export type Market = {
  /** Shops made for the bench, with nothing owed. */
  shops: string[];
  /** SKUs of each town that all its vendors have in common, so that each order is weighed between all of them. */
  towns: string[][];
  vendors: number;
  /** So many are weighed for each order. */
  vendorsInTown: number;
};

const SHOPS = 300;
/** With the demo's six vendors in each, sixty in all; a shop buys where it is. */
const TOWNS = 10;
/** Rs 9 arab: nothing the bench orders comes near it. */
export const LIMIT_PAISA = 900_000_000_000;
export const SHELF_MILLI = 900_000_000_000;

export async function widenMarket(db: pg.Client): Promise<Market> {
  // In the field a vendor has at most 40 open orders; here thousands are made in a minute and nobody packs them.
  await db.query(
    `UPDATE house_settings SET house = house || '{"maxActiveOrders": 1000000, "maxUnansweredOrders": 1000000}'`,
  );
  await db.query('UPDATE vendors SET min_order_paisa = 0');
  await buildTowns(db);
  await db.query('UPDATE stock_levels SET on_hand_milli = $1', [SHELF_MILLI]);
  for (const table of ['products', 'offers', 'vendors', 'stock_levels']) await db.query(`VACUUM ANALYZE ${table}`);
  const { rows } = await db.query(
    'SELECT town, array_agg(sku ORDER BY sku) AS skus FROM bench_goods GROUP BY town ORDER BY town',
  );
  const towns = z.array(z.object({ skus: z.array(z.string()) })).parse(rows);
  const { rows: counted } = await db.query('SELECT count(*)::int AS vendors FROM vendors');
  const [{ vendors } = { vendors: 0 }] = z.array(z.object({ vendors: z.number() })).parse(counted);
  return { shops: await openShops(db), towns: towns.map((town) => town.skus), vendors, vendorsInTown: vendors / TOWNS };
}

async function openShops(db: pg.Client): Promise<string[]> {
  const shops = Array.from({ length: SHOPS }, () => randomUUID());
  await db.query(
    `INSERT INTO retailers (id, name, address, city, latitude, longitude, approved, created_at, updated_at)
     SELECT id, 'Bench ' || left(id::text, 8), 'Surkhet', 'Birendranagar', 28.58 + random() / 20, 81.6 + random() / 20, true, now(), now()
     FROM unnest($1::uuid[]) id`,
    [shops],
  );
  await db.query('INSERT INTO credit_accounts (retailer_id, limit_paisa) SELECT id, $2 FROM unnest($1::uuid[]) id', [
    shops,
    LIMIT_PAISA,
  ]);
  return shops;
}

/** The goods that every demo vendor has, and the vendors, once more for each further town. */
async function buildTowns(db: pg.Client): Promise<void> {
  await db.query(`
    CREATE TABLE bench_goods AS
      SELECT 0 AS town, p.id AS original, p.id, p.sku FROM products p JOIN offers f ON f.product_id = p.id AND f.active
      WHERE p.active GROUP BY p.id HAVING count(*) = (SELECT count(*) FROM vendors);
    INSERT INTO bench_goods
      SELECT t, original, gen_random_uuid(), sku || '-T' || t FROM bench_goods, generate_series(1, ${TOWNS - 1}) t;
    CREATE TABLE bench_vendors AS
      SELECT t AS town, v.id AS original, gen_random_uuid() AS id FROM vendors v, generate_series(1, ${TOWNS - 1}) t;
    CREATE TABLE bench_offers AS
      SELECT f.id AS original, gen_random_uuid() AS id, v.id AS vendor_id, g.id AS product_id
      FROM bench_vendors v JOIN offers f ON f.vendor_id = v.original AND f.active
      JOIN bench_goods g ON g.town = v.town AND g.original = f.product_id;
    INSERT INTO products (id, sku, name, name_ne, category, unit, base_unit, base_per_unit, tax_class, created_at, updated_at)
      SELECT g.id, g.sku, p.name, p.name_ne, p.category, p.unit, p.base_unit, p.base_per_unit, p.tax_class, now(), now()
      FROM bench_goods g JOIN products p ON p.id = g.original WHERE g.town > 0;
    INSERT INTO vendors (id, name, address, city, latitude, longitude, commission_basis_points, created_at, updated_at)
      SELECT b.id, v.name || ' ' || b.town, v.address, v.city, v.latitude, v.longitude, v.commission_basis_points, now(), now()
      FROM bench_vendors b JOIN vendors v ON v.id = b.original;
    INSERT INTO offers (id, vendor_id, product_id, price_paisa, cost_paisa, min_quantity_milli, lead_time_hours, created_at, updated_at)
      SELECT b.id, b.vendor_id, b.product_id, f.price_paisa, f.cost_paisa, f.min_quantity_milli, f.lead_time_hours, now(), now()
      FROM bench_offers b JOIN offers f ON f.id = b.original;
    INSERT INTO stock_levels (offer_id, on_hand_milli) SELECT id, 0 FROM bench_offers`);
}

/** Closes what was ordered, so that the next stretch begins with vendors as idle as the first one did. */
export async function settle(db: pg.Client): Promise<void> {
  await db.query('BEGIN');
  await db.query(`UPDATE assignments SET outcome = 'CANCELLED', outcome_at = now() WHERE outcome IS NULL`);
  await db.query(
    `UPDATE orders SET state = 'CANCELLED', stock_held = false, reserved_paisa = 0, accept_by = NULL
     WHERE state IN ('PENDING', 'ASSIGNED', 'ACCEPTED', 'PACKING')`,
  );
  await db.query('UPDATE stock_levels SET reserved_milli = 0 WHERE reserved_milli > 0');
  await db.query('UPDATE credit_accounts SET reserved_paisa = 0 WHERE reserved_paisa > 0');
  await db.query('COMMIT');
  for (const table of ['orders', 'assignments', 'stock_levels', 'credit_accounts', 'sync_log'])
    await db.query(`VACUUM ANALYZE ${table}`);
  await db.query('CHECKPOINT');
}

/** Numbers that look random and are the same in every run. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(from: readonly T[], next: () => number): T {
  const found = from[Math.floor(next() * from.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

/** An order over five different goods of one town. */
export function fiveLines(
  towns: readonly (readonly string[])[],
  next: () => number,
): { sku: string; quantity: number }[] {
  const skus = pick(towns, next);
  const chosen = new Set<string>();
  while (chosen.size < 5) chosen.add(pick(skus, next));
  return [...chosen].map((sku) => ({ sku, quantity: 1 + Math.floor(next() * 20) }));
}
