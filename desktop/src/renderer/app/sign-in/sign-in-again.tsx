import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../replica/hooks.tsx';
import { useUser } from '../../session/user.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useRefusalWords } from '../words.ts';
import classes from './sign-in.module.css';

/**
 * The session has ended while work went on here. Sending waits for the password; the work does not: the dialog can be put
 * off, and what is done meanwhile is kept.
 */
export function SignInAgain() {
  const { t } = useTranslation();
  const words = useRefusalWords();
  const user = useUser();
  const { signInWithPassword } = useSession();
  const [open, setOpen] = useState(true);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (user.email === null) return;
    setBusy(true);
    const result = await signInWithPassword(user.email, password);
    setBusy(false);
    setRefusal(result.ok ? null : result.error);
  };
  if (user.email === null) return null;
  return (
    <Dialog opened={open} onClose={() => setOpen(false)} title={t('signIn.againTitle')} width={400}>
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        <p className={classes.text}>{t('signIn.againText', { name: user.name })}</p>
        <PasswordInput
          label={t('signIn.password')}
          autoComplete="current-password"
          data-autofocus
          value={password}
          data-testid="sign-in-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {refusal ? (
          <div role="alert" className={classes.refused}>
            {words(refusal)}
          </div>
        ) : null}
        <div className={classes.buttons} style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={() => setOpen(false)}>
            {t('signIn.later')}
          </Button>
          <Button type="submit" loading={busy} disabled={password === ''} data-testid="sign-in-submit">
            {t('signIn.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
