import { ActionIcon, ScrollArea, SegmentedControl, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useModel } from '../state/store.ts';
import { type Journey, journeysOf } from '../text/journeys.ts';
import { useWords } from '../text/language.ts';
import style from './inspector.module.css';
import { JourneyCard } from './journey-card.tsx';

type Filter = 'all' | 'in' | 'out' | 'trouble';

const filters: Record<Filter, (journey: Journey) => boolean> = {
  all: () => true,
  in: (journey) => journey.direction === 'in',
  out: (journey) => journey.direction === 'out',
  trouble: (journey) => journey.isTroubled,
};

/** What goes over the wire between Twilio and Khaacho, message by message. */
export function Inspector({ phones, onClose }: { phones: string[]; onClose: () => void }) {
  const { t } = useWords();
  const exchanges = useModel((model) => model.exchanges);
  const alerts = useModel((model) => model.alerts);
  const [filter, setFilter] = useState<Filter>('all');
  const [isNarrow, setNarrow] = useState(false);
  const [open, setOpen] = useState<number | null>(null);
  const journeys = useMemo(() => journeysOf(exchanges, alerts), [exchanges, alerts]);
  const shown = journeys.filter(
    (journey) => filters[filter](journey) && (!isNarrow || (journey.phone !== null && phones.includes(journey.phone))),
  );

  return (
    <aside className={style.panel} data-testid="inspector" aria-label={t('wireTitle')}>
      <header className={style.head}>
        <div>
          <h2>{t('wireTitle')}</h2>
          <p>{t('wireText')}</p>
        </div>
        <Tooltip label={t('hideInspector')} withArrow>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('hideInspector')} onClick={onClose}>
            <IconX size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className={style.filters}>
        <SegmentedControl
          size="xs"
          value={filter}
          onChange={(value) => setFilter(toFilter(value))}
          data={[
            { value: 'all', label: t('all') },
            { value: 'in', label: t('kindInbound') },
            { value: 'out', label: t('kindOutbound') },
            { value: 'trouble', label: t('kindTrouble') },
          ]}
        />
        <button type="button" className={style.toggle} aria-pressed={isNarrow} onClick={() => setNarrow(!isNarrow)}>
          {t('thesePhones')}
        </button>
      </div>
      <ScrollArea className={style.list} type="auto" scrollbarSize={8}>
        {shown.length === 0 && <p className={style.empty}>{t('wireEmpty')}</p>}
        {shown.map((journey) => (
          <JourneyCard
            key={journey.key}
            journey={journey}
            open={open}
            onOpen={(id) => setOpen(id === open ? null : id)}
          />
        ))}
      </ScrollArea>
    </aside>
  );
}

function toFilter(value: string): Filter {
  return value === 'in' || value === 'out' || value === 'trouble' ? value : 'all';
}
