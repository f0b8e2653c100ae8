import type { Language } from './language.ts';

/** Everything is shown in Nepal's time, whatever the computer is set to. */
const ZONE = 'Asia/Kathmandu';
const DAY_MS = 86_400_000;

const locale = (language: Language) => (language === 'ne' ? 'ne-NP' : 'en-GB');

/** `10:42` in a bubble. */
export function clockTime(iso: string | number, language: Language): string {
  return new Intl.DateTimeFormat(locale(language), {
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
    timeZone: ZONE,
  }).format(new Date(iso));
}

export function dateAndTime(at: number, language: Language): string {
  const day = new Intl.DateTimeFormat(locale(language), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: ZONE,
  });
  return `${day.format(at)}, ${clockTime(at, language)}`;
}

const dayKey = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: ZONE });

/** The Nepali calendar day as `2026-11-20`: two messages of one day give the same. */
export function dayOf(at: string | number): string {
  return dayKey.format(new Date(at));
}

/** `Today`, `Yesterday`, a weekday within the last week, else the date. */
export function dayLabel(
  iso: string,
  now: number,
  language: Language,
  words: { today: string; yesterday: string },
): string {
  const days = Math.round((Date.parse(dayOf(now)) - Date.parse(dayOf(iso))) / DAY_MS);
  if (days === 0) return words.today;
  if (days === 1) return words.yesterday;
  const options: Intl.DateTimeFormatOptions =
    days > 1 && days < 7
      ? { weekday: 'long', timeZone: ZONE }
      : { day: 'numeric', month: 'long', year: 'numeric', timeZone: ZONE };
  return new Intl.DateTimeFormat(locale(language), options).format(new Date(iso));
}

/** In the list of shops: the time today, `Yesterday`, else the short date. */
export function listTime(iso: string, now: number, language: Language, words: { yesterday: string }): string {
  const days = Math.round((Date.parse(dayOf(now)) - Date.parse(dayOf(iso))) / DAY_MS);
  if (days === 0) return clockTime(iso, language);
  if (days === 1) return words.yesterday;
  return new Intl.DateTimeFormat(locale(language), { day: 'numeric', month: 'short', timeZone: ZONE }).format(
    new Date(iso),
  );
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
  const number = new Intl.NumberFormat(locale(language));
  const [d, h, m, s] = language === 'ne' ? [' दिन', ' घण्टा', ' मिनेट', ' सेकेन्ड'] : [' d', ' h', ' min', ' s'];
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), d],
    [Math.floor(seconds / 3_600) % 24, h],
    [Math.floor(seconds / 60) % 60, m],
  ];
  const shown = parts.slice(parts.findIndex(([amount]) => amount > 0)).filter(([amount]) => amount > 0);
  if (seconds < 60) return `${number.format(seconds)}${s}`;
  return shown
    .slice(0, 2)
    .map(([amount, unit]) => number.format(amount) + unit)
    .join(' ');
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
