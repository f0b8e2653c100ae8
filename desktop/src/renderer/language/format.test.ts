import { describe, expect, it } from 'vitest';
import { makeFormat } from './format.ts';

const en = makeFormat({ language: 'en', calendar: 'ad', digits: 'latin' });
const ne = makeFormat({ language: 'ne', calendar: 'bs', digits: 'devanagari' });
const now = new Date('2026-11-20T06:15:00Z'); // 12:00 in Nepal

describe('money', () => {
  it('is grouped in lakh, with its unit', () => {
    expect(en.money(12_345_600)).toBe('Rs. 1,23,456.00');
    expect(ne.money(12_345_600)).toBe('रु. १,२३,४५६.००');
    expect(en.money(-5)).toBe('−Rs. 0.05');
    expect(en.money(1_000_000_000_00)).toBe('Rs. 1,00,00,00,000.00');
  });
  it('is short where the paisa are zero, and only there', () => {
    expect([en.moneyShort(500_000), en.moneyShort(500_050)]).toEqual(['Rs. 5,000', 'Rs. 5,000.50']);
  });
});

describe('quantities and counts', () => {
  it('show no zeros behind the point', () => {
    expect([en.quantity(10_000), en.quantity(500), en.quantity(1_234_567_125)]).toEqual(['10', '0.5', '12,34,567.125']);
    expect([ne.quantity(-2_500), ne.count(123_456)]).toEqual(['−२.५', '१,२३,४५६']);
  });
});

describe('days', () => {
  it('in either calendar', () => {
    expect([en.day('2026-11-20'), ne.day('2026-11-20')]).toEqual(['20 Nov 2026', '४ मंसिर २०८३']);
    expect(makeFormat({ language: 'en', calendar: 'bs', digits: 'latin' }).day('2026-04-14')).toBe('1 Baisakh 2083');
    expect(makeFormat({ language: 'ne', calendar: 'ad', digits: 'latin' }).dayShort('2026-11-20')).toBe('20 नोभेम्बर');
  });
  it('in AD where the table of Bikram Sambat ends', () => {
    expect(ne.day('2090-01-01')).toBe('१ जनवरी २०९०');
  });
});

describe('moments', () => {
  it('tell the time today, the day before', () => {
    expect(en.moment('2026-11-20T03:57:00Z', now)).toBe('09:42');
    expect(en.moment('2026-11-19T12:25:00Z', now)).toBe('yesterday 18:10');
    expect(ne.moment('2026-11-18T12:25:00Z', now)).toBe('२ मंसिर, १८:१०');
  });
  it('turn to the next day at midnight in Nepal, 18:15 UTC', () => {
    expect(en.moment('2026-11-19T18:14:59Z', now)).toBe('yesterday 23:59');
    expect(en.moment('2026-11-19T18:15:00Z', now)).toBe('00:00');
  });
});

describe('spans', () => {
  it('use at most two units', () => {
    const minute = 60_000;
    expect([0, 59, 60, 125, 47 * 60, 48 * 60, 76 * 60].map((minutes) => en.duration(minutes * minute))).toEqual([
      '0 min',
      '59 min',
      '1 h',
      '2 h 5 min',
      '47 h',
      '2 d',
      '3 d 4 h',
    ]);
    expect(ne.duration(-125 * minute)).toBe('२ घण्टा ५ मिनेट');
  });
});
