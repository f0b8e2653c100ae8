import { rejectReasonSchema } from '@khaacho/shared/orders/contract.ts';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** A reason as a person reads it: reasons from the list in their language, typed words as they were typed. */
export function useReasonWords(): (reason: string) => string {
  const { t } = useTranslation();
  return useCallback(
    (reason) => {
      const [head = '', ...rest] = reason.split(': ');
      const listed = rejectReasonSchema.safeParse(head);
      return listed.success ? [t(`rejectReason.${listed.data}`), ...rest].join(': ') : reason;
    },
    [t],
  );
}
