import { z } from 'zod';

/** Paisa: integer hundredths of a Nepali rupee. Never a float of rupees. */
export type Paisa = number;

/** Rs. 90 arab. Every product below it stays an exact integer in a double. */
export const MAX_PAISA: Paisa = 9_000_000_000_000;

export const paisaSchema = z.number().int().min(-MAX_PAISA).max(MAX_PAISA);
export const positivePaisaSchema = z.number().int().min(1).max(MAX_PAISA);
export const nonNegativePaisaSchema = z.number().int().min(0).max(MAX_PAISA);

/** Basis points: 1300 is 13 %. */
export type BasisPoints = number;

/** Integer division rounding half away from zero; exact for any safe integers because it works in BigInt. */
export function divideHalfUp(numerator: number | bigint, denominator: number | bigint): number {
  const n = BigInt(numerator);
  const d = BigInt(denominator);
  if (d <= 0n) throw new Error('divideHalfUp: the denominator must be positive');
  const sign = n < 0n ? -1n : 1n;
  const magnitude = n < 0n ? -n : n;
  return Number(sign * ((magnitude * 2n + d) / (d * 2n)));
}

/** `rate` basis points of `amount`, half up to the paisa. 210000 at 1300 → 27300. */
export function shareOf(amount: Paisa, rate: BasisPoints): Paisa {
  return divideHalfUp(BigInt(amount) * BigInt(rate), 10_000n);
}

/**
 * Splits `total` over `weights` so that the parts sum to it exactly (largest remainder; ties go to the earlier weight).
 * With all weights zero the whole falls on the first part. Weights must be non-negative, `total` non-negative.
 */
export function spread(total: Paisa, weights: readonly number[]): Paisa[] {
  if (weights.length === 0) {
    if (total !== 0) throw new Error('spread: nothing to spread on');
    return [];
  }
  const sum = weights.reduce((a, b) => a + BigInt(b), 0n);
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? total : 0));
  const exact = weights.map((weight) => BigInt(total) * BigInt(weight));
  const parts = exact.map((value) => value / sum);
  let left = Number(BigInt(total) - parts.reduce((a, b) => a + b, 0n));
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const result = parts.map(Number);
  for (const { index } of byRemainder) {
    if (left === 0) break;
    result[index] = (result[index] ?? 0) + 1;
    left -= 1;
  }
  return result;
}

/** `2373.00`: two decimals, no grouping. */
export function plainRupees(amount: Paisa): string {
  const magnitude = Math.abs(amount);
  const text = `${Math.trunc(magnitude / 100)}.${String(magnitude % 100).padStart(2, '0')}`;
  return amount < 0 ? `-${text}` : text;
}

/** Money in chat: `Rs.2373.00`, ungrouped, as retailers copy it into calculators. */
export function chatMoney(amount: Paisa): string {
  return amount < 0 ? `-Rs.${plainRupees(-amount)}` : `Rs.${plainRupees(amount)}`;
}

/** Lakh grouping of the whole part: 12345678 → 1,23,45,678. */
export function groupLakh(whole: string): string {
  if (whole.length <= 3) return whole;
  const head = whole.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ',');
  return `${head},${whole.slice(-3)}`;
}

/** Money on screens and documents: `Rs. 1,23,456.00`. */
export function formatMoney(amount: Paisa): string {
  const [whole = '0', fraction = '00'] = plainRupees(Math.abs(amount)).split('.');
  return `${amount < 0 ? '-' : ''}Rs. ${groupLakh(whole)}.${fraction}`;
}

/** Reads rupees a person typed (`1,234.5`, `Rs 50`, `रु ५००`). Null where it is not an amount with at most two decimals. */
export function parseRupees(text: string): Paisa | null {
  const ascii = text.replace(/[०-९]/g, (digit) => String('०१२३४५६७८९'.indexOf(digit)));
  const match = /^\s*(?:rs\.?|रु\.?)?\s*(\d[\d,]*)(?:\.(\d{1,2}))?\s*$/i.exec(ascii);
  if (!match?.[1]) return null;
  const value = Number(match[1].replace(/,/g, '')) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(value) && value <= MAX_PAISA ? value : null;
}
