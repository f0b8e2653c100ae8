import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import type { Result } from '@khaacho/shared/kernel/result.ts';
import type { Payloads } from '@khaacho/shared/sync/payloads.ts';
import type { CommandType } from '@khaacho/shared/sync/protocol.ts';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useCommand, useOutbox } from '../replica/hooks.tsx';
import { toastDone, toastRefused } from '../ui/toast.tsx';
import { useAgain } from './again.ts';
import { useRefusalWords } from './words.ts';

export type Do = <T extends CommandType>(
  type: T,
  payload: Payloads[T],
  /** What the toast says when it is saved here; left out, nothing is said. */
  done?: string,
) => Promise<Result<{ commandId: string }, Refusal>>;

/**
 * Gives a command and says in words how it went: saved here, or refused and what would make it pass. Given from a form that
 * was filled in again, it takes the place of the refused one.
 */
export function useDo(): Do {
  const send = useCommand();
  const words = useRefusalWords();
  const replaced = useReplaced();
  const { t } = useTranslation();
  return useCallback(
    async (type, payload, done) => {
      const result = await send(type, payload);
      if (result.ok) {
        await replaced(type);
        if (done) toastDone(done);
      } else toastRefused(t('common.notDone'), words(result.error), t('common.close'));
      return result;
    },
    [send, replaced, words, t],
  );
}

/** Puts the refused command away that this screen was opened for, once another of its kind was given. */
function useReplaced(): (type: CommandType) => Promise<void> {
  const again = useAgain();
  const { dismiss } = useOutbox();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  return useCallback(
    async (type) => {
      if (again?.type !== type) return;
      await dismiss(again.id);
      void navigate(`${pathname}${search}`, { replace: true, state: null });
    },
    [again, dismiss, navigate, pathname, search],
  );
}
