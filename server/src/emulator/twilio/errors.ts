/** A refusal as Twilio words it: `status` is the HTTP status, `code` the number of its error catalogue. */
export interface TwilioError {
  status: number;
  code: number;
  message: string;
}

export function twilioError(status: number, code: number, message: string): TwilioError {
  return { status, code, message };
}

/** The JSON body of an error answer, as the v2010 and v1 APIs write it. */
export function errorBody(error: TwilioError): Record<string, string | number> {
  return {
    code: error.code,
    message: error.message,
    more_info: `https://www.twilio.com/docs/errors/${error.code}`,
    status: error.status,
  };
}

export const notFound = (path: string) => twilioError(404, 20404, `The requested resource ${path} was not found`);

/** Codes that arrive later, in a status callback, with the text Twilio keeps in its catalogue. */
export const deliveryFailures = {
  30003: 'Unreachable destination handset',
  30005: 'Unknown destination handset',
  63003: 'Channel could not find To address',
  63005: 'Channel did not accept given content',
  63013: 'Channel policy violation',
  63014: 'Message delivery failed because the recipient has blocked the sender or opted out',
  63016: 'Failed to send freeform message because you are outside the allowed window. Please use a Message Template.',
  63018: 'Rate limit exceeded for Channel',
  63019: 'Media failed to download',
  63021: 'Channel invalid content error',
  63024: 'Invalid message recipient',
  63032: 'User is part of a Meta experiment and cannot receive this message',
  63049: 'Meta chose not to deliver this WhatsApp marketing message',
  63112: 'The Meta and/or WhatsApp Business Accounts connected to this Sender were disabled by Meta',
} as const;
export type DeliveryFailure = keyof typeof deliveryFailures;

export function isDeliveryFailure(code: number): code is DeliveryFailure {
  return code in deliveryFailures;
}
