import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog.tsx';
import { useKeys } from './keys.ts';
import classes from './reason-picker.module.css';

export type Reason = { value: string; label: string };

/**
 * Asks why, from a short list: a digit picks, Enter sends. `freeText` says whether words are needed (`must`), welcome
 * (`may`) or not asked (`none`).
 */
export function ReasonPicker({
  title,
  text,
  reasons,
  freeText,
  initialNote = '',
  confirmLabel,
  danger = true,
  onPick,
  onClose,
}: {
  title: string;
  text?: string;
  reasons: readonly Reason[];
  freeText: 'must' | 'may' | 'none';
  /** What stands in the field already. */
  initialNote?: string;
  confirmLabel: string;
  danger?: boolean;
  onPick: (reason: string, note: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState(reasons[0]?.value ?? '');
  const [note, setNote] = useState(initialNote);
  const enough = freeText !== 'must' || note.trim().length >= 3;
  const submit = () => {
    if (enough) onPick(reason, note.trim());
  };
  useKeys(
    'reasons',
    reasons.map(({ value, label }, index) => ({ key: String(index + 1), label, run: () => setReason(value) })),
    { inDialog: true },
  );
  return (
    <Dialog onClose={onClose} title={title} width={460}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {text ? <p className={classes.text}>{text}</p> : null}
        {reasons.length > 0 ? (
          <div className={classes.list} role="radiogroup" aria-label={title}>
            {reasons.map(({ value, label }, index) => (
              <label key={value} className={classes.reason} data-on={value === reason}>
                <input
                  type="radio"
                  name="reason"
                  value={value}
                  checked={value === reason}
                  data-autofocus={value === reason || undefined}
                  data-testid={`reason-${value}`}
                  onChange={() => setReason(value)}
                />
                <span>{label}</span>
                <kbd aria-hidden>{index + 1}</kbd>
              </label>
            ))}
          </div>
        ) : null}
        {freeText === 'none' ? null : (
          <Textarea
            label={freeText === 'must' ? t('reason.why') : t('reason.note')}
            description={freeText === 'must' ? t('reason.whyHint') : undefined}
            autosize
            minRows={2}
            maxRows={5}
            maxLength={500}
            mt="sm"
            value={note}
            data-autofocus={reasons.length === 0 || undefined}
            data-testid="reason-note"
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common.back')}
          </Button>
          <Button type="submit" color={danger ? 'red.8' : undefined} disabled={!enough} data-testid="reason-confirm">
            {confirmLabel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
