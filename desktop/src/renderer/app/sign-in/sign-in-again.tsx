import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useSession } from '../../replica/hooks.tsx';
import { useUser } from '../../session/user.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatPhone } from '../../ui/phone-text.ts';
import classes from './sign-in.module.css';
import { EnterCode, Refused } from './sign-in.tsx';

let ask: (() => void) | null = null;

/** Brings the question back that was put off. */
export function openSignInAgain(): void {
  ask?.();
}

/**
 * The session has ended while work went on here. Sending waits for the person; the work does not: the dialog can be put
 * off, and what is done meanwhile is kept. By password, or by a code where the account has only a phone.
 */
export function SignInAgain() {
  const { t } = useTranslation();
  const user = useUser();
  const [open, setOpen] = useState(true);
  useEffect(() => {
    ask = () => setOpen(true);
    return () => {
      ask = null;
    };
  }, []);
  const later = () => setOpen(false);
  return (
    <Dialog opened={open} onClose={later} title={t('signIn.againTitle')} width={400}>
      <p className={classes.text}>{t('signIn.againText', { name: user.name })}</p>
      {user.email !== null ? (
        <ByPassword email={user.email} onLater={later} />
      ) : user.phone !== null ? (
        <ByCode phone={user.phone} onLater={later} />
      ) : null}
    </Dialog>
  );
}

function ByPassword({ email, onLater }: { email: string; onLater: () => void }) {
  const { t } = useTranslation();
  const { signInWithPassword } = useSession();
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const result = await signInWithPassword(email, password);
    setBusy(false);
    setRefusal(result.ok ? null : result.error);
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <PasswordInput
        label={t('signIn.password')}
        autoComplete="current-password"
        data-autofocus
        value={password}
        data-testid="sign-in-password"
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Refused refusal={refusal} />
      <div className={classes.buttons} style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={onLater}>
          {t('signIn.later')}
        </Button>
        <Button type="submit" loading={busy} disabled={password === ''} data-testid="sign-in-submit">
          {t('signIn.submit')}
        </Button>
      </div>
    </form>
  );
}

function ByCode({ phone, onLater }: { phone: string; onLater: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { askForCode } = useSession();
  const [challenge, setChallenge] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = async () => {
    setBusy(true);
    const result = await askForCode(phone);
    setBusy(false);
    if (result.ok) setChallenge(result.value.challengeId);
    else setRefusal(result.error);
  };
  if (challenge !== null)
    return <EnterCode challenge={challenge} phone={format.digits(formatPhone(phone))} onBack={onLater} />;
  return (
    <div className={classes.form}>
      <Refused refusal={refusal} />
      <div className={classes.buttons} style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={onLater}>
          {t('signIn.later')}
        </Button>
        <Button loading={busy} onClick={() => void send()} data-autofocus data-testid="sign-in-ask-code">
          {t('signIn.askCode')}
        </Button>
      </div>
    </div>
  );
}
