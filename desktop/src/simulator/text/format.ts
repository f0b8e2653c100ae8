import type { Language } from './language.ts';

/** Everything is shown in Nepal's time, whatever the computer is set to. */
const ZONE = 'Asia/Kathmandu';
const DAY_MS = 86_400_000;

const MONTHS_NE = 'जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर'.split(' ');
const WEEKDAYS_NE = 'आइतबार सोमबार मङ्गलबार बुधबार बिहीबार शुक्रबार शनिबार'.split(' ');

/** Devanagari digits in Nepali. Browsers without Nepali in their tables would write something else each. */
export function numerals(text: string | number, language: Language): string {
  const plain = String(text);
  return language === 'ne' ? plain.replace(/\d/g, (digit) => String.fromCharCode(0x966 + Number(digit))) : plain;
}

const english = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: ZONE });
const clock12 = english({ hour: 'numeric', minute: '2-digit', hour12: true });
const clock24 = english({ hour: 'numeric', minute: '2-digit', hour12: false });
const shortDay = english({ day: 'numeric', month: 'short' });
const shortDate = english({ day: 'numeric', month: 'short', year: 'numeric' });
const longDate = english({ day: 'numeric', month: 'long', year: 'numeric' });
const weekday = english({ weekday: 'long' });

/** `8:04 pm` in a bubble; `२०:०४` in Nepali. */
export function clockTime(at: string | number, language: Language): string {
  return language === 'ne' ? numerals(clock24.format(new Date(at)), language) : clock12.format(new Date(at));
}

export function dateAndTime(at: number, language: Language): string {
  const day = language === 'ne' ? nepaliDate(at, true) : shortDate.format(at);
  return `${day}, ${clockTime(at, language)}`;
}

/** `२० नोभेम्बर २०२६`: the common calendar in Nepali words. */
function nepaliDate(at: string | number, withYear: boolean): string {
  const [year = '', month = '', day = ''] = dayOf(at).split('-');
  return numerals([Number(day), MONTHS_NE[Number(month) - 1], withYear ? year : ''].join(' ').trim(), 'ne');
}

const dayKey = new Intl.DateTimeFormat('en-CA', {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  timeZone: ZONE,
});

/** The Nepali calendar day as `2026-11-20`: two messages of one day give the same. */
export function dayOf(at: string | number): string {
  return dayKey.format(new Date(at));
}

function daysAgo(at: string | number, now: number): number {
  return Math.round((Date.parse(dayOf(now)) - Date.parse(dayOf(at))) / DAY_MS);
}

interface DayWords {
  today: string;
  yesterday: string;
}

/** `Today`, `Yesterday`, a weekday within the last week, else the date. */
export function dayLabel(iso: string, now: number, language: Language, words: DayWords): string {
  const days = daysAgo(iso, now);
  if (days === 0) return words.today;
  if (days === 1) return words.yesterday;
  if (days > 1 && days < 7) {
    return language === 'ne' ? (WEEKDAYS_NE[new Date(dayOf(iso)).getUTCDay()] ?? '') : weekday.format(new Date(iso));
  }
  return language === 'ne' ? nepaliDate(iso, true) : longDate.format(new Date(iso));
}

/** In the list of shops: the time today, `Yesterday`, else the short date. */
export function listTime(iso: string, now: number, language: Language, words: Pick<DayWords, 'yesterday'>): string {
  const days = daysAgo(iso, now);
  if (days === 0) return clockTime(iso, language);
  if (days === 1) return words.yesterday;
  return language === 'ne' ? nepaliDate(iso, false) : shortDay.format(new Date(iso));
}

/** `+977 980-0000001`. */
export function phoneText(phone: string): string {
  const nepali = /^\+977(9\d{2})(\d{7})$/.exec(phone);
  return nepali ? `+977 ${nepali[1]}-${nepali[2]}` : phone;
}

export function digits(phone: string): string {
  return phone.replace(/\D/g, '');
}

/** `23 h 41 min`, `12 min`, `40 s`: two units at most. */
export function duration(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [d, h, m, s] = language === 'ne' ? ['दिन', 'घण्टा', 'मिनेट', 'सेकेन्ड'] : ['d', 'h', 'min', 's'];
  if (seconds < 60) return numerals(`${seconds} ${s}`, language);
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), d],
    [Math.floor(seconds / 3_600) % 24, h],
    [Math.floor(seconds / 60) % 60, m],
  ];
  const shown = parts.filter(([amount]) => amount > 0).slice(0, 2);
  return numerals(shown.map(([amount, unit]) => `${amount} ${unit}`).join(' '), language);
}

export function fileSize(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  return bytes < 1_048_576 ? `${Math.round(bytes / 1_024)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

/** Up to two letters for the round picture. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const segmenter = new Intl.Segmenter();
  return words
    .slice(0, 2)
    .map((word) => [...segmenter.segment(word)][0]?.segment ?? '')
    .join('')
    .toUpperCase();
}
