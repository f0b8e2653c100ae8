import { NumberInput, TextInput } from '@mantine/core';
import { IconMapPin, IconSend2 } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../state/api.ts';
import { attempt } from '../state/live.ts';
import type { Place } from '../state/model.ts';
import { useModel } from '../state/store.ts';
import { useWords } from '../text/language.ts';
import style from './panels.module.css';
import { Sheet } from './sheet.tsx';

/** Spots in the Surkhet valley, to send without knowing coordinates. */
const spots: [string, number, number][] = [
  ['Birendranagar Bazaar', 28.6019, 81.6166],
  ['Mangalgadhi Chowk', 28.5947, 81.6355],
  ['Bulbule Tal', 28.5836, 81.6265],
  ['Latikoili', 28.5797, 81.6511],
  ['Chhinchu', 28.4733, 81.7058],
];

export function LocationPanel({ phone, onClose }: { phone: string; onClose: () => void }) {
  const { t } = useWords();
  const shop = useModel((model) => model.contacts[phone]?.name ?? null);
  const [latitude, setLatitude] = useState<number | string>(28.6019);
  const [longitude, setLongitude] = useState<number | string>(81.6166);
  const [label, setLabel] = useState(shop ?? '');
  const send = (place: Place) => {
    attempt(api.location(phone, place));
    onClose();
  };
  const isWhole = typeof latitude === 'number' && typeof longitude === 'number';
  return (
    <Sheet title={t('locationTitle')} onClose={onClose}>
      <div className={style.places}>
        {spots.map(([name, north, east]) => (
          <button
            key={name}
            type="button"
            onClick={() => send({ latitude: north, longitude: east, label: name, address: null })}
          >
            <IconMapPin size={22} stroke={1.7} />
            <span>
              <strong>{name}</strong>
              <small>
                {north.toFixed(4)}, {east.toFixed(4)}
              </small>
            </span>
          </button>
        ))}
      </div>
      <form
        className={style.foot}
        onSubmit={(event) => {
          event.preventDefault();
          if (isWhole) send({ latitude, longitude, label: label.trim() || null, address: null });
        }}
      >
        <div>
          <TextInput
            label={t('placeName')}
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
            size="sm"
            mb={8}
          />
          <div className={style.coordinates}>
            <NumberInput
              label={t('latitude')}
              value={latitude}
              onChange={setLatitude}
              min={-90}
              max={90}
              decimalScale={6}
              hideControls
              size="sm"
            />
            <NumberInput
              label={t('longitude')}
              value={longitude}
              onChange={setLongitude}
              min={-180}
              max={180}
              decimalScale={6}
              hideControls
              size="sm"
            />
          </div>
        </div>
        <button
          type="submit"
          className={style.round}
          disabled={!isWhole}
          aria-label={t('send')}
          data-testid="send-location"
        >
          <IconSend2 size={21} />
        </button>
      </form>
    </Sheet>
  );
}
