import type { Failure } from '@khaacho/shared/messages/contract.ts';

/** Twilio's error codes in our words (https://www.twilio.com/docs/api/errors). Texts are never looked at: they change. */
const FAILURES: Record<number, Failure> = {
  20003: 'ACCOUNT', // authentication error
  20429: 'THROTTLED', // too many API calls
  21211: 'RECIPIENT_INVALID', // To is no phone number
  21408: 'CONFIGURATION', // region not enabled
  21603: 'ACCOUNT', // From is missing
  21606: 'ACCOUNT', // From is not ours
  21608: 'CONFIGURATION', // trial account, number not verified
  21610: 'OPTED_OUT', // replied STOP by SMS
  21614: 'RECIPIENT_INVALID', // no mobile number
  21617: 'CONTENT', // body above 1,600
  21655: 'NO_TEMPLATE', // ContentSid unknown
  21656: 'CONTENT', // ContentVariables invalid
  21658: 'CONTENT', // body above 1,600
  21910: 'CONTENT', // whatsapp: on one side only
  30003: 'UNREACHABLE_TODAY', // SMS: handset off or out of reach
  30004: 'OPTED_OUT', // SMS: blocked
  30005: 'RECIPIENT_INVALID', // SMS: unknown number
  30006: 'RECIPIENT_INVALID', // SMS: landline
  30007: 'POLICY', // SMS: filtered
  63003: 'RECIPIENT_INVALID', // no such WhatsApp user
  63005: 'POLICY', // content rejected
  63007: 'ACCOUNT', // From is no WhatsApp sender
  63013: 'POLICY', // policy violation
  63014: 'OPTED_OUT', // blocked or opted out
  63016: 'WINDOW_CLOSED',
  63018: 'RATE_LIMITED',
  63019: 'CONTENT', // media could not be fetched
  63021: 'CONTENT', // invalid content
  63024: 'RECIPIENT_INVALID',
  63032: 'UNREACHABLE_TODAY', // experiment of Meta's
  63049: 'MARKETING_CAP',
  63112: 'ACCOUNT', // sender disabled by Meta
};

/** Classified by HTTP status first: a proxy's HTML 502 has no code. A status below 500 says that nothing was taken. */
export function failureOf(code: number | null, status: number | null): Failure {
  if (status === 401) return 'ACCOUNT';
  if (status === 429) return 'THROTTLED';
  return (code === null ? undefined : FAILURES[code]) ?? 'UNKNOWN';
}
