import { IconFileText, IconMapPinFilled } from '@tabler/icons-react';
import { api } from '../state/api.ts';
import type { Media, Message, Place } from '../state/model.ts';
import { fileSize } from '../text/format.ts';
import { useWords } from '../text/language.ts';
import style from './attached.module.css';
import { VoicePlayer } from './voice-player.tsx';

/** What hangs on a message: photos, voice notes, files, a pin on the map. */
export function Attached({ message }: { message: Message }) {
  return (
    <>
      {message.media.map((media) => (
        <One key={media.url} media={media} />
      ))}
      {message.location && <Pin place={message.location} />}
    </>
  );
}

function One({ media }: { media: Media }) {
  const { t } = useWords();
  const url = api.mediaUrl(media.url);
  if (/^image\/(jpeg|png|webp|gif)/.test(media.contentType)) {
    return (
      <a className={style.photo} href={url} target="_blank" rel="noreferrer" title={t('openPhoto')}>
        <img src={url} alt={media.filename ?? t('photo')} loading="lazy" />
      </a>
    );
  }
  if (media.contentType.startsWith('audio/')) return <VoicePlayer url={url} seed={media.url} />;
  if (/^video\/(mp4|webm)/.test(media.contentType)) {
    // biome-ignore lint/a11y/useMediaCaption: what a person attaches has no captions
    return <video className={style.photo} src={url} controls preload="metadata" />;
  }
  return (
    <a className={style.file} href={url} download={media.filename ?? undefined} title={t('download')}>
      <IconFileText size={30} stroke={1.4} />
      <span>
        {media.filename ?? t('document')}
        <small>{[fileSize(media.bytes), extension(media.filename)].filter(Boolean).join(' · ')}</small>
      </span>
    </a>
  );
}

/** `XLSX` of `prices.xlsx`: what a person knows a file by. */
function extension(filename: string | null): string | null {
  return /\.([A-Za-z0-9]{1,5})$/.exec(filename ?? '')?.[1]?.toUpperCase() ?? null;
}

/** No map is fetched from anywhere: a drawn one, shifted by the coordinates so that places look different. */
function Pin({ place }: { place: Place }) {
  const { t } = useWords();
  const shift = `${-Math.round((Math.abs(place.longitude) * 1_000) % 90)} ${-Math.round((Math.abs(place.latitude) * 1_000) % 60)}`;
  return (
    <div className={style.pin}>
      <svg viewBox="0 0 260 120" preserveAspectRatio="xMidYMid slice" role="img" aria-label={t('locationPin')}>
        <g transform={`translate(${shift})`} className={style.map}>
          <rect width="380" height="220" />
          <path className={style.park} d="M20 130 90 96l52 30-28 62H30ZM250 20l70-10 20 60-60 24Z" />
          <path className={style.river} d="M-10 60C60 30 90 90 150 70s90-60 240-20" />
          <path
            className={style.road}
            d="M0 160C90 120 180 150 380 96M70 0c20 70 20 140-10 220M190 0c-10 80 30 120 40 220M0 20l380 60"
          />
          <path className={style.lane} d="M100 40l80 150M20 90h200M260 60v120M300 30l60 150" />
        </g>
      </svg>
      <IconMapPinFilled className={style.marker} size={34} />
      <div>
        <strong>{place.label ?? t('locationPin')}</strong>
        <small>{place.address ?? `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`}</small>
      </div>
    </div>
  );
}
