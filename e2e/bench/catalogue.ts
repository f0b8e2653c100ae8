/**
 * A million goods (a hundred thousand in the quick pass): their index in the database, searches and whole messages against
 * it with several at a time, beside the index in memory of the biggest catalogue that is held there.
 */

import { lookUpEntry, skeletonsOf } from '@khaacho/shared/intake/look-up.ts';
import { buildReaderIndex, type CatalogueGood, readOrder } from '@khaacho/shared/intake/reader.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import { createCatalogueCache, HELD_GOODS, searchProducts } from '../../server/src/catalogue/service.ts';
import { createDatabase } from '../../server/src/db/database.ts';
import { migrateToLatest } from '../../server/src/db/migrate.ts';
import { createLog } from '../../server/src/log.ts';
import { closedLoop, type Timings } from './lib/load.ts';
import { random } from './lib/market.ts';
import { figure, long, Report, timed } from './lib/report.ts';
import { type World, withWorld } from './lib/server.ts';

const COUNT = long(1_000_000, 100_000);
const BATCH = 5_000;
const report = new Report('catalogue');
const next = random(2083);

const THINGS =
  `Rice Dal Atta Maida Suji Besan Oil Ghee Sugar Salt Tea Coffee Milk Biscuit Noodles Chips Chocolate Candy Juice Cola Soda
  Water Soap Shampoo Toothpaste Toothbrush Detergent Bleach Broom Bucket Mug Plate Cup Bottle Torch Battery Bulb Candle Matches Incense
  Notebook Pen Pencil Eraser Ruler Glue Tape Paper Envelope Calculator Turmeric Cumin Coriander Chilli Pepper Cardamom Clove Cinnamon
  Pickle Sauce Vinegar Honey Jam Butter Cheese Paneer Curd Peanut Cashew Almond Raisin Popcorn Papad Soyabean Rajma Chana Peas Lentil
  Lotion Cream Powder Razor Diaper Tissue Napkin Cotton Bandage Balm Comb Mirror Lock Rope Hammer Nail Screw Wire Switch Kettle`.split(
    /\s+/,
  );
const KINDS =
  'Classic Gold Fresh Royal Daily Super Soft Mini Jumbo Green Red White Premium Family Original Light Strong Smooth'.split(
    ' ',
  );
const SIZES = ['50G', '100G', '200G', '250ML', '500G', '1KG', '1L', '2KG', '5KG', ''];
const STARTS = 'Ba Bi Chan De Fe Ga Hi In Ja Ka La Ma Na Pa Ra Sa Ta Um Vi Ya'.split(' ');
const MIDDLES = 'ga lo ma ni ra sha ti va di ko pu se'.split(' ');
const ENDS = 'ri na sha li to mun dev kar bal tra'.split(' ');

const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] ?? (list[0] as T);
const brands = STARTS.flatMap((a) => MIDDLES.flatMap((b) => ENDS.map((c) => a + b + c)));

function makeGood(place: number, now: Date): CatalogueGood & { nameNe: string } {
  const [brand, thing, size] = [pick(brands), pick(THINGS), pick(SIZES)];
  const name = [brand, pick(KINDS), thing, size].filter(Boolean).join(' ');
  const sku = `G${place}-${brand.slice(0, 3).toUpperCase()}`;
  return {
    id: newId(now),
    sku,
    name,
    nameNe: '',
    unit: 'packet',
    baseUnit: 'g',
    basePerUnit: 1000,
    names: [`${brand} ${thing}`],
    packs: [],
  };
}

/** Rows as the schedule would make them, written in bulk and indexed afterwards: an import, not a million small changes. */
async function fill({ db }: World): Promise<CatalogueGood[]> {
  const now = new Date('2026-11-20T04:15:00Z');
  const sample: CatalogueGood[] = [];
  const words = new Set<string>();
  await db.query(`SET session_replication_role = replica; SET synchronous_commit = off;
    DROP INDEX product_aliases_trigram, product_index_words, product_index_texts, product_index_folded, product_words_skeletons`);
  for (let from = 0; from < COUNT; from += BATCH) {
    const goods = Array.from({ length: Math.min(BATCH, COUNT - from) }, (_, at) => makeGood(from + at, now));
    const rows = goods.map((good) => ({ ...good, at: now.toISOString(), ...lookUpEntry(good) }));
    for (const row of rows) for (const word of row.words) words.add(word);
    if (sample.length < HELD_GOODS) sample.push(...goods);
    await db.query(
      `WITH rows AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, sku text, name text, "nameNe" text, unit text, "baseUnit" text,
         "basePerUnit" integer, names jsonb, words jsonb, texts jsonb, folded text, at timestamptz)),
       goods AS (INSERT INTO products (id, sku, name, name_ne, category, unit, base_unit, base_per_unit, tax_class, created_at, updated_at)
         SELECT id, sku, name, "nameNe", 'Bench', unit, "baseUnit", "basePerUnit", 'VAT', at, at FROM rows),
       aliases AS (INSERT INTO product_aliases (product_id, alias, folded) SELECT id, names ->> 0, lower(names ->> 0) FROM rows)
       INSERT INTO product_index (product_id, fold_version, words, texts, folded)
       SELECT id, 1, ARRAY(SELECT jsonb_array_elements_text(words)), ARRAY(SELECT jsonb_array_elements_text(texts)), folded FROM rows`,
      [JSON.stringify(rows)],
    );
  }
  const known = [...words]
    .filter((word) => /^[a-z]/.test(word))
    .map((word) => ({ word, skeletons: skeletonsOf(word) }));
  await db.query(
    `INSERT INTO product_words SELECT e ->> 'word', ARRAY(SELECT jsonb_array_elements_text(e -> 'skeletons')) FROM jsonb_array_elements($1::jsonb) e`,
    [JSON.stringify(known)],
  );
  report.note(`${COUNT} goods, ${known.length} words.`);
  return sample;
}

