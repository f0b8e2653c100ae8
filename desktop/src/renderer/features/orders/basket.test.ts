import type { ProductDocument } from '@khaacho/shared/catalogue/contract.ts';
import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { describe, expect, it } from 'vitest';
import { orderFixture, productFixture } from '../../story/fixtures.ts';
import { findGoods, usualBasket } from './basket.ts';

const rice = productFixture({ sku: 'RICE-1KG', name: 'Basmati Rice 1KG', nameNe: 'बासमती चामल', aliases: ['chamal'] });
const dal = productFixture({ sku: 'DAL-1KG', name: 'Toor Dal 1KG', nameNe: 'रहर दाल', barcode: '8901234567890' });

const orderOf = (lines: [ProductDocument, number][], state: OrderDocument['state'] = 'DELIVERED') =>
  orderFixture({ state, goods: lines.map(([product, quantity]) => ({ product, quantity })) });

describe('usual basket', () => {
  it('is what comes again, with the latest quantity, most frequent first', () => {
    const orders = [
      orderOf([[rice, 20]]),
      orderOf([
        [rice, 10],
        [dal, 5],
      ]),
      orderOf([
        [dal, 4],
        [rice, 8],
      ]),
    ];
    expect(usualBasket(orders)).toEqual([
      { productId: rice.id, quantityMilli: 20_000 },
      { productId: dal.id, quantityMilli: 5_000 },
    ]);
  });

  it('leaves out what was cancelled and what came once', () => {
    expect(usualBasket([orderOf([[rice, 1]], 'CANCELLED')])).toEqual([]);
    const orders = [
      orderOf([[rice, 1]]),
      orderOf([
        [rice, 1],
        [dal, 1],
      ]),
    ];
    expect(usualBasket(orders).map((line) => line.productId)).toEqual([rice.id]);
  });

  it('takes a single order as it is', () => {
    expect(usualBasket([orderOf([[dal, 3]])])).toEqual([{ productId: dal.id, quantityMilli: 3_000 }]);
  });
});

describe('finding goods', () => {
  it('by SKU, alias, Nepali name and scanned barcode', () => {
    for (const text of ['rice-1kg', 'chamal', 'चामल', 'basm ric']) {
      expect([text, findGoods([rice, dal], text).map((good) => good.sku)]).toEqual([text, ['RICE-1KG']]);
    }
    expect(findGoods([rice, dal], '8901234567890')).toEqual([dal]);
    expect(findGoods([rice, dal], '  ')).toEqual([]);
  });
});
