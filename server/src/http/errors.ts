import { type ErrorCode, type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { isUnavailable, isUniqueViolation } from '../db/failures.ts';

/** HTTP status of every code a client may meet. A new code without a line here does not compile. */
export const statusOf: Record<ErrorCode, number> = {
  VALIDATION_ERROR: 400,
  MALFORMED_BODY: 400,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  RATE_LIMITED: 429,
  IDEMPOTENCY_KEY_REUSED: 409,
  IDEMPOTENCY_KEY_REQUIRED: 400,
  VERSION_CONFLICT: 409,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  OTP_INVALID: 401,
  OTP_EXPIRED: 401,
  OTP_LOCKED: 429,
  CREDENTIALS_INVALID: 401,
  REFRESH_REUSED: 401,
  DEVICE_REVOKED: 401,
  USER_DISABLED: 401,
  UPGRADE_REQUIRED: 426,
  SIGNATURE_INVALID: 403,
  RETAILER_UNKNOWN: 404,
  RETAILER_BLOCKED: 409,
  PRODUCT_UNKNOWN: 404,
  PRODUCT_AMBIGUOUS: 409,
  QUANTITY_INVALID: 422,
  MIN_QUANTITY: 409,
  MIN_ORDER_AMOUNT: 409,
  INSUFFICIENT_STOCK: 409,
  CREDIT_LIMIT_EXCEEDED: 409,
  NO_VENDOR: 409,
  PRICE_CHANGED: 409,
  DRAFT_EXPIRED: 409,
  DRAFT_UNKNOWN: 404,
  SAFE_MODE: 409,
  ORDER_UNKNOWN: 404,
  ORDER_NOT_YOURS: 403,
  ORDER_MOVE_ILLEGAL: 409,
  ORDER_TAKEN_AWAY: 409,
  REASON_REQUIRED: 422,
  OFFER_UNKNOWN: 404,
  STOCK_BELOW_RESERVED: 409,
  AMOUNT_INVALID: 422,
  LIMIT_INVALID: 422,
  ALERT_UNKNOWN: 404,
  TEXT_TOO_LONG: 422,
  MESSAGE_UNKNOWN: 404,
  WINDOW_CLOSED: 409,
  NO_CHAT: 409,
  COMMAND_UNKNOWN: 400,
  COMMAND_MALFORMED: 400,
  COMMAND_OUT_OF_ORDER: 409,
  DEPENDENCY_REFUSED: 409,
  BUSY: 503,
};

/** Seconds after which asking again makes sense, for the Retry-After header; null where waiting changes nothing. */
export function retryAfterOf(refused: Refusal): number | null {
  const stated = refused.details
    .map((detail) => detail.figures?.retryAfterSeconds)
    .find((value) => typeof value === 'number');
  if (typeof stated === 'number') return stated;
  return statusOf[refused.code] === 503 ? 1 : null;
}

export function rateLimited(retryAfterSeconds: number): Refusal {
  return refusal('RATE_LIMITED', 'Too many requests: wait a little and try again.', [
    { issue: 'rate limited', figures: { retryAfterSeconds } },
  ]);
}

function numberField(error: Error, name: string): number | null {
  const value = name in error ? Reflect.get(error, name) : null;
  return typeof value === 'number' ? value : null;
}

/**
 * What a client learns about something thrown: nothing of ours leaves. `expected` is false for a bug, which is logged with
 * its stack under the request id the client was given.
 */
export function refusalOfThrown(error: unknown): { refused: Refusal; expected: boolean } {
  if (isUnavailable(error)) {
    return {
      refused: refusal('UNAVAILABLE', 'The service is busy or restarting: try again in a moment.'),
      expected: true,
    };
  }
  // Two wrote the same thing in one instant, past the check that would have named the field.
  if (isUniqueViolation(error)) {
    return {
      refused: refusal('VERSION_CONFLICT', 'Somebody did the same at this moment: look again.'),
      expected: true,
    };
  }
  // Express and its parsers mark what the client did wrong with a 4xx status.
  const status = error instanceof Error ? (numberField(error, 'status') ?? numberField(error, 'statusCode')) : null;
  if (status === 413)
    return { refused: refusal('PAYLOAD_TOO_LARGE', 'The request body is too large.'), expected: true };
  if (status === 415) {
    return { refused: refusal('UNSUPPORTED_MEDIA_TYPE', 'This content encoding is not understood.'), expected: true };
  }
  if (status !== null && status >= 400 && status < 500) {
    return { refused: refusal('MALFORMED_BODY', 'The request could not be read.'), expected: true };
  }
  return {
    refused: refusal('INTERNAL', 'Something went wrong on our side. Quote the request id when you report it.'),
    expected: false,
  };
}
