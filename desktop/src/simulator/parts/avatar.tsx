import { IconUserQuestion } from '@tabler/icons-react';
import { digits, initials } from '../text/format.ts';
import style from './avatar.module.css';

/** The round picture of a shop: its initials on a colour of its own; a stranger has none. */
export function Avatar({ phone, name, size = 42 }: { phone: string; name: string | null; size?: number }) {
  // Neighbouring numbers get colours far apart: the golden angle.
  const hue = Math.round((Number(digits(phone).slice(-6)) * 137.508) % 360);
  return (
    <span
      className={style.avatar}
      style={{ width: size, height: size, fontSize: size * 0.36, '--hue': hue } as React.CSSProperties}
      aria-hidden
    >
      {name === null ? <IconUserQuestion size={size * 0.52} stroke={1.6} /> : initials(name)}
    </span>
  );
}

/** Khaacho's own picture on the phones. */
export function BusinessAvatar({ size = 36 }: { size?: number }) {
  return (
    <span className={style.business} style={{ width: size, height: size }} aria-hidden>
      <svg viewBox="0 0 32 32" width={size * 0.62} height={size * 0.62} role="presentation">
        <path
          d="M5 12.5 7.2 6h17.6L27 12.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.2"
          strokeLinejoin="round"
        />
        <path
          d="M5 12.5a3.7 3.7 0 0 0 7.3 0 3.7 3.7 0 0 0 7.4 0 3.7 3.7 0 0 0 7.3 0"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.2"
        />
        <path
          d="M7.5 17v9h17v-9M13 26v-6h6v6"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.2"
          strokeLinejoin="round"
        />
      </svg>
    </span>
  );
}
