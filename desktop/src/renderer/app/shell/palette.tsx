import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NavPage } from '../nav.ts';
import classes from './palette.module.css';
import { usePaletteHits } from './palette-hits.tsx';

/** Ctrl+K: anything that is on this device, and anything that can be done from anywhere. */
export function Palette({ pages }: { pages: readonly NavPage[] }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const groups = usePaletteHits(query, pages);
  const empty = groups.every((group) => group.hits.length === 0);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut="mod + K"
      scrollable
      maxHeight={420}
      size={600}
      clearQueryOnClose
      classNames={{ content: classes.content }}
      overlayProps={{ backgroundOpacity: 0.28, blur: 0 }}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        aria-label={t('shell.search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        data-testid="palette-search"
      />
      <Spotlight.ActionsList>
        {empty ? <Spotlight.Empty>{t('common.nothingFound')}</Spotlight.Empty> : null}
        {groups
          .filter((group) => group.hits.length > 0)
          .map((group) => (
            <Spotlight.ActionsGroup key={group.title} label={group.title}>
              {group.hits.map((hit) => (
                <Spotlight.Action key={hit.id} onClick={hit.run} className={classes.hit}>
                  <span className={classes.icon}>{hit.icon}</span>
                  <span className={classes.label}>{hit.label}</span>
                  {hit.note ? <span className={classes.note}>{hit.note}</span> : null}
                </Spotlight.Action>
              ))}
            </Spotlight.ActionsGroup>
          ))}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
