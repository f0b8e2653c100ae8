import { parseRupees } from '@khaacho/shared/kernel/money.ts';
import type { RetailerDocument } from '@khaacho/shared/parties/contract.ts';
import { Button, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFilledIn } from '../../app/again.ts';
import { FilledIn } from '../../app/filled-in.tsx';
import { useDo } from '../../app/send.ts';
import { useFormat } from '../../language/format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { MoneyEntry, moneyInput } from '../../ui/money-entry.tsx';
import { ReasonPicker } from '../../ui/reason-picker.tsx';

/** A new limit with the reason for it; zero is a limit too. */
export function LimitDialog({ retailer, onClose }: { retailer: RetailerDocument; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const act = useDo();
  const before = useFilledIn('credit.setLimit');
  const [limit, setLimit] = useState(() =>
    moneyInput(String((before?.limitPaisa ?? retailer.credit.limitPaisa) / 100)),
  );
  const [reason, setReason] = useState(before?.reason ?? '');
  const paisa = limit.paisa ?? parseRupees(limit.text);
  const ready = paisa !== null && paisa !== retailer.credit.limitPaisa && reason.trim().length >= 3;
  const used = retailer.credit.outstandingPaisa + retailer.credit.reservedPaisa;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (paisa === null || !ready) return;
    const done = t('credit.done.limit', { name: retailer.name, limit: format.money(paisa) });
    const result = await act('credit.setLimit', { retailerId: retailer.id, limitPaisa: paisa, reason }, done);
    if (result.ok) onClose();
  };
  return (
    <Dialog onClose={onClose} title={t('credit.limitTitle', { name: retailer.name })} width={460}>
      <form onSubmit={(event) => void submit(event)} style={{ display: 'grid', gap: 12 }}>
        {before ? <FilledIn /> : null}
        <MoneyEntry
          label={t('credit.newLimit')}
          value={limit}
          onChange={setLimit}
          testId="limit-amount"
          data-autofocus
        />
        {paisa !== null && paisa < used ? (
          <p style={{ margin: 0, color: 'var(--k-warn)' }}>{t('credit.limitBelowUse', { used: format.money(used) })}</p>
        ) : null}
        <Textarea
          label={t('reason.why')}
          description={t('reason.whyHint')}
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          data-testid="limit-reason"
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {t('common.back')}
          </Button>
          <Button type="submit" disabled={!ready} data-testid="limit-submit">
            {t('credit.setLimit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Stops new orders of a shop, or lets them through again; both with a reason that others will read. */
export function BlockDialog({ retailer, onClose }: { retailer: RetailerDocument; onClose: () => void }) {
  const { t } = useTranslation();
  const act = useDo();
  const name = retailer.name;
  const blocked = retailer.block !== null;
  const before = useFilledIn(blocked ? 'credit.unblock' : 'credit.block');
  return (
    <ReasonPicker
      title={t(blocked ? 'credit.unblockTitle' : 'credit.blockTitle', { name })}
      text={t(blocked ? 'credit.unblockText' : 'credit.blockText')}
      reasons={[]}
      freeText="must"
      initialNote={before?.reason ?? ''}
      danger={!blocked}
      confirmLabel={t(blocked ? 'credit.unblock' : 'credit.block')}
      onClose={onClose}
      onPick={(_, reason) => {
        onClose();
        void act(
          blocked ? 'credit.unblock' : 'credit.block',
          { retailerId: retailer.id, reason },
          t(blocked ? 'credit.done.unblock' : 'credit.done.block', { name }),
        );
      }}
    />
  );
}
