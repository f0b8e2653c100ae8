import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useOutbox } from '../../replica/hooks.tsx';
import type { OutboxEntry } from '../../replica/replica-api.ts';
import { toastDone, toastRefused } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useRefusalWords } from '../words.ts';
import { useCommandWords } from './command-words.ts';
import classes from './sync-panel.module.css';

/** Why the server refused a command, in the person's language. */
export function useVerdictWords(): (entry: OutboxEntry) => string {
  const words = useRefusalWords();
  return ({ verdict }) => words(refusal(verdict?.code ?? 'INTERNAL', verdict?.message ?? '', verdict?.details ?? []));
}

/** Codes that may pass another time without anything being changed by hand. */
const mayPassLater = new Set([
  'BUSY',
  'UNAVAILABLE',
  'INSUFFICIENT_STOCK',
  'CREDIT_LIMIT_EXCEEDED',
  'NO_VENDOR',
  'DEPENDENCY_REFUSED',
  'RETAILER_BLOCKED',
  'INTERNAL',
]);

/** The conflict inbox: each refusal with its reason and what can be done about it. */
export function RefusedList() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const outbox = useOutbox();
  const nameOf = useCommandWords();
  const verdictWords = useVerdictWords();
  const refusalWords = useRefusalWords();

  const again = async (entry: OutboxEntry) => {
    const result = await outbox.resend(entry.id);
    if (result.ok) toastDone(t('sync.sentAgain'));
    else toastRefused(t('common.notDone'), refusalWords(result.error), t('common.close'));
  };
  const putAway = async (entry: OutboxEntry) => {
    await outbox.dismiss(entry.id);
    toastDone(t('sync.putAway'), { label: t('common.undo'), run: () => void outbox.restore(entry.id) });
  };

  return (
    <ul className={classes.list}>
      {outbox.refused.map((entry) => (
        <li key={entry.id} className={classes.refused} data-testid={`conflict-${entry.id}`}>
          <IconAlertTriangle size={16} aria-hidden />
          <div className={classes.words}>
            <div className={classes.what}>{nameOf(entry)}</div>
            <div>{verdictWords(entry)}</div>
            <div className={classes.quiet}>{t('sync.givenAt', { at: format.moment(entry.issuedAt, now) })}</div>
            <div className={classes.buttons}>
              {entry.verdict?.code && mayPassLater.has(entry.verdict.code) ? (
                <Button size="compact-sm" variant="default" onClick={() => void again(entry)}>
                  {t('sync.tryAgain')}
                </Button>
              ) : null}
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => void putAway(entry)}
                data-testid={`conflict-dismiss-${entry.id}`}
              >
                {t('sync.dismiss')}
              </Button>
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
