import type { ParkedFact } from '@khaacho/shared/sync/parked-contract.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { Facts, Notice, Section } from '../../../ui/section.tsx';
import { deviceName } from '../device-name.ts';
import { useFactWords } from '../queries.ts';
import { useSaid } from '../said.ts';
import classes from './fact-details.module.css';

/** Why it did not fit, what was said, who said it when on which device, and how it ended. */
export function FactDetails({ fact }: { fact: ParkedFact }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = useSaid();
  const { why } = useFactWords()(fact);
  const { sender, device, settled } = fact;
  const role = sender.role === null ? null : t(`role.${sender.role}`);
  return (
    <>
      <Section title={t('settle.whySaid')}>
        <Notice>{why}</Notice>
      </Section>
      <Section title={t('settle.said')}>
        <Facts facts={said(fact.payload)} />
      </Section>
      <Section title={t('settle.origin')}>
        <Facts
          facts={[
            {
              label: t('settle.who'),
              value: [sender.name, sender.vendorName ?? role].filter(Boolean).join(', '),
            },
            {
              label: t('settle.device'),
              value: device.name === null ? t('settle.unnamedDevice') : deviceName(device.name),
            },
            { label: t('settle.happened'), value: t('settle.byClockOf', { at: format.stamp(fact.issuedAt) }) },
            { label: t('settle.told'), value: format.stamp(fact.receivedAt) },
          ]}
        />
      </Section>
      {settled ? (
        <Section title={t(settled.how === 'BOOKED' ? 'settle.booked' : 'settle.dismissed')}>
          <Facts
            facts={[
              {
                label: t('settle.who'),
                value: `${settled.by}, ${format.stamp(settled.at)}`,
              },
              ...(settled.note === null ? [] : [{ label: t('settle.note'), value: settled.note }]),
            ]}
          />
        </Section>
      ) : (
        <p className={classes.hint}>{t('settle.bookHint', { name: sender.name })}</p>
      )}
      <p className={classes.hint}>{t('settle.verdictStays')}</p>
    </>
  );
}
