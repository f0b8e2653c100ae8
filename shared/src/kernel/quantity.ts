import { z } from 'zod';
import { divideHalfUp, type Paisa } from './money.ts';

/** Thousandths of the sold unit: 10 packets are 10000, half a kilo is 500. Exact, never a float. */
export type Milli = number;

/** A million units; above it somebody leant on a key. */
export const MAX_MILLI: Milli = 1_000_000_000;

export const quantityMilliSchema = z.number().int().min(1).max(MAX_MILLI);

/** Reads `10`, `0.5`, `"2.125"`. Null for more than three places, signs, exponents or anything else. */
export function parseQuantity(input: number | string): Milli | null {
  const text = typeof input === 'number' ? String(input) : input.trim();
  const match = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(text);
  if (!match?.[1]) return null;
  return Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0'));
}

/** Quantity at a REST door: a decimal number or string with at most three places, greater than zero. */
export const quantityInputSchema = z.union([z.number(), z.string()]).transform((input, context) => {
  const milli = parseQuantity(input);
  if (milli === null || milli < 1 || milli > MAX_MILLI) {
    context.addIssue({
      code: 'custom',
      message: 'A quantity is greater than 0, at most 1000000, with at most three decimals.',
    });
    return z.NEVER;
  }
  return milli;
});

/** `10`, `0.5`, `2.125`: no trailing zeros. */
export function formatQuantity(milli: Milli): string {
  const sign = milli < 0 ? '-' : '';
  const magnitude = Math.abs(milli);
  const fraction = String(magnitude % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  const whole = String(Math.trunc(magnitude / 1000));
  return `${sign}${whole}${fraction ? `.${fraction}` : ''}`;
}

/** Price of a quantity, half up to the paisa. */
export function priceOf(unitPricePaisa: Paisa, quantityMilli: Milli): Paisa {
  return divideHalfUp(BigInt(unitPricePaisa) * BigInt(quantityMilli), 1000n);
}
