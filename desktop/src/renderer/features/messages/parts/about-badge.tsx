import {
  IconAlertCircle,
  IconCash,
  IconHelp,
  IconMessageQuestion,
  IconPhoto,
  IconUserQuestion,
  IconX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { About } from '../queue.ts';
import classes from './question-list.module.css';

const icons = {
  COMPLAINT: IconAlertCircle,
  PAYMENT: IconCash,
  CANCEL: IconX,
  INQUIRY: IconHelp,
  MEDIA: IconPhoto,
  OTHER: IconMessageQuestion,
  STRANGER: IconUserQuestion,
} as const;

/** What a question is about: by shape and word, a complaint by colour too. */
export function AboutBadge({ about }: { about: About }) {
  const { t } = useTranslation();
  const Icon = icons[about];
  return (
    <span className={classes.about} data-about={about}>
      <Icon size={14} stroke={1.8} aria-hidden />
      {t(`inbox.about.${about}`)}
    </span>
  );
}
