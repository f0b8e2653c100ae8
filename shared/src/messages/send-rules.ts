import type { Failure, Medium, Purpose } from './contract.ts';

/** The window is believed closed this long before it is: a message on its way takes time. */
const WINDOW_MARGIN_MS = 60_000;
/** Twilio 63049: Meta's cap on advertising per person; nothing more for a day. */
export const MARKETING_REST_MS = 24 * 3_600_000;

export type SendFacts = {
  medium: Medium;
  purpose: Purpose;
  /** An approved template of this message is registered with the channel, in its language. */
  hasTemplate: boolean;
  /** The message may fall back to SMS, and channel and chat can. */
  smsPossible: boolean;
  chat: {
    /** Null for who is known only by a user id. */
    phone: string | null;
    windowEndsAt: Date | null;
    optedInAt: Date | null;
    optedOutAt: Date | null;
    smsOptedOutAt: Date | null;
    numberInvalidAt: Date | null;
    marketingRestsUntil: Date | null;
  };
};

export type SendRoute = { by: 'TEXT' } | { by: 'TEMPLATE' } | { by: 'SMS' } | { by: 'NONE'; failure: Failure };

/** How a message leaves, decided when it leaves: the window may have closed, and a no may have come, while it waited. */
export function routeOf(facts: SendFacts, now: Date): SendRoute {
  const { chat, purpose } = facts;
  if (facts.medium === 'SMS') return smsRoute(facts);
  const begunByUs = purpose === 'NOTICE' || purpose === 'MARKETING';
  if (begunByUs && chat.optedOutAt) return { by: 'NONE', failure: 'OPTED_OUT' };
  if (begunByUs && !chat.optedInAt) return { by: 'NONE', failure: 'NO_CONSENT' };
  if (purpose === 'MARKETING' && chat.marketingRestsUntil && chat.marketingRestsUntil > now)
    return { by: 'NONE', failure: 'MARKETING_CAP' };
  if (chat.numberInvalidAt) return otherwise(facts, 'RECIPIENT_INVALID');
  const open = isWindowOpen(chat.windowEndsAt, now);
  if (purpose === 'CODE') return codeRoute(facts, open);
  if (open) return { by: 'TEXT' };
  return facts.hasTemplate ? { by: 'TEMPLATE' } : otherwise(facts, 'NO_TEMPLATE');
}

/** Whether free text that leaves now still arrives within the 24 hours. */
export function isWindowOpen(windowEndsAt: Date | null, now: Date): boolean {
  return windowEndsAt !== null && windowEndsAt.getTime() - WINDOW_MARGIN_MS > now.getTime();
}

/** WhatsApp wants one-time codes in an authentication template, also within the window, and never to a bare user id. */
function codeRoute(facts: SendFacts, open: boolean): SendRoute {
  if (facts.chat.phone === null) return { by: 'NONE', failure: 'RECIPIENT_INVALID' };
  if (facts.hasTemplate) return { by: 'TEMPLATE' };
  const other = otherwise(facts, 'NO_TEMPLATE');
  return other.by === 'NONE' && open ? { by: 'TEXT' } : other;
}

function otherwise(facts: SendFacts, failure: Failure): SendRoute {
  return facts.smsPossible ? smsRoute(facts) : { by: 'NONE', failure };
}

function smsRoute({ chat, purpose }: SendFacts): SendRoute {
  if (chat.phone === null) return { by: 'NONE', failure: 'RECIPIENT_INVALID' };
  if (chat.smsOptedOutAt) return { by: 'NONE', failure: 'OPTED_OUT' };
  if (purpose === 'MARKETING') return { by: 'NONE', failure: 'POLICY' };
  return { by: 'SMS' };
}
