import type { AlertDocument } from '@khaacho/shared/alerts/contract.ts';
import { useMemo } from 'react';
import { useDocuments } from '../../replica/hooks.tsx';
import type { QueryResult } from '../../replica/replica-api.ts';

const weight = { CRITICAL: 0, WARNING: 1, INFO: 2 };

/** What a person has to look at: worst first, then oldest. */
export function useOpenAlerts(): QueryResult<AlertDocument> {
  const result = useDocuments('alerts', { selector: { acknowledgedAt: null } });
  return useMemo(
    () => ({
      ...result,
      documents: [...result.documents].sort(
        (a, b) => weight[a.severity] - weight[b.severity] || a.openedAt.localeCompare(b.openedAt),
      ),
    }),
    [result],
  );
}
