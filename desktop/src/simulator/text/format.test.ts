import { describe, expect, it } from 'vitest';
import {
  clockTime,
  dateAndTime,
  dayLabel,
  dayOf,
  digits,
  duration,
  fileSize,
  initials,
  listTime,
  phoneText,
} from './format.ts';

const words = { today: 'Today', yesterday: 'Yesterday' };
// 00:30 in Kathmandu, still the day before in London.
const now = Date.parse('2026-11-19T18:45:00Z');

describe('times', () => {
  it('are those of Nepal', () => {
    expect(dayOf(now)).toBe('2026-11-20');
    expect(clockTime(now, 'en')).toBe('12:30 am');
    expect(clockTime('2026-11-20T14:19:00Z', 'ne')).toBe('२०:०४');
    expect(dateAndTime(Date.parse('2026-11-20T14:19:00Z'), 'en')).toBe('20 Nov 2026, 8:04 pm');
    expect(dateAndTime(Date.parse('2026-11-20T14:19:00Z'), 'ne')).toBe('२० नोभेम्बर २०२६, २०:०४');
  });

  it('name the day as people do', () => {
    const label = (iso: string, language: 'en' | 'ne' = 'en') => dayLabel(iso, now, language, words);
    expect(label('2026-11-19T18:20:00Z')).toBe('Today');
    expect(label('2026-11-19T18:10:00Z')).toBe('Yesterday');
    expect(label('2026-11-16T10:00:00Z')).toBe('Monday');
    expect(label('2026-11-16T10:00:00Z', 'ne')).toBe('सोमबार');
    expect(label('2026-11-01T10:00:00Z')).toBe('1 November 2026');
    expect(label('2026-11-01T10:00:00Z', 'ne')).toBe('१ नोभेम्बर २०२६');
    expect(listTime('2026-11-01T10:00:00Z', now, 'en', words)).toBe('1 Nov');
  });

  it.each([
    [0, '0 s', '० सेकेन्ड'],
    [59_000, '59 s', '५९ सेकेन्ड'],
    [60_000, '1 min', '१ मिनेट'],
    [85_260_000, '23 h 41 min', '२३ घण्टा ४१ मिनेट'],
    [90_000_000, '1 d 1 h', '१ दिन १ घण्टा'],
    [-5, '0 s', '० सेकेन्ड'],
  ])('tell %d ms as %s', (ms, english, nepali) => {
    expect(duration(ms, 'en')).toBe(english);
    expect(duration(ms, 'ne')).toBe(nepali);
  });
});

describe('names and numbers', () => {
  it('are shortened for the round picture, whole letters only', () => {
    expect(initials('Sita Kirana')).toBe('SK');
    expect(initials('लक्ष्मी किराना पसल')).toMatch(/^ल.*कि$/u);
    expect(initials('')).toBe('');
  });

  it('of phones are grouped, others left as they are', () => {
    expect(phoneText('+9779800000001')).toBe('+977 980-0000001');
    expect(phoneText('+14155238886')).toBe('+14155238886');
    expect(digits('+9779800000001')).toBe('9779800000001');
  });

  it('of bytes get a unit', () => {
    expect([fileSize(900), fileSize(20_480), fileSize(3_250_000)]).toEqual(['900 B', '20 kB', '3.1 MB']);
  });
});
