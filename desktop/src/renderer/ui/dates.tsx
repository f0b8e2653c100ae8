import { IconAlarm } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { makeFormat, useFormat } from '../language/format.ts';
import { usePreferences } from '../language/preferences.ts';
import classes from './dates.module.css';
import { useNow } from './use-now.ts';

/** A calendar day (`YYYY-MM-DD`); the other calendar's date stands in its tooltip. */
export function DateText({ day, short = false }: { day: string; short?: boolean }) {
  const preferences = usePreferences();
  const format = useFormat();
  const other = makeFormat({ ...preferences, calendar: preferences.calendar === 'bs' ? 'ad' : 'bs' });
  return (
    <time className="k-num" dateTime={day} title={other.day(day)}>
      {short ? format.dayShort(day) : format.day(day)}
    </time>
  );
}

/** An instant: the time today, day and time before. */
export function MomentText({ at }: { at: string }) {
  const format = useFormat();
  const now = useNow();
  return (
    <time className="k-num" dateTime={at}>
      {format.moment(at, now)}
    </time>
  );
}

/** How long something has lain there; amber from `warnMinutes`, red from `badMinutes`. */
export function AgeBadge({
  since,
  warnMinutes,
  badMinutes,
}: {
  since: string;
  warnMinutes?: number;
  badMinutes?: number;
}) {
  const format = useFormat();
  const { t } = useTranslation();
  const age = Math.max(0, useNow().getTime() - Date.parse(since));
  const minutes = age / 60_000;
  const tone =
    badMinutes !== undefined && minutes >= badMinutes
      ? 'bad'
      : warnMinutes !== undefined && minutes >= warnMinutes
        ? 'warn'
        : 'plain';
  return (
    <span className={`k-num ${classes.age}`} data-tone={tone} title={t('common.since', { at: format.time(since) })}>
      {format.duration(age)}
    </span>
  );
}

const SOON_MINUTES = 30; // The last quarter of the two hours a vendor has to answer.

/** A deadline counting down; past it, how long it is over. */
export function Clock({ until }: { until: string }) {
  const format = useFormat();
  const { t } = useTranslation();
  const left = Date.parse(until) - useNow(1000).getTime();
  const tone = left <= 0 ? 'bad' : left < SOON_MINUTES * 60_000 ? 'warn' : 'plain';
  const text =
    left <= 0
      ? t('clock.over', { span: format.duration(left) })
      : left < 60_000
        ? t('clock.seconds', { seconds: format.count(Math.ceil(left / 1000)) })
        : t('clock.left', { span: format.duration(left) });
  return (
    <span className={`k-num ${classes.clock}`} data-tone={tone} role="timer">
      <IconAlarm size={14} aria-hidden />
      {text}
    </span>
  );
}
