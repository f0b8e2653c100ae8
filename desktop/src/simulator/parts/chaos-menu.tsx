import { Popover, Switch, TextInput } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../state/api.ts';
import { attempt } from '../state/live.ts';
import { store, useModel } from '../state/store.ts';
import { useWords } from '../text/language.ts';
import type { Word } from '../text/words.en.ts';
import style from './top-bar.module.css';

/** What goes wrong and how often, until a profile from the server says otherwise. */
const standard: [Word, number][] = [
  ['duplicateInbound', 0.2],
  ['duplicateStatus', 0.2],
  ['reorderStatus', 0.2],
  ['earlyCallback', 0.2],
  ['dropInbound', 0.01],
  ['dropStatus', 0.01],
  ['createThrottled', 0.02],
  ['createFails', 0.02],
  ['createLost', 0.02],
];

export function ChaosMenu() {
  const { t } = useWords();
  const chaos = useModel((model) => model.world?.chaos);
  const [seed, setSeed] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  if (!chaos) return null;
  const turn = (on: boolean) => attempt(api.chaos(on, seed?.trim() || undefined).then(store.world));
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={style.pill}
          data-on={chaos.on}
          data-testid="chaos"
          onClick={() => setOpen(!isOpen)}
        >
          <IconBolt size={17} stroke={1.7} />
          {chaos.on ? t('chaosOn') : t('chaos')}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={style.card}>
        <h2>{t('chaos')}</h2>
        <p>{t('chaosText')}</p>
        <Switch
          checked={chaos.on}
          onChange={(event) => turn(event.currentTarget.checked)}
          label={t('chaosSwitch')}
          color="orange"
          data-testid="chaos-switch"
        />
        <dl className={style.rates}>
          {standard.map(([word, share]) => (
            <Rate key={word} word={word} share={chaos.profile?.[word] ?? share} />
          ))}
        </dl>
        <TextInput
          label={t('chaosSeed')}
          value={seed ?? chaos.seed}
          onChange={(event) => setSeed(event.currentTarget.value)}
          size="sm"
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Rate({ word, share }: { word: Word; share: number }) {
  const { t } = useWords();
  return (
    <>
      <dt>{Math.round(share * 100)} %</dt>
      <dd>{t(word)}</dd>
    </>
  );
}
