import { Button } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useNow } from '../../ui/use-now.ts';
import type { SyncNotice } from './sync-notices.ts';
import classes from './sync-panel.module.css';
import { useSyncPanel } from './sync-panel-context.ts';

/** A notice in one sentence. */
export function useNoticeWords(): (notice: SyncNotice) => { text: string; action: string } {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const since = useSyncPanel()?.offlineSince ?? null;
  return useCallback(
    ({ kind, figure }) => {
      switch (kind) {
        case 'RESTORED':
          return figure === 0
            ? { text: t('notice.RESTORED'), action: t('noticeAction.RESTORED') }
            : {
                text: t('notice.RESTORED_HANDED_BACK', { count: figure, shown: format.count(figure) }),
                action: t('noticeAction.RESTORED_HANDED_BACK'),
              };
        case 'CLOCK_AHEAD':
        case 'CLOCK_BEHIND':
          return { text: t(`notice.${kind}`, { span: format.duration(figure) }), action: t(`noticeAction.${kind}`) };
        case 'PACED':
          return {
            text: t('notice.PACED', {
              wait: t('notice.seconds', { shown: format.count(Math.ceil(figure / 1000)) }),
            }),
            action: t('noticeAction.PACED'),
          };
        case 'STORAGE_LOW':
          return {
            text: t('notice.STORAGE_LOW', { free: format.bytes(figure) }),
            action: t('noticeAction.STORAGE_LOW'),
          };
        case 'LONG_OFFLINE':
          return {
            text: t('notice.LONG_OFFLINE', { at: since === null ? '—' : format.moment(since, now) }),
            action: t('noticeAction.LONG_OFFLINE'),
          };
        default:
          return { text: t(`notice.${kind}`), action: t(`noticeAction.${kind}`) };
      }
    },
    [t, format, now, since],
  );
}

/** One sentence and one thing to do about it. */
export function SyncNoticeBox({ notice, strip = false }: { notice: SyncNotice; strip?: boolean }) {
  const words = useNoticeWords();
  const control = useSyncPanel();
  const { text, action } = words(notice);
  const Icon = notice.weight === 'stop' ? IconAlertTriangle : IconInfoCircle;
  return (
    <div
      className={strip ? classes.strip : classes.notice}
      data-weight={notice.weight}
      role="status"
      data-testid={`notice-${notice.kind}`}
    >
      <Icon size={16} aria-hidden />
      <div title={text}>{text}</div>
      <Button size="compact-sm" variant="default" onClick={() => control?.actOn(notice.kind)}>
        {action}
      </Button>
    </div>
  );
}
