import { z } from 'zod';

/**
 * Reads a Nepali mobile number as people write it (`98XXXXXXXX`, `+977 98…`, `00977…`, Devanagari digits) into E.164.
 * Other countries' numbers pass when they are already E.164. Null for anything else.
 */
export function normalisePhone(text: string): string | null {
  const digits = text
    .replace(/[०-९]/g, (digit) => String('०१२३४५६७८९'.indexOf(digit)))
    .replace(/^whatsapp:/, '')
    .replace(/[\s\-().]/g, '');
  if (/^9[678]\d{8}$/.test(digits)) return `+977${digits}`;
  if (/^(?:\+|00)?9779[678]\d{8}$/.test(digits)) return `+${digits.replace(/^(?:\+|00)/, '')}`;
  if (/^\+[1-9]\d{7,14}$/.test(digits)) return digits;
  return null;
}

export const phoneSchema = z.string().transform((text, context) => {
  const phone = normalisePhone(text);
  if (phone === null) {
    context.addIssue({ code: 'custom', message: 'Write the number as 98XXXXXXXX or +97798XXXXXXXX.' });
    return z.NEVER;
  }
  return phone;
});
