import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import type { Result } from '@khaacho/shared/kernel/result.ts';
import type { Payloads } from '@khaacho/shared/sync/payloads.ts';
import type { CommandType } from '@khaacho/shared/sync/protocol.ts';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../replica/hooks.tsx';
import { toastDone, toastRefused } from '../ui/toast.tsx';
import { useRefusalWords } from './words.ts';

export type Do = <T extends CommandType>(
  type: T,
  payload: Payloads[T],
  /** What the toast says when it is saved here; left out, nothing is said. */
  done?: string,
) => Promise<Result<{ commandId: string }, Refusal>>;

/** Gives a command and says in words how it went: saved here, or refused and what would make it pass. */
export function useDo(): Do {
  const send = useCommand();
  const words = useRefusalWords();
  const { t } = useTranslation();
  return useCallback(
    async (type, payload, done) => {
      const result = await send(type, payload);
      if (result.ok) {
        if (done) toastDone(done);
      } else toastRefused(t('common.notDone'), words(result.error), t('common.close'));
      return result;
    },
    [send, words, t],
  );
}
