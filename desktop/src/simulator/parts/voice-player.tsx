import { IconMicrophone, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../text/language.ts';
import style from './voice-player.module.css';

const BARS = 34;

/** A voice note as WhatsApp draws it. The bars are made up from the file's name, as the sound need not be loaded. */
export function VoicePlayer({ url, seed }: { url: string; seed: string }) {
  const { t } = useWords();
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [progress, setProgress] = useState(0);
  const [seconds, setSeconds] = useState<number | null>(null);

  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    const follow = () => {
      setProgress(
        Number.isFinite(element.duration) && element.duration > 0 ? element.currentTime / element.duration : 0,
      );
      setSeconds(Number.isFinite(element.duration) ? element.duration : null);
      setPlaying(!element.paused && !element.ended);
    };
    const events = ['timeupdate', 'loadedmetadata', 'durationchange', 'play', 'pause', 'ended'];
    for (const event of events) element.addEventListener(event, follow);
    return () => {
      for (const event of events) element.removeEventListener(event, follow);
    };
  }, []);

  const toggle = () => {
    const element = audio.current;
    if (!element) return;
    if (isPlaying) element.pause();
    else element.play().catch(() => setPlaying(false));
  };
  return (
    <div className={style.voice}>
      {/* biome-ignore lint/a11y/useMediaCaption: a voice note has no captions */}
      <audio ref={audio} src={url} preload="metadata" />
      <button type="button" onClick={toggle} aria-label={isPlaying ? t('pause') : t('play')}>
        {isPlaying ? <IconPlayerPauseFilled size={20} /> : <IconPlayerPlayFilled size={20} />}
      </button>
      <div className={style.bars} aria-hidden>
        {heights(seed).map((height, index) => (
          <i key={index} data-played={index / BARS < progress} style={{ height: `${height}%` }} />
        ))}
      </div>
      <small>{seconds === null ? '' : `0:${String(Math.min(59, Math.round(seconds))).padStart(2, '0')}`}</small>
      <IconMicrophone size={16} stroke={1.8} aria-hidden />
    </div>
  );
}

function heights(seed: string): number[] {
  let state = seed.split('').reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) >>> 0, 7);
  return Array.from({ length: BARS }, () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return 18 + ((state >>> 16) % 82);
  });
}