async function indexAll({ db }: World): Promise<void> {
  const start = performance.now();
  await db.query(`SET maintenance_work_mem = '512MB';
    CREATE INDEX product_index_words ON product_index USING gin (words) WITH (fastupdate = off);
    CREATE INDEX product_index_texts ON product_index USING gin (texts) WITH (fastupdate = off);
    CREATE INDEX product_index_folded ON product_index USING gin (folded gin_trgm_ops) WITH (fastupdate = off);
    CREATE INDEX product_words_skeletons ON product_words USING gin (skeletons);
    ANALYZE products; ANALYZE product_aliases; ANALYZE product_index; ANALYZE product_words`);
  const { rows } = await db.query<{
    mb: string;
  }>(`SELECT round(sum(pg_total_relation_size(c.oid)) / 1e6) AS mb FROM pg_class c
    WHERE c.relname IN ('product_index', 'product_words')`);
  report.note(
    `Index and words: ${rows[0]?.mb} MB, their indexes made in ${figure((performance.now() - start) / 1000)} s.`,
  );
}

/** One letter of a word in the wrong place: what people type. */
function slip(text: string): string {
  const at = 1 + Math.floor(next() * Math.max(1, text.length - 3));
  return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
}

function show(what: string, timings: Timings, more: Record<string, string | number> = {}): void {
  report.row({ what, ...timed(timings), ...more });
}

await withWorld(async (world) => {
  const database = createDatabase(world.postgres.url, { log: createLog({ level: 'error' }) });
  await migrateToLatest(database.db);
  const sample = await fill(world);
  await indexAll(world);
  const good = () => pick(sample);
  const asks: [string, () => string][] = [
    ['search: SKU', () => good().sku],
    ['search: whole name', () => good().name],
    ['search: name begun', () => good().name.slice(0, 9)],
    ['search: name with a slip', () => slip(good().names[0] ?? '')],
  ];
  const count = long(600, 200);
  for (const [what, text] of asks) {
    for (let warm = 0; warm < 20; warm += 1) await searchProducts(database.db, text(), 10);
    show(what, await closedLoop(1, count, async () => (await searchProducts(database.db, text(), 10)).length > 0));
  }
  const source = createCatalogueCache(database.db, 0);
  const message = () => Array.from({ length: 3 }, () => `${good().name} x ${1 + Math.floor(next() * 20)}`).join('\n');
  const read = async (text: string) => readOrder(text, await source({ texts: [text] }));
  let right = 0;
  for (const wanted of sample.slice(0, 300)) {
    const [line] = await read(`${wanted.name} x 5`);
    if (line?.productId === wanted.id || line?.alternatives.some((one) => one.productId === wanted.id)) right += 1;
  }
  show('message of three lines, read', await closedLoop(1, count, async () => (await read(message())).length > 0));
  show(
    'message of three lines, four at a time',
    await closedLoop(4, count, async () => (await read(message())).length > 0),
  );
  report.note(
    `Of 300 lines with a whole name ${right} name the good or offer it (names repeat in a made-up catalogue).`,
  );
  memory(sample);
  await database.close();
});

function memory(sample: readonly CatalogueGood[]): void {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  const catalogue = buildReaderIndex(sample);
  const took = performance.now() - start;
  globalThis.gc?.();
  const held = process.memoryUsage().heapUsed - before;
  report.note(`In memory: ${sample.length} goods in ${figure(took / 1000)} s and ${figure(held / 1e6)} MB.`);
  const ms: number[] = [];
  for (let at = 0; at < 600; at += 1) {
    const text = `${pick(sample).name} x 3\n${pick(sample).name} x 4\n${pick(sample).name} 5`;
    const begin = performance.now();
    readOrder(text, catalogue);
    ms.push(performance.now() - begin);
  }
  show(`message of three lines, in memory, ${sample.length} goods`, {
    ms,
    seconds: ms.reduce((a, b) => a + b, 0) / 1000,
    errors: 0,
  });
}

report.finish();
