import { IconAlertCircleFilled } from '@tabler/icons-react';
import type { Message } from '../state/model.ts';
import { useWords } from '../text/language.ts';
import style from './ticks.module.css';

/** One grey tick: written. Two grey: with Twilio. Two blue: Khaacho has answered the webhook. */
export function Ticks({ delivery }: { delivery: Message['delivery'] }) {
  const { t } = useWords();
  if (delivery === 'lost') {
    return <IconAlertCircleFilled className={style.lost} size={15} aria-label={t('tickLost')} title={t('tickLost')} />;
  }
  const label = delivery === 'accepted' ? t('tickTaken') : t('tickTwilio');
  return (
    <svg
      className={style.ticks}
      data-taken={delivery === 'accepted'}
      viewBox="0 0 18 12"
      width="18"
      height="12"
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <path d="M1 6.6 4.4 10 11 2.4" />
      {delivery !== null && <path d="m8.2 9 .9 1L16 2.4" />}
    </svg>
  );
}
