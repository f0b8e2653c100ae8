import { readFileSync } from 'node:fs';
import { readOrder } from '@khaacho/shared/intake/reader.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { transaction } from '../db/database.ts';
import { goods } from '../demo/goods.ts';
import { demoId } from '../demo/random.ts';
import { createTestWorld, MORNING, productId, type TestWorld } from '../testing/world.ts';
import { forgetAlias, learnCorrections, listLearned } from './learned-service.ts';
import { refoldProductIndex, refreshProductIndex } from './look-up-service.ts';
import { createCatalogueCache, searchProducts } from './service.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

const skuOf = (id: string | null) => goods.find((good) => demoId('product', good.sku) === id)?.sku ?? null;
const found = async (text: string, limit = 5) => (await searchProducts(world.db, text, limit)).map((one) => one.sku);

/** Feed lines get their position from the sequencer, which no test of a store runs. */
async function number() {
  await sql`SELECT * FROM sync_number(100000)`.execute(world.db);
}

describe('a search of goods', () => {
  it.each([
    ['RICE-1KG', 'RICE-1KG'],
    ['rice-1k', 'RICE-1KG'],
    ['Basmati Rice 1', 'RICE-1KG'],
    ['चामल', 'RICE-1KG'],
    ['chaamal', 'RICE-1KG'],
    ['cheeni', 'SUGAR-1KG'],
    ['कोकाकोला', 'COKE-250ML'],
    ['lifeboy', 'LIFEBUOY-100G'],
    ['detol soap', 'DETTOL-SOAP-75G'],
    ['coca col', 'COKE-250ML'],
    ['mountain d', 'DEW-250ML'],
  ])('for %j finds %s first', async (text, sku) => {
    expect((await found(text))[0]).toBe(sku);
  });

  it('finds nothing for nothing, and does not mind signs', async () => {
    expect(await found('%')).toEqual([]);
    expect(await found("'; DROP TABLE products; --", 3)).not.toBe(null);
    expect(await found('zzzzqqq')).toEqual([]);
  });

  it('follows a new name and a good that is closed', async () => {
    const id = await productId(world.db, 'HONEY-250G');
    await world.db
      .insertInto('productAliases')
      .values({ productId: id, alias: 'mauri ko ras', folded: 'mauri ras' })
      .execute();
    expect((await found('mauri ras'))[0]).toBe('HONEY-250G');
    await world.db.updateTable('products').set({ active: false }).where('id', '=', id).execute();
    expect(await found('mauri ras')).not.toContain('HONEY-250G');
    await world.db.updateTable('products').set({ active: true }).where('id', '=', id).execute();
  });

  it('makes rows of an older folding again', async () => {
    await refreshProductIndex(world.db);
    await world.db
      .updateTable('productIndex')
      .set({ foldVersion: 0, words: [] })
      .where('texts', '&&', sql<string[]>`ARRAY['rise']`)
      .execute();
    expect(await refoldProductIndex(world.db)).toBeGreaterThanOrEqual(0);
    const { rows } = await sql<{
      old: number;
    }>`SELECT count(*) AS old FROM product_index WHERE fold_version = 0`.execute(world.db);
    expect(rows[0]?.old).toBe(0);
  });
});

describe('the catalogue of the reader', () => {
  it('follows a change at the cost of the change, in memory', async () => {
    const source = createCatalogueCache(world.db);
    await number();
    const before = await source();
    expect(readOrder('makhan malai 2', before).map((line) => line.productId)).toEqual([null]);
    const id = await productId(world.db, 'BUTTER-100G');
    await world.db
      .insertInto('productAliases')
      .values({ productId: id, alias: 'makhan malai', folded: 'makhan malai' })
      .execute();
    await number();
    const after = await source();
    expect(after.index).toBe(before.index);
    expect(readOrder('makhan malai 2', after).map((line) => skuOf(line.productId))).toEqual(['BUTTER-100G']);
  });

  it('reads the same from the database as from memory', async () => {
    await number();
    const texts = await messages();
    const whole = await createCatalogueCache(world.db)();
    const fromDatabase = createCatalogueCache(world.db, 0);
    const differing: string[] = [];
    let lines = 0;
    for (const text of texts) {
      const [a, b] = [readOrder(text, whole), readOrder(text, await fromDatabase({ texts: [text] }))];
      lines += a.length;
      for (const [at, line] of a.entries()) {
        const other = b[at];
        const first = line.productId ?? line.alternatives[0]?.productId ?? null;
        const second = other?.productId ?? other?.alternatives[0]?.productId ?? null;
        if (first !== second) differing.push(`${text}: ${skuOf(first)} / ${skuOf(second)}`);
      }
    }
    expect(lines).toBeGreaterThan(600);
    // The first choice of 99 in 100 lines; what differs is shown.
    expect(differing.length, differing.join('\n')).toBeLessThanOrEqual(lines / 100);
  });

  it('knows packs', async () => {
    const catalogue = await createCatalogueCache(world.db)();
    const [line] = readOrder('2 peti lux', catalogue);
    expect([skuOf(line?.productId ?? null), line?.quantityMilli, line?.unit]).toEqual(['LUX-100G', 144_000, 'piece']);
  });
});

