import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useReplica } from '../../replica/hooks.tsx';
import type { ReplicaState } from '../../replica/replica-api.ts';
import { Gate } from './gate.tsx';
import classes from './sign-in.module.css';

/** Another tab works with this device's documents; only one may at a time. */
export function OtherTab({ taken }: { taken: boolean }) {
  const { t } = useTranslation();
  const replica = useReplica();
  return (
    <Gate title={t(taken ? 'otherTab.takenTitle' : 'otherTab.title')}>
      <p className={classes.text}>{t('otherTab.text')}</p>
      <Button size="md" onClick={() => void replica.takeOver()} data-testid="take-over">
        {t('otherTab.takeOver')}
      </Button>
    </Gate>
  );
}

/** Nothing works until a person does something: what, and why. */
export function Failed({ code }: { code: Extract<ReplicaState, { kind: 'failed' }>['code'] }) {
  const { t } = useTranslation();
  return (
    <Gate title={t(`failed.${code}.title`)}>
      <p className={classes.text}>{t(`failed.${code}.text`)}</p>
      <Button size="md" variant="default" onClick={() => location.reload()}>
        {t('common.tryAgain')}
      </Button>
    </Gate>
  );
}
