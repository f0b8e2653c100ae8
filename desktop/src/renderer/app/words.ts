import type { Detail, ErrorCode, Refusal } from '@khaacho/shared/kernel/errors.ts';
import { orderStateSchema } from '@khaacho/shared/orders/contract.ts';
import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Format, useFormat } from '../language/format.ts';

export type Figures = Record<string, string | number | null>;

/** Figures as the person reads them: money, quantities and days by how their names end, state words in their language. */
export function spokenFigures(figures: Figures, t: TFunction, format: Format): Record<string, string> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]): [string, string] => {
      if (value === null) return [name, '—'];
      if (name.endsWith('Paisa')) return [name, format.money(Number(value))];
      if (name.endsWith('Milli')) return [name, format.quantity(Number(value))];
      if (name.endsWith('Day')) return [name, format.day(String(value))];
      if (name === 'state') {
        const state = orderStateSchema.safeParse(value);
        return [name, state.success ? t(`orderState.${state.data}`) : String(value)];
      }
      // What is looked up by its letters (`orderNumber`, `receiptNumber`, `errorCode`) stays as it is printed.
      if (/(?:Number|Code)$/.test(name)) return [name, String(value)];
      return [name, typeof value === 'number' ? format.count(value) : format.digits(value)];
    }),
  );
}

/** Codes whose details each tell of one good: one line for each. */
const perLine: readonly ErrorCode[] = ['INSUFFICIENT_STOCK', 'MIN_QUANTITY'];

/** Codes that say different things by their detail's `issue`; a catalogue entry `<CODE>_<name>` stands for each. */
const byIssue = {
  'not approved': 'RETAILER_BLOCKED_unapproved',
  blocked: 'RETAILER_BLOCKED_stopped',
  overdue: 'RETAILER_BLOCKED_overdue',
  'offered anew': 'ORDER_TAKEN_AWAY_anew',
  DISK_FULL: 'UNAVAILABLE_diskFull',
  LOCAL_WRITE: 'UNAVAILABLE_notWritten',
} as const;

function keyOf(code: ErrorCode, detail: Detail | undefined) {
  const special = detail ? Object.entries(byIssue).find(([issue]) => issue === detail.issue)?.[1] : undefined;
  if (special?.startsWith(code)) return `errors.${special}` as const;
  // Codes with a sentence that needs figures have a plain one for when they come without.
  const hasFigures = Object.keys(detail?.figures ?? {}).length > 0;
  if (!hasFigures && (code === 'CREDIT_LIMIT_EXCEEDED' || code === 'MIN_ORDER_AMOUNT' || code === 'PRICE_CHANGED')) {
    return `errors.${code}_plain` as const;
  }
  if (!hasFigures && (code === 'STOCK_BELOW_RESERVED' || code === 'INSUFFICIENT_STOCK' || code === 'MIN_QUANTITY')) {
    return `errors.${code}_plain` as const;
  }
  if (code === 'WINDOW_CLOSED' && !detail?.figures?.phone) return 'errors.WINDOW_CLOSED_plain';
  if (code === 'ORDER_MOVE_ILLEGAL' && detail?.figures?.state === undefined) return 'errors.ORDER_MOVE_ILLEGAL_plain';
  return `errors.${code}` as const;
}

/** What happened, why, and what would make it pass, in the person's language. */
export function refusalSentence(refusal: Refusal, t: TFunction, format: Format): string {
  const { code, details } = refusal;
  const first = details[0];
  // A newer server may know codes this version does not: its English sentence is better than none.
  const say = (key: string, figures: Figures = {}) =>
    t(key, { defaultValue: refusal.message, ...spokenFigures(figures, t, format) });
  if (perLine.includes(code) && details.some((detail) => detail.figures)) {
    return details.map((detail) => say(keyOf(code, detail), detail.figures)).join(' ');
  }
  return say(keyOf(code, first), first?.figures);
}

/** `refusalSentence` for the person at this desk. */
export function useRefusalWords(): (refusal: Refusal) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return useCallback((refusal) => refusalSentence(refusal, t, format), [t, format]);
}
