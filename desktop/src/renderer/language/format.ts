import { adToBs, bsMonthName } from '@khaacho/shared/kernel/bikram-sambat.ts';
import { addDays, nepalDay, nepalMinutes } from '@khaacho/shared/kernel/clock.ts';
import { groupLakh, type Paisa, plainRupees } from '@khaacho/shared/kernel/money.ts';
import { formatQuantity, type Milli } from '@khaacho/shared/kernel/quantity.ts';
import { useMemo } from 'react';
import { type Preferences, usePreferences } from './preferences.ts';

const DEVANAGARI = '०१२३४५६७८९';
const monthsAd = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  ne: ['जनवरी', 'फेब्रुअरी', 'मार्च', 'अप्रिल', 'मे', 'जुन', 'जुलाई', 'अगस्ट', 'सेप्टेम्बर', 'अक्टोबर', 'नोभेम्बर', 'डिसेम्बर'],
};
const words = {
  en: { rupees: 'Rs.', yesterday: 'yesterday', minute: 'min', hour: 'h', day: 'd' },
  ne: { rupees: 'रु.', yesterday: 'हिजो', minute: 'मिनेट', hour: 'घण्टा', day: 'दिन' },
};

/** How figures and dates read for one person. Every function takes plain data and gives text ready to show. */
export type Format = {
  /** Any text with its digits in the person's script. */
  digits(text: string): string;
  /** A count, in lakh grouping. */
  count(value: number): string;
  /** `Rs. 1,23,456.00`. */
  money(paisa: Paisa): string;
  /** The same without the paisa where they are zero: for headlines. */
  moneyShort(paisa: Paisa): string;
  quantity(milli: Milli): string;
  /** `YYYY-MM-DD` as `20 Nov 2026` or `५ मंसिर २०८३`. */
  day(day: string): string;
  /** Without the year. */
  dayShort(day: string): string;
  /** `09:42` in Nepal. */
  time(iso: string): string;
  /** `09:42` today, `yesterday 18:10`, else day and time. */
  moment(iso: string, now: Date): string;
  /** Day with its year and time, for paper: what is printed is read on another day. */
  stamp(iso: string): string;
  /** `2 h 5 min`, `3 d 4 h`: at most two units, the sign dropped. */
  duration(milliseconds: number): string;
  percent(ratio: number): string;
  bytes(bytes: number): string;
  kilometres(km: number): string;
};

function groupedMoney(paisa: Paisa, short: boolean): string {
  const [whole = '0', fraction = '00'] = plainRupees(Math.abs(paisa)).split('.');
  return `${groupLakh(whole)}${short && fraction === '00' ? '' : `.${fraction}`}`;
}

/** At most two units, the smaller left out where it is zero. */
function spanText(milliseconds: number, names: (typeof words)['en']): string {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  const pair = (big: number, bigName: string, small: number, smallName: string) =>
    small === 0 ? `${big} ${bigName}` : `${big} ${bigName} ${small} ${smallName}`;
  if (minutes < 60) return `${minutes} ${names.minute}`;
  if (minutes < 48 * 60) return pair(Math.floor(minutes / 60), names.hour, minutes % 60, names.minute);
  return pair(Math.floor(minutes / 1440), names.day, Math.floor((minutes % 1440) / 60), names.hour);
}

function clockText(at: Date): string {
  const minutes = nepalMinutes(at);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

export function makeFormat({
  language,
  calendar,
  digits,
}: Pick<Preferences, 'language' | 'calendar' | 'digits'>): Format {
  const names = words[language];
  const script = (text: string) =>
    digits === 'latin' ? text : text.replace(/\d/g, (digit) => DEVANAGARI.charAt(Number(digit)));
  const dayParts = (day: string): { day: number; month: string; year: number } => {
    const bs = calendar === 'bs' ? adToBs(day) : null;
    if (bs) return { day: bs.day, month: bsMonthName(bs.month, language), year: bs.year };
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
    return { day: date, month: monthsAd[language][month - 1] ?? '', year };
  };
  const money = (paisa: Paisa, short: boolean) =>
    script(`${paisa < 0 ? '−' : ''}${names.rupees} ${groupedMoney(paisa, short)}`);
  const day = (wanted: string) => {
    const parts = dayParts(wanted);
    return script(`${parts.day} ${parts.month} ${parts.year}`);
  };
  const dayShort = (day: string) => {
    const parts = dayParts(day);
    return script(`${parts.day} ${parts.month}`);
  };
  const time = (iso: string) => script(clockText(new Date(iso)));
  return {
    digits: script,
    count: (value) => script(`${value < 0 ? '−' : ''}${groupLakh(String(Math.abs(Math.round(value))))}`),
    money: (paisa) => money(paisa, false),
    moneyShort: (paisa) => money(paisa, true),
    quantity: (milli) => {
      const [whole = '0', fraction] = formatQuantity(Math.abs(milli)).split('.');
      return script(`${milli < 0 ? '−' : ''}${groupLakh(whole)}${fraction ? `.${fraction}` : ''}`);
    },
    day,
    dayShort,
    time,
    moment: (iso, now) => {
      const day = nepalDay(new Date(iso));
      const today = nepalDay(now);
      if (day === today) return time(iso);
      if (day === addDays(today, -1)) return `${names.yesterday} ${time(iso)}`;
      return `${dayShort(day)}, ${time(iso)}`;
    },
    stamp: (iso) => `${day(nepalDay(new Date(iso)))}, ${time(iso)}`,
    duration: (milliseconds) => script(spanText(milliseconds, names)),
    percent: (ratio) => script(`${Math.round(ratio * 100)} %`),
    bytes: (bytes) =>
      script(bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`),
    kilometres: (km) =>
      script(language === 'ne' ? `${km.toFixed(km < 10 ? 1 : 0)} किमी` : `${km.toFixed(km < 10 ? 1 : 0)} km`),
  };
}

/** How figures read for the person at this desk. */
export function useFormat(): Format {
  const { language, calendar, digits } = usePreferences();
  return useMemo(() => makeFormat({ language, calendar, digits }), [language, calendar, digits]);
}
