import { ActionIcon, Menu, SegmentedControl, Tooltip, useMantineColorScheme } from '@mantine/core';
import {
  IconDeviceDesktop,
  IconDeviceMobile,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconMoon,
  IconRoute,
  IconSun,
} from '@tabler/icons-react';
import type { Columns } from '../state/screen.ts';
import { useModel } from '../state/store.ts';
import { type Language, useWords } from '../text/language.ts';
import type { Word } from '../text/words.en.ts';
import { ChaosMenu } from './chaos-menu.tsx';
import { ClockMenu } from './clock-menu.tsx';
import style from './top-bar.module.css';

interface Props {
  columns: number;
  onColumns: (columns: Columns) => void;
  onLanguage: (language: Language) => void;
  isCompact: boolean;
  onCompact: (isCompact: boolean) => void;
  isWireOpen: boolean;
  onWire: (isOpen: boolean) => void;
}

export function TopBar(props: Props) {
  const { t, language } = useWords();
  const fold = props.isCompact ? t('showShops') : t('hideShops');
  const wire = props.isWireOpen ? t('hideInspector') : t('showInspector');
  return (
    <header className={style.bar}>
      <Tooltip label={fold} withArrow>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={fold}
          onClick={() => props.onCompact(!props.isCompact)}
        >
          {props.isCompact ? (
            <IconLayoutSidebarLeftExpand size={20} stroke={1.7} />
          ) : (
            <IconLayoutSidebarLeftCollapse size={20} stroke={1.7} />
          )}
        </ActionIcon>
      </Tooltip>
      <div className={style.brand}>
        <h1>{t('title')}</h1>
        <p>{t('subtitle')}</p>
      </div>
      <LinkState />
      <PhoneCount columns={props.columns} onColumns={props.onColumns} />
      <ClockMenu />
      <ChaosMenu />
      <SegmentedControl
        className={style.language}
        aria-label={t('language')}
        size="xs"
        value={language}
        onChange={(value) => props.onLanguage(value === 'ne' ? 'ne' : 'en')}
        data={[
          { value: 'en', label: 'EN' },
          { value: 'ne', label: 'ने' },
        ]}
      />
      <Colours />
      <Tooltip label={wire} withArrow>
        <ActionIcon
          variant={props.isWireOpen ? 'light' : 'subtle'}
          color={props.isWireOpen ? 'teal' : 'gray'}
          size={36}
          aria-label={wire}
          aria-pressed={props.isWireOpen}
          data-testid="toggle-inspector"
          onClick={() => props.onWire(!props.isWireOpen)}
        >
          <IconRoute size={20} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}

/** Says whether the page still hears everything; quiet while it does. */
function LinkState() {
  const { t } = useWords();
  const link = useModel((model) => model.link);
  const word = link === 'live' ? t('live') : link === 'lost' ? t('reconnecting') : t('connecting');
  return (
    <span className={style.link} data-link={link} role="status">
      <i aria-hidden />
      {word}
    </span>
  );
}

const counts: [Columns, Word][] = [
  [1, 'onePhone'],
  [2, 'twoPhones'],
  [3, 'threePhones'],
];

function PhoneCount({ columns, onColumns }: Pick<Props, 'columns' | 'onColumns'>) {
  const { t } = useWords();
  return (
    <div className={style.counts} role="group" aria-label={t('phones')}>
      {counts.map(([count, word]) => (
        <Tooltip key={count} label={t(word)} withArrow>
          <button
            type="button"
            aria-label={t(word)}
            aria-pressed={columns === count}
            data-testid={`phones-${count}`}
            onClick={() => onColumns(count)}
          >
            {Array.from({ length: count }, (_, index) => (
              <IconDeviceMobile key={index} size={18} stroke={1.7} />
            ))}
          </button>
        </Tooltip>
      ))}
    </div>
  );
}

function Colours() {
  const { t } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choices = [
    { value: 'light' as const, label: t('light'), icon: <IconSun size={17} stroke={1.7} /> },
    { value: 'dark' as const, label: t('dark'), icon: <IconMoon size={17} stroke={1.7} /> },
    { value: 'auto' as const, label: t('system'), icon: <IconDeviceDesktop size={17} stroke={1.7} /> },
  ];
  const chosen = choices.find((choice) => choice.value === colorScheme) ?? choices[2];
  return (
    <Menu position="bottom-end" withArrow>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('colours')} title={t('colours')}>
          {chosen?.icon}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map((choice) => (
          <Menu.Item
            key={choice.value}
            leftSection={choice.icon}
            aria-checked={choice.value === colorScheme}
            onClick={() => setColorScheme(choice.value)}
          >
            {choice.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
