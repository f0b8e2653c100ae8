import { Button, Popover, TextInput } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../state/api.ts';
import { useNow } from '../state/clock.ts';
import { attempt } from '../state/live.ts';
import { store, useModel } from '../state/store.ts';
import { dateAndTime, duration } from '../text/format.ts';
import { useWords } from '../text/language.ts';
import type { Word } from '../text/words.en.ts';
import style from './top-bar.module.css';

const jumps: [string, Word, Word][] = [
  ['10m', 'jump10m', 'jump10mWhy'],
  ['2h', 'jump2h', 'jump2hWhy'],
  ['25h', 'jump25h', 'jump25hWhy'],
  ['8d', 'jump8d', 'jump8dWhy'],
];

/** The demo's time, and what happens when it is pushed forward. */
export function ClockMenu() {
  const { t, language } = useWords();
  const now = useNow();
  const world = useModel((model) => model.world);
  const [other, setOther] = useState('');
  const [isOpen, setOpen] = useState(false);
  if (!world) return null;
  const { canAdvance, offsetMs } = world.clockAhead;

  const advance = (text: string) => {
    setOpen(false);
    setOther('');
    attempt(api.advance(text).then(store.world));
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={style.pill}
          data-testid="clock"
          aria-label={t('clock')}
          onClick={() => setOpen(!isOpen)}
        >
          <IconClock size={17} stroke={1.7} />
          {dateAndTime(now, language)}
          {offsetMs > 0 && <small>{t('clockAhead', { ahead: duration(offsetMs, language) })}</small>}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={style.card}>
        <h2>{t('clock')}</h2>
        <p>{canAdvance ? t('clockText') : t('clockFixed')}</p>
        {canAdvance && (
          <>
            {jumps.map(([text, label, why]) => (
              <button type="button" key={text} className={style.jump} onClick={() => advance(text)}>
                <b>{t(label)}</b>
                <span>{t(why)}</span>
              </button>
            ))}
            <form
              className={style.other}
              onSubmit={(event) => {
                event.preventDefault();
                advance(other);
              }}
            >
              <TextInput
                value={other}
                onChange={(event) => setOther(event.currentTarget.value)}
                placeholder={t('jumpOther')}
                aria-label={t('jumpOther')}
                size="sm"
              />
              <Button type="submit" size="sm" disabled={other.trim() === ''}>
                {t('go')}
              </Button>
            </form>
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