/** The reader's own table, and every name of the demo in the forms people write. */
async function messages(): Promise<string[]> {
  const file = new URL('../../../shared/src/intake/cases.json', import.meta.url);
  const table = z
    .object({ messages: z.array(z.object({ text: z.string() })) })
    .parse(JSON.parse(readFileSync(file, 'utf8')));
  const forms = [
    (name: string) => `${name} 3`,
    (name: string) => `5 packet ${name}`,
    (name: string) => name.replace(/([aeiou])([bdgklmnprst])/i, '$2$1'),
  ];
  const made = goods.flatMap((good, at) =>
    good.aliases.slice(0, 3).map((name, n) => forms[(at + n) % forms.length]?.(name) ?? name),
  );
  return [...table.messages.map(({ text }) => text), ...made];
}

describe('learned names', () => {
  const shop = (n: number) => demoId('retailer', n);
  const teach = (retailer: number, written: string, sku: string) =>
    transaction(world.db, async (tx) =>
      learnCorrections(tx, shop(retailer), [{ written, productId: demoId('product', sku) }], null, MORNING),
    );
  const reads = async (text: string, retailer: number | null) => {
    await number();
    const source = createCatalogueCache(world.db);
    const [line] = readOrder(
      text,
      await source({ texts: [text], retailerId: retailer === null ? null : shop(retailer) }),
    );
    return line?.problem === 'product' || !line ? null : skuOf(line.productId);
  };

  it('are the shop’s own at once, and everybody’s after three shops, with lines in the audit log', async () => {
    expect(await reads('jhilke tel 2', 1)).toBe(null);
    await teach(1, 'jhilke', 'OIL-SUNFLOWER-1L');
    expect(await reads('jhilke 2', 1)).toBe('OIL-SUNFLOWER-1L');
    expect(await reads('jhilke 2', 4)).toBe(null);
    await teach(2, 'Jhilke', 'OIL-SUNFLOWER-1L');
    expect(await reads('jhilke 2', 4)).toBe(null);
    await teach(3, 'झिल्के', 'OIL-SUNFLOWER-1L');
    expect(await reads('jhilke 2', 4)).toBe('OIL-SUNFLOWER-1L');
    const lines = await world.db
      .selectFrom('auditLog')
      .select('action')
      .where('action', 'like', 'alias.%')
      .orderBy('id')
      .execute();
    expect(lines.map((line) => line.action)).toEqual(['alias.learn', 'alias.learn', 'alias.learn', 'alias.share']);
  });

  it('are forgotten again, by one shop or by all, with the reason', async () => {
    const now = new Date(MORNING.getTime() + 1000);
    const forget = {
      productId: demoId('product', 'OIL-SUNFLOWER-1L'),
      alias: 'झिल्के',
      reason: 'a nickname of one street',
    };
    expect(await forgetAlias(world.db, { ...forget, retailerId: shop(1) }, null, now)).toEqual({
      ok: true,
      value: { forgotten: 1 },
    });
    expect(await reads('jhilke 2', 4)).toBe('OIL-SUNFLOWER-1L');
    expect(await forgetAlias(world.db, { ...forget, retailerId: null }, null, now)).toMatchObject({ ok: true });
    expect(await reads('jhilke 2', 4)).toBe(null);
    expect(await reads('jhilke 2', 2)).toBe(null);
    expect(await forgetAlias(world.db, { ...forget, retailerId: null }, null, now)).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND' },
    });
    expect(await listLearned(world.db, { productId: forget.productId }, 10)).toEqual([]);
  });

  it('that mean two goods are nobody’s: they always ask', async () => {
    for (const retailer of [5, 6]) await teach(retailer, 'gulabi', 'LUX-100G');
    await teach(7, 'gulabi', 'DOVE-75G');
    await teach(8, 'gulabi', 'LUX-100G');
    expect(await reads('gulabi 2', 9)).toBe(null);
    expect(await reads('gulabi 2', 7)).toBe('DOVE-75G');
    await teach(7, 'gulabi', 'LUX-100G');
    expect(await reads('gulabi 2', 7)).toBe(null);
  });

  it('never take a name that a good has already', async () => {
    for (const retailer of [10, 11, 12]) await teach(retailer, 'chamal', 'RICE-SONA-25KG');
    expect(await reads('chamal 2', 13)).toBe('RICE-1KG');
    expect(await reads('chamal 2', 10)).toBe('RICE-SONA-25KG');
  });
});

describe('a new good', () => {
  it('is found by its names as soon as it is there', async () => {
    const id = newId(MORNING);
    const row = {
      sku: 'NEW-TORCH',
      name: 'Himal Torch',
      nameNe: 'हिमाल टर्च',
      category: 'Household',
      unit: 'piece',
      baseUnit: 'piece',
      basePerUnit: 1,
      taxClass: 'VAT',
    };
    await world.db
      .insertInto('products')
      .values({ id, ...row, createdAt: MORNING, updatedAt: MORNING })
      .execute();
    expect((await found('himaal torch'))[0]).toBe('NEW-TORCH');
    expect((await found('टर्च'))[0]).toBe('NEW-TORCH');
  });
});
