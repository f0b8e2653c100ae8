import { useNow } from '../state/clock.ts';
import { clockTime } from '../text/format.ts';
import { useWords } from '../text/language.ts';
import style from './chat-header.module.css';

/** The strip on top of every phone; its clock is the demo's. */
export function StatusBar() {
  const now = useNow(10_000);
  const { language } = useWords();
  return (
    <div className={style.statusBar} aria-hidden>
      <span>{now === 0 ? '' : clockTime(now, language)}</span>
      <i className={style.camera} />
      <svg viewBox="0 0 56 14" width="56" height="14" fill="currentColor">
        <rect x="0" y="9" width="3" height="4" rx="1" />
        <rect x="4.5" y="6.5" width="3" height="6.5" rx="1" />
        <rect x="9" y="4" width="3" height="9" rx="1" />
        <rect x="13.5" y="1.5" width="3" height="11.5" rx="1" opacity=".4" />
        <path d="M27.5 12.6 21 5.2a10 10 0 0 1 13 0Z" />
        <rect x="39.6" y="2.6" width="12.8" height="9.8" rx="2.6" fill="none" stroke="currentColor" strokeWidth="1.2" />
        <rect x="41.4" y="4.4" width="7.4" height="6.2" rx="1.2" />
        <rect x="53.4" y="5.6" width="1.8" height="3.8" rx=".9" />
      </svg>
    </div>
  );
}
