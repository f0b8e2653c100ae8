import { z } from 'zod';

/** The closed list of codes a client may meet, in REST, verdicts and socket refusals alike. Add, never rename. */
export const errorCodes = [
  // Doors
  'VALIDATION_ERROR',
  'MALFORMED_BODY',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'RATE_LIMITED',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_KEY_REQUIRED',
  'VERSION_CONFLICT',
  'INTERNAL',
  'UNAVAILABLE',
  // People
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'OTP_INVALID',
  'OTP_EXPIRED',
  'OTP_LOCKED',
  'CREDENTIALS_INVALID',
  'REFRESH_REUSED',
  'DEVICE_REVOKED',
  'USER_DISABLED',
  'UPGRADE_REQUIRED',
  'SIGNATURE_INVALID',
  // Orders, stock, credit
  'RETAILER_UNKNOWN',
  'RETAILER_BLOCKED',
  'PRODUCT_UNKNOWN',
  'PRODUCT_AMBIGUOUS',
  'QUANTITY_INVALID',
  'MIN_QUANTITY',
  'MIN_ORDER_AMOUNT',
  'INSUFFICIENT_STOCK',
  'CREDIT_LIMIT_EXCEEDED',
  'NO_VENDOR',
  'PRICE_CHANGED',
  'DRAFT_EXPIRED',
  'DRAFT_UNKNOWN',
  'SAFE_MODE',
  'ORDER_UNKNOWN',
  'ORDER_NOT_YOURS',
  'ORDER_MOVE_ILLEGAL',
  'ORDER_TAKEN_AWAY',
  'REASON_REQUIRED',
  'OFFER_UNKNOWN',
  'STOCK_BELOW_RESERVED',
  'AMOUNT_INVALID',
  'LIMIT_INVALID',
  'ALERT_UNKNOWN',
  'TEXT_TOO_LONG',
  // Messages
  'MESSAGE_UNKNOWN',
  'WINDOW_CLOSED',
  'NO_CHAT',
  // Commands
  'COMMAND_UNKNOWN',
  'COMMAND_MALFORMED',
  'COMMAND_OUT_OF_ORDER',
  'DEPENDENCY_REFUSED',
  'BUSY',
] as const;

export const errorCodeSchema = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** One thing that would have to change: which field, what is wrong, and the figures a screen or a chat line can show. */
export const detailSchema = z.object({
  field: z.string().optional(),
  issue: z.string(),
  /** What would make it pass, as figures: shortfallPaisa, availableMilli, maxOrderPaisa … */
  figures: z.record(z.string(), z.union([z.number(), z.string(), z.null()])).optional(),
});
export type Detail = z.infer<typeof detailSchema>;

/** An expected "no". `message` is one English sentence; `refusal-words.ts` says it in the reader's language. */
export const refusalSchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  details: z.array(detailSchema),
});
export type Refusal = z.infer<typeof refusalSchema>;

export function refusal(code: ErrorCode, message: string, details: Detail[] = []): Refusal {
  return { code, message, details };
}
