import type { AlertDocument } from '@khaacho/shared/alerts/contract.ts';
import { useTranslation } from 'react-i18next';
import { useDo } from '../../app/send.ts';
import { ReasonPicker } from '../../ui/reason-picker.tsx';

/** Why a question needs no reply in chat; the words stay with it. */
const reasons = ['called', 'visited', 'needsNone', 'notForUs', 'other'] as const;

/** Closes the open questions of a chat without a reply, with a reason. */
export function SettleDialog({ alerts, onClose }: { alerts: readonly AlertDocument[]; onClose: () => void }) {
  const { t } = useTranslation();
  const act = useDo();
  return (
    <ReasonPicker
      title={t('inbox.settleTitle')}
      text={t('inbox.settleText')}
      reasons={reasons.map((value) => ({ value, label: t(`inbox.settleReason.${value}`) }))}
      freeText="may"
      confirmLabel={t('inbox.settle')}
      danger={false}
      onClose={onClose}
      onPick={(value, words) => {
        onClose();
        const known = reasons.find((reason) => reason === value) ?? 'other';
        const reason = known === 'other' && words ? '' : t(`inbox.settleReason.${known}`);
        const note = [reason, words].filter(Boolean).join(': ').slice(0, 500);
        for (const [index, { id }] of alerts.entries())
          void act('alert.acknowledge', { alertId: id, note }, index === 0 ? t('inbox.settled') : undefined);
      }}
    />
  );
}
