import twilio from 'twilio';
import { z } from 'zod';

/** How a send ended. `unknown`: the provider may have taken it; it must be looked for before it is sent again. */
export type SendOutcome =
  | { kind: 'sent'; providerId: string }
  | { kind: 'refused'; errorCode: string; permanent: boolean }
  | { kind: 'unknown'; errorCode: string };

export type Outbound = {
  /** `whatsapp:+977…` */
  to: string;
  body: string;
  /** Sent instead of `body` where set: outside the 24-hour window only templates go through. */
  template: { sid: string; variables: Record<string, string> } | null;
  statusCallback: string;
};

/** What the domain needs of a WhatsApp provider; nothing below this line knows Twilio's names. */
export type WhatsAppProvider = {
  /** True where the request was signed by the provider. `url` is exactly what the provider was told to call. */
  verify(signature: string | undefined, url: string, params: Record<string, string | string[]>): boolean;
  send(message: Outbound): Promise<SendOutcome>;
  /** The provider's ids of messages sent to `to` with this very body since a time, newest first. */
  findSent(to: string, body: string, since: Date): Promise<string[]>;
};

export type TwilioSettings = { accountSid: string; authToken: string; whatsappNumber: string; baseUrl: string | null };

/** Ten seconds; the library waits thirty. A retailer waits for the next message behind this one. */
const TIMEOUT_MS = 10_000;
/** Recipient, content or account will not get better by waiting. */
const PERMANENT = new Set([
  20003, 21211, 21408, 21603, 21606, 21608, 21610, 21617, 21656, 21658, 21910, 63003, 63005, 63007, 63013, 63014, 63016,
  63021, 63024,
]);

const restErrorSchema = z.object({ status: z.number(), code: z.union([z.number(), z.string()]).optional() });

export function createTwilio(settings: TwilioSettings): WhatsAppProvider {
  const client = twilio(settings.accountSid, settings.authToken, { timeout: TIMEOUT_MS });
  if (settings.baseUrl) client.api.baseUrl = settings.baseUrl;
  return {
    verify: (signature, url, params) =>
      signature !== undefined && twilio.validateRequest(settings.authToken, signature, url, params),
    send: async (message) => {
      try {
        const content = message.template
          ? { contentSid: message.template.sid, contentVariables: JSON.stringify(message.template.variables) }
          : { body: message.body };
        const sent = await client.messages.create({
          from: settings.whatsappNumber,
          to: message.to,
          statusCallback: message.statusCallback,
          ...content,
        });
        return { kind: 'sent', providerId: sent.sid };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    findSent: async (to, body, since) => {
      const listed = await client.messages.list({ to, dateSentAfter: new Date(since.getTime() - 60_000), limit: 50 });
      const earliest = new Date(since.getTime() - 2_000);
      return listed
        .filter((sent) => sent.body === body && sent.direction.startsWith('outbound') && sent.dateCreated >= earliest)
        .map((sent) => sent.sid);
    },
  };
}

/** An answer with a status below 500 says the message was not taken; a time-out, a cut line or a 5xx says nothing. */
function outcomeOf(error: unknown): SendOutcome {
  const answer = restErrorSchema.safeParse(error);
  if (!answer.success) return { kind: 'unknown', errorCode: 'no-answer' };
  const code = Number(answer.data.code ?? answer.data.status);
  if (answer.data.status >= 500) return { kind: 'unknown', errorCode: String(answer.data.code ?? answer.data.status) };
  if (answer.data.status === 429) return { kind: 'refused', errorCode: String(code), permanent: false };
  return { kind: 'refused', errorCode: String(code), permanent: PERMANENT.has(code) || answer.data.status === 401 };
}
