import type { AlertDocument } from '@khaacho/shared/alerts/contract.ts';
import { errorCodeSchema, refusal } from '@khaacho/shared/kernel/errors.ts';
import type { i18n } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Figures, refusalSentence, spokenFigures } from '../../app/words.ts';
import { type Format, useFormat } from '../../language/format.ts';

/** Which sentence of `alertText` tells it: a kind may have several. */
function sentenceOf({ kind, figures }: AlertDocument): string {
  if (kind === 'DELIVERED_ELSEWHERE' && figures.orderNumber === undefined) return `${kind}_unknown`;
  if (kind === 'MESSAGE_UNREAD' && !figures.name) return `${kind}_unnamed`;
  if (kind === 'CHANNEL_TROUBLE' && figures.word !== undefined) return `${kind}_keyword`;
  if (kind === 'NO_VENDOR_LEFT' && Number(figures.dearer ?? 0) > 0) return `${kind}_dearer`;
  return kind;
}

/** Kinds with a cause of its own in each sentence of the server's, which is English: there it says more than ours. */
const toldByServer: readonly AlertDocument['kind'][] = ['MESSAGE_UNREAD', 'CHANNEL_TROUBLE'];

/** A kept fact tells its command and, as `CODE: sentence`, why it did not fit: both are said in words. */
function keptFact(figures: Figures, { t }: i18n, format: Format): Figures {
  const { type, because } = figures;
  if (typeof type !== 'string' || typeof because !== 'string') return figures;
  const [, code, message] = /^([A-Z_]+): (.*)$/s.exec(because) ?? [];
  const known = errorCodeSchema.safeParse(code);
  return {
    what: t(`command.${type}`, { defaultValue: type }),
    why: known.success ? refusalSentence(refusal(known.data, message ?? ''), t, format) : because,
  };
}

/**
 * What an alert says, in the person's language. Where there is no sentence for it, or an alert from before has not all of
 * its figures, the server's own English one stands.
 */
export function alertSentence(alert: AlertDocument, i18n: i18n, format: Format): string {
  if (i18n.language === 'en' && toldByServer.includes(alert.kind)) return alert.message;
  const figures: Figures = alert.kind === 'FACT_PARKED' ? keptFact(alert.figures, i18n, format) : alert.figures;
  const key = `alertText.${sentenceOf(alert)}`;
  const sentence: unknown = i18n.getResource(i18n.language, 'translation', key);
  if (typeof sentence !== 'string') return alert.message;
  const wanted = [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '');
  if (wanted.some((name) => figures[name] === undefined || figures[name] === null)) return alert.message;
  return i18n.t(key, { defaultValue: alert.message, ...spokenFigures(figures, i18n.t, format) });
}

/** The title of an alert and its particulars, in the person's language. */
export function useAlertWords(): (alert: AlertDocument) => { title: string; detail: string } {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  return useCallback(
    (alert) => ({ title: t(`alertKind.${alert.kind}`), detail: alertSentence(alert, i18n, format) }),
    [t, i18n, format],
  );
}
