import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useReplica } from '../../replica/hooks.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/section.tsx';

/** Signing out wipes the local documents; what is not sent yet stays sealed for the same person, and the dialog says so. */
export function SignOutDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const replica = useReplica();
  const [busy, setBusy] = useState(false);
  const waiting = replica.pendingCount();
  const leave = async () => {
    setBusy(true);
    await replica.signOut();
  };
  return (
    <Dialog onClose={onClose} title={t('shell.signOutTitle')} width={440}>
      {waiting > 0 ? (
        <Notice>{t('shell.signOutWaiting', { count: waiting, shown: format.count(waiting) })}</Notice>
      ) : (
        <p style={{ margin: 0 }}>{t('shell.signOutText')}</p>
      )}
      <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end', marginTop: 16 }}>
        <Button variant="default" onClick={onClose}>
          {t('common.back')}
        </Button>
        <Button
          color={waiting > 0 ? 'red.8' : undefined}
          loading={busy}
          onClick={() => void leave()}
          data-testid="sign-out-confirm"
        >
          {t(waiting > 0 ? 'shell.signOutAnyway' : 'shell.signOut')}
        </Button>
      </div>
    </Dialog>
  );
}
