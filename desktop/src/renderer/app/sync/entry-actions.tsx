import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOutbox } from '../../replica/hooks.tsx';
import type { OutboxEntry } from '../../replica/replica-api.ts';
import { useUser } from '../../session/user.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { toastDone, toastRefused } from '../../ui/toast.tsx';
import { hasForm, useGoAgain } from '../again.ts';
import { useRefusalWords } from '../words.ts';
import { useCommandWords } from './command-words.ts';
import { entryForSupport } from './copy-entry.ts';
import classes from './sync-panel.module.css';

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

/** Codes after which there is nothing left to look at or to do. */
const over = new Set(['ORDER_TAKEN_AWAY', 'ORDER_UNKNOWN', 'ORDER_NOT_YOURS', 'OFFER_UNKNOWN', 'ALERT_UNKNOWN']);

export type EntryAction = 'change' | 'again' | 'open' | 'discard' | 'bringBack' | 'copy';
/** The key of each, while the entry has the focus. */
export const actionKeys: Record<EntryAction, string> = {
  change: 'e',
  again: 't',
  open: 'o',
  discard: 'x',
  bringBack: 'b',
  copy: 'c',
};

/** What a person can do with each entry, and the question that is asked before one is discarded. */
export function useEntryActions(onLeave: () => void) {
  const { t } = useTranslation();
  const user = useUser();
  const outbox = useOutbox();
  const refusalWords = useRefusalWords();
  const { place, go } = useGoAgain(user.role);
  const [asking, setAsking] = useState<OutboxEntry | null>(null);

  const offered = useCallback(
    (entry: OutboxEntry): EntryAction[] => {
      const goes = place(entry) !== null && !over.has(entry.verdict?.code ?? '');
      const refused = entry.state === 'refused';
      const actions: (EntryAction | false)[] = [
        refused && goes && hasForm(entry.type) && 'change',
        refused && mayPassLater.has(entry.verdict?.code ?? '') && 'again',
        goes && !(refused && hasForm(entry.type)) && 'open',
        refused && 'discard',
        entry.state === 'dismissed' && 'bringBack',
        'copy',
      ];
      return actions.filter((action) => action !== false);
    },
    [place],
  );

  const run = async (action: EntryAction, entry: OutboxEntry) => {
    switch (action) {
      case 'change':
      case 'open':
        onLeave();
        return go(entry);
      case 'again': {
        const result = await outbox.resend(entry.id);
        if (result.ok) toastDone(t('sync.sentAgain'));
        else toastRefused(t('common.notDone'), refusalWords(result.error), t('common.close'));
        return;
      }
      case 'discard':
        return setAsking(entry);
      case 'bringBack':
        return outbox.restore(entry.id);
      case 'copy':
        return navigator.clipboard.writeText(entryForSupport(entry)).then(
          () => toastDone(t('sync.copied')),
          () => toastRefused(t('common.notDone'), t('sync.copyFailed'), t('common.close')),
        );
    }
  };
  const discard = async (entry: OutboxEntry) => {
    setAsking(null);
    await outbox.dismiss(entry.id);
    toastDone(t('sync.discarded'), { label: t('common.undo'), run: () => void outbox.restore(entry.id) });
  };
  const question = asking ? (
    <DiscardQuestion entry={asking} onClose={() => setAsking(null)} onDiscard={() => void discard(asking)} />
  ) : null;
  return { offered, run: (action: EntryAction, entry: OutboxEntry) => void run(action, entry), question };
}

function DiscardQuestion({
  entry,
  onClose,
  onDiscard,
}: {
  entry: OutboxEntry;
  onClose: () => void;
  onDiscard: () => void;
}) {
  const { t } = useTranslation();
  const words = useCommandWords();
  return (
    <Dialog onClose={onClose} title={t('sync.discardTitle')} width={420}>
      <p className={classes.question}>{t('sync.discardText', { what: words(entry) })}</p>
      <div className={classes.buttonsRight}>
        <Button variant="default" onClick={onClose}>
          {t('common.back')}
        </Button>
        <Button color="red.8" onClick={onDiscard} data-autofocus data-testid="discard-confirm">
          {t('sync.discard')}
        </Button>
      </div>
    </Dialog>
  );
}

const labels = {
  change: 'sync.change',
  again: 'sync.tryAgain',
  open: 'sync.open',
  discard: 'sync.discard',
  bringBack: 'sync.bringBack',
  copy: 'sync.copy',
} as const;

/** The actions as buttons, the one that helps most first. */
export function ActionButtons({
  entry,
  actions,
  current,
  onRun,
}: {
  entry: OutboxEntry;
  /** Only the buttons of the entry the arrows stand on are on the way of the Tab key. */
  current: boolean;
  actions: readonly EntryAction[];
  onRun: (action: EntryAction, entry: OutboxEntry) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={classes.buttons}>
      {actions.map((action, index) => (
        <Button
          key={action}
          size="compact-sm"
          variant={index === 0 && entry.state === 'refused' && action !== 'discard' ? 'filled' : 'default'}
          rightSection={<kbd className={classes.key}>{actionKeys[action].toUpperCase()}</kbd>}
          tabIndex={current ? 0 : -1}
          onClick={() => onRun(action, entry)}
          data-testid={`entry-${action}-${entry.id}`}
        >
          {t(labels[action])}
        </Button>
      ))}
    </div>
  );
}
