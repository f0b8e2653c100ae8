import { type ParkedFact, parkedFactSchema } from '@khaacho/shared/sync/parked-contract.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRefusalWords } from '../../app/words.ts';
import { usePostOnline } from '../../session/rest.ts';
import { useUser } from '../../session/user.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { useKeys } from '../../ui/keys.ts';
import { ReasonPicker } from '../../ui/reason-picker.tsx';
import { toastDone, toastRefused } from '../../ui/toast.tsx';

/** Book it now, or settle it by hand with a note; told to the server at once, since the list lies there. */
export function SettleButtons({ fact, onSettled }: { fact: ParkedFact; onSettled: () => void }) {
  const { t } = useTranslation();
  const words = useRefusalWords();
  const post = usePostOnline();
  const { role } = useUser();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const may = role === 'ADMIN' && fact.settled === null;

  const act = async (what: 'book' | 'dismiss', body: { note?: string }) => {
    if (busy) return;
    setBusy(true);
    const result = await post(`/parked-facts/${fact.id}/${what}`, body, parkedFactSchema);
    setBusy(false);
    if (!result.ok) return toastRefused(t('settle.stillNot'), words(result.error), t('common.close'));
    toastDone(t(what === 'book' ? 'settle.booked' : 'settle.dismissed'));
    onSettled();
  };
  useKeys(
    'settle',
    [
      { key: 'b', label: t('settle.book'), run: () => void act('book', {}) },
      { key: 'h', label: t('settle.byHand'), run: () => setAsking(true) },
    ],
    { enabled: may },
  );
  if (fact.settled !== null) return null;
  if (!may) return <span>{t('settle.onlyAdmin')}</span>;
  return (
    <>
      <ActionButton keyName="b" emphasis="main" onClick={() => void act('book', {})} testId="fact-book">
        {t('settle.book')}
      </ActionButton>
      <ActionButton keyName="h" onClick={() => setAsking(true)} testId="fact-dismiss">
        {t('settle.byHand')}
      </ActionButton>
      {asking ? (
        <ReasonPicker
          title={t('settle.byHandTitle')}
          text={t('settle.byHandText')}
          reasons={[]}
          freeText="must"
          danger={false}
          confirmLabel={t('settle.byHand')}
          onClose={() => setAsking(false)}
          onPick={(_, note) => {
            setAsking(false);
            void act('dismiss', { note });
          }}
        />
      ) : null}
    </>
  );
}
