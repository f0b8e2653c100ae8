import { describe, expect, it } from 'vitest';
import { NOW, orderFixture, retailerFixture } from '../../story/fixtures.ts';
import { movesFor, nextMove } from './commands.tsx';
import { filterOrders, noFilter } from './filters.ts';
import { isStuck } from './waiting.ts';

const TODAY = '2026-11-20';
const orders = [
  orderFixture({ orderNumber: 'ORD261120001', shop: retailerFixture({ name: 'Sita Kirana' }) }),
  orderFixture({
    shop: retailerFixture({ name: 'Deuti Khadya', phone: '+9779800000099' }),
    orderNumber: 'ORD261118002',
    state: 'DELIVERED',
    placedMinutesAgo: 3000,
    dueDay: '2026-11-19',
  }),
  orderFixture({
    orderNumber: 'ORD261120003',
    state: 'PACKING',
    shop: retailerFixture({ name: 'Himal Store', phone: '+9779800000042' }),
  }),
];
const numbers = (filter: Partial<typeof noFilter>) =>
  filterOrders(orders, { ...noFilter, ...filter }, TODAY).map((order) => order.orderNumber?.slice(-1));

describe('filters', () => {
  it('search number, shop and phone, all words at once', () => {
    expect(numbers({ search: 'sita' })).toEqual(['1']);
    expect(numbers({ search: '0000042' })).toEqual(['3']);
    expect(numbers({ search: 'himal 261120' })).toEqual(['3']);
    expect(numbers({ search: 'himal sita' })).toEqual([]);
  });
  it('narrow by state, day and payment', () => {
    expect(numbers({ group: 'packing' })).toEqual(['3']);
    expect(numbers({ today: true })).toEqual(['1', '3']);
    expect(numbers({ overdue: true })).toEqual(['2']);
  });
});

describe('moves', () => {
  it('are those of the state and the role', () => {
    expect(movesFor({ state: 'ASSIGNED' }, 'VENDOR_STAFF')).toEqual(['accept', 'reject']);
    expect(movesFor({ state: 'ACCEPTED' }, 'VENDOR_STAFF')).toEqual(['pack', 'deliver', 'cancel']);
    expect(movesFor({ state: 'ASSIGNED' }, 'SUPPORT')).toEqual(['cancel']);
    expect(movesFor({ state: 'ASSIGNED' }, 'READONLY')).toEqual([]);
    expect(nextMove(['reject', 'cancel'])).toBeUndefined();
  });
});

describe('waiting too long', () => {
  it('is past the deadline of an answer, or too long in a state', () => {
    const asked = orderFixture({ placedMinutesAgo: 130 });
    expect([isStuck(asked, NOW), isStuck(orderFixture({ placedMinutesAgo: 30 }), NOW)]).toEqual([true, false]);
    expect(isStuck(orderFixture({ state: 'PENDING', placedMinutesAgo: 31 }), NOW)).toBe(true);
    expect(isStuck(orderFixture({ state: 'DELIVERED', placedMinutesAgo: 9000 }), NOW)).toBe(false);
  });
});
