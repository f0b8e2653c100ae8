import type { AlertDocument } from '@khaacho/shared/alerts/contract.ts';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * The title of an alert in the person's language, and its particulars. The server's own sentence is English: it stands
 * under the title as it is.
 */
export function useAlertWords(): (alert: AlertDocument) => { title: string; detail: string } {
  const { t } = useTranslation();
  return useCallback((alert) => ({ title: t(`alertKind.${alert.kind}`), detail: alert.message }), [t]);
}
