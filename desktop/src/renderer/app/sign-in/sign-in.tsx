import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import { normalisePhone } from '@khaacho/shared/kernel/phone.ts';
import { Button, PasswordInput, PinInput, SegmentedControl, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useSession } from '../../replica/hooks.tsx';
import { formatPhone } from '../../ui/phone-text.ts';
import { Notice } from '../../ui/section.tsx';
import { useRefusalWords } from '../words.ts';
import { Gate } from './gate.tsx';
import classes from './sign-in.module.css';

const LOCAL = ['127.0.0.1', 'localhost', '[::1]'];

/** The way in: e-mail and password, or a phone and the code sent to it. */
export function SignIn({ revoked = false, again = false }: { revoked?: boolean; again?: boolean }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<'password' | 'code'>('password');
  return (
    <Gate title={t(again ? 'signIn.againTitle' : 'signIn.title')}>
      {revoked ? <Notice>{t('signIn.revoked')}</Notice> : null}
      <SegmentedControl
        fullWidth
        value={way}
        aria-label={t('signIn.way')}
        data={[
          { value: 'password', label: t('signIn.byPassword') },
          { value: 'code', label: t('signIn.byCode') },
        ]}
        onChange={(value) => setWay(value === 'code' ? 'code' : 'password')}
      />
      {way === 'password' ? <PasswordForm /> : <CodeForm />}
      {LOCAL.includes(location.hostname) ? <p className={classes.hint}>{t('signIn.demo')}</p> : null}
    </Gate>
  );
}

/** Why it did not work, in words, beneath the fields. */
export function Refused({ refusal }: { refusal: Refusal | null }) {
  const words = useRefusalWords();
  return refusal ? (
    <div role="alert" className={classes.refused} data-testid="sign-in-error">
      {words(refusal)}
    </div>
  ) : null;
}

function PasswordForm() {
  const { t } = useTranslation();
  const { signInWithPassword } = useSession();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    const result = await signInWithPassword(email.trim(), password);
    setBusy(false);
    if (!result.ok) setRefusal(result.error);
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <TextInput
        label={t('signIn.email')}
        type="email"
        size="md"
        autoComplete="username"
        autoFocus
        required
        withAsterisk={false}
        value={email}
        data-testid="sign-in-email"
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('signIn.password')}
        size="md"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        data-testid="sign-in-password"
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Refused refusal={refusal} />
      <Button type="submit" size="md" loading={busy} data-testid="sign-in-submit">
        {t('signIn.submit')}
      </Button>
    </form>
  );
}

function CodeForm() {
  const { t } = useTranslation();
  const format = useFormat();
  const { askForCode } = useSession();
  const [phone, setPhone] = useState('');
  const [challenge, setChallenge] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [wrong, setWrong] = useState(false);

  const ask = async (event: FormEvent) => {
    event.preventDefault();
    const number = normalisePhone(phone);
    setWrong(number === null);
    if (number === null) return;
    setBusy(true);
    setRefusal(null);
    const result = await askForCode(number);
    setBusy(false);
    if (result.ok) setChallenge(result.value.challengeId);
    else setRefusal(result.error);
  };
  if (challenge !== null) {
    const shown = format.digits(formatPhone(normalisePhone(phone) ?? phone));
    return <EnterCode challenge={challenge} phone={shown} onBack={() => setChallenge(null)} />;
  }
  return (
    <form className={classes.form} onSubmit={(event) => void ask(event)}>
      <TextInput
        label={t('signIn.phone')}
        description={t('signIn.phoneHint')}
        type="tel"
        size="md"
        autoComplete="tel"
        autoFocus
        value={phone}
        error={wrong ? t('signIn.phoneWrong') : undefined}
        data-testid="sign-in-phone"
        onChange={(event) => {
          setPhone(event.currentTarget.value);
          setWrong(false);
        }}
      />
      <Refused refusal={refusal} />
      <Button type="submit" size="md" loading={busy} data-testid="sign-in-ask-code">
        {t('signIn.askCode')}
      </Button>
    </form>
  );
}

export function EnterCode({ challenge, phone, onBack }: { challenge: string; phone: string; onBack: () => void }) {
  const { t } = useTranslation();
  const { signInWithCode } = useSession();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const submit = async (typed: string) => {
    setBusy(true);
    setRefusal(null);
    const result = await signInWithCode(challenge, typed);
    setBusy(false);
    if (result.ok) return;
    setRefusal(result.error);
    setCode('');
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === 6) void submit(code);
      }}
    >
      <p className={classes.text}>{t('signIn.codeSent', { phone })}</p>
      <PinInput
        length={6}
        type="number"
        size="md"
        oneTimeCode
        autoFocus
        value={code}
        aria-label={t('signIn.code')}
        getInputProps={() => ({ 'aria-label': t('signIn.code') })}
        data-testid="sign-in-code"
        onChange={setCode}
        onComplete={(typed) => void submit(typed)}
      />
      <Refused refusal={refusal} />
      <Button type="submit" size="md" loading={busy} disabled={code.length < 6} data-testid="sign-in-verify">
        {t('signIn.submit')}
      </Button>
      <Button variant="subtle" size="sm" onClick={onBack}>
        {t('signIn.otherNumber')}
      </Button>
    </form>
  );
}
