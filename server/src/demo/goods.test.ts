import { productDocumentSchema } from '@khaacho/shared/catalogue/contract.ts';
import { describe, expect, it } from 'vitest';
import { goodsOf } from './goods/read-table.ts';
import { goods } from './goods.ts';

const bySku = (sku: string) => goods.find((good) => good.sku === sku);

describe('demo goods', () => {
  it('has at least 220 goods, each SKU once, each a valid product', () => {
    expect(goods.length).toBeGreaterThanOrEqual(220);
    expect(new Set(goods.map((good) => good.sku)).size).toBe(goods.length);
    for (const good of goods) {
      productDocumentSchema.parse({
        ...good,
        id: '00000000-0000-7000-8000-000000000000',
        barcode: null,
        active: true,
        updatedAt: '2026-01-01T00:00:00.000Z',
      });
      expect(good.sku).toMatch(/^[A-Z0-9]+(-[A-Z0-9]+)+$/);
      expect(good.nameNe).toMatch(/[\u0900-\u097F]/);
    }
  });

  it('keeps what the contract fixes', () => {
    expect(bySku('RICE-1KG')).toMatchObject({ name: 'Basmati Rice 1KG', taxClass: 'VAT', pricePaisa: 15_000 });
    expect(bySku('DAL-1KG')).toMatchObject({ name: 'Toor Dal 1KG', taxClass: 'VAT', pricePaisa: 12_000 });
    expect(bySku('RICE-1KG')?.aliases).toEqual(expect.arrayContaining(['rice', 'chamal', 'चामल']));
    expect(bySku('DAL-1KG')?.aliases).toEqual(expect.arrayContaining(['dal', 'daal', 'दाल']));
  });

  it('has two more names for each good', () => {
    expect(goods.filter((good) => good.aliases.length < 2).map((good) => good.sku)).toEqual([]);
  });

  it('gives each name to one good only', () => {
    const owners = new Map<string, Set<string>>();
    for (const good of goods) {
      for (const name of [good.name, good.nameNe, ...good.aliases]) {
        const key = name.toLowerCase();
        owners.set(key, (owners.get(key) ?? new Set()).add(good.sku));
      }
    }
    const shared = [...owners].filter(([, skus]) => skus.size > 1).map(([name]) => name);
    expect(shared).toEqual([]);
  });

  it('refuses a line that does not fit', () => {
    expect(() => goodsOf('Rice', 'A-1 | A | क | packet | 1000 g | VAT | free | a')).toThrow('does not fit');
    expect(() => goodsOf('Rice', 'A-1 | A | क | packet | 1000 g | HALF | 10 | a')).toThrow('No such tax class');
  });
});
