import { createHash, randomBytes } from 'node:crypto';

/**
 * Sids are random, never counted or seeded: the application keeps them as unique keys, so a sid given twice
 * (after the journal was lost, say) would make a new message look like a repeated one.
 */
export function newSid(prefix: 'SM' | 'MM' | 'ME' | 'HX' | 'EX'): string {
  return `${prefix}${randomBytes(16).toString('hex')}`;
}

/** The business-scoped user id of a phone: always the same for the same business number and phone. */
export function bsuidOf(businessNumber: string, phone: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(`${businessNumber}|${phone}`).digest('hex').slice(0, 15)}`);
  return `NP.15${digits.toString().padStart(18, '0')}`;
}

/** A fixed sid of one account, such as that of its installed WhatsApp channel. */
export function derivedSid(prefix: 'XE', text: string): string {
  return `${prefix}${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}
