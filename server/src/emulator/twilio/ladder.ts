import type { Callbacks } from './callbacks.ts';
import { type Core, isoNow } from './core.ts';
import { type DeliveryFailure, deliveryFailures, isDeliveryFailure } from './errors.ts';
import { fetchMedia } from './outbound-media.ts';
import type { MessageRecord, MessageStatus } from './records.ts';

/** Takes outbound messages up queued → sent → delivered → read, or down to where they fail. */
export interface Ladder {
  /** Starts with a message just kept. */
  begin(message: MessageRecord): void;
  /** Starts at once, without the first delay; settles when the first callback was answered. */
  hurry(message: MessageRecord): Promise<void>;
  /** Goes on, after a restart, with whatever had not arrived. */
  resume(message: MessageRecord): void;
  setStatus(message: MessageRecord, status: MessageStatus, failure?: DeliveryFailure): Promise<void>;
}

export const WINDOW_MS = 24 * 3_600_000;

/** When the customer-service window of a phone closes; null while it was never open. */
export function windowEnd(core: Core, phone: string): string | null {
  const last = core.state.contact(phone).lastInboundAt;
  return last === null ? null : new Date(Date.parse(last) + WINDOW_MS).toISOString();
}

const FINAL: ReadonlySet<MessageStatus> = new Set(['read', 'undelivered', 'failed', 'canceled', 'received']);

export function createLadder(core: Core, callbacks: Callbacks): Ladder {
  const delays = core.settings.statusDelaysMs;
  const budget = createPairRate(core);

  function setStatus(message: MessageRecord, status: MessageStatus, failure?: DeliveryFailure): Promise<void> {
    const errorCode = failure === undefined ? null : failure;
    const errorMessage = failure === undefined ? null : deliveryFailures[failure];
    const at = isoNow(core);
    core.record({ t: 'status', sid: message.sid, status, at, errorCode, errorMessage });
    const last = FINAL.has(status) || (status === 'delivered' && !getsRead(message));
    return callbacks.send(message, { status, at, errorCode, errorMessage }, last);
  }

  function getsRead(message: MessageRecord): boolean {
    return message.channel === 'whatsapp' && core.state.contact(message.phone).settings.readReceipts;
  }

  async function leave(message: MessageRecord): Promise<void> {
    const forced = core.chaos.takeCode('delivery');
    const own = message.channel === 'sms' ? null : whatsappFailure(core, message, budget);
    const failure = forced !== null && isDeliveryFailure(forced) ? forced : own;
    if (failure !== null) return setStatus(message, failure === 63016 ? 'undelivered' : 'failed', failure);
    if (message.mediaUrls.length > 0 && !(await fetchMedia(core, message))) return setStatus(message, 'failed', 63019);
    core.schedule.after(delays.delivered, () => arrive(message));
    return setStatus(message, 'sent');
  }

  function arrive(message: MessageRecord): Promise<void> {
    if (getsRead(message)) core.schedule.after(delays.read, () => setStatus(message, 'read'));
    return setStatus(message, 'delivered');
  }

  function begin(message: MessageRecord): void {
    const wait = message.sendAt === null ? 0 : Math.max(0, Date.parse(message.sendAt) - core.clock.now().getTime());
    core.schedule.after(wait + delays.sent, () => (message.status === 'canceled' ? undefined : leave(message)));
  }

  return {
    begin,
    setStatus,
    hurry: leave,
    resume(message) {
      if (FINAL.has(message.status)) return;
      if (message.status === 'sent') core.schedule.after(delays.delivered, () => arrive(message));
      else if (message.status !== 'delivered') begin(message);
      else if (getsRead(message)) core.schedule.after(delays.read, () => setStatus(message, 'read'));
    },
  };
}

// Meta: the body of a template, and of a message with buttons or a list, has at most this many characters.
const MAX_RICH_BODY = 1_024;

/** Why WhatsApp would not carry a message at this moment, or null. */
function whatsappFailure(core: Core, message: MessageRecord, budget: PairRate): DeliveryFailure | null {
  const contact = core.state.contact(message.phone);
  const isKnown = message.phone.startsWith('+');
  if (!isKnown || !contact.settings.onWhatsApp || (message.authentication && !message.to.startsWith('whatsapp:+')))
    return 63024;
  if (contact.settings.blocked || contact.optedOut.whatsapp) return 63014;
  const end = windowEnd(core, message.phone);
  const isOpen = end !== null && core.clock.now().getTime() < Date.parse(end);
  if (!isOpen && !message.template) return 63016;
  const isRich = message.contentSid !== null;
  if (isRich && message.body.length > MAX_RICH_BODY) return 63021;
  return budget.take(message.phone) ? null : 63018;
}

interface PairRate {
  take(phone: string): boolean;
}

/** A bucket per phone: full at `burst`, one more every `everyMs`; what is refused costs nothing. */
function createPairRate(core: Core): PairRate {
  const { burst, everyMs } = core.settings.pairRate;
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(phone) {
      const now = core.clock.now().getTime();
      const bucket = buckets.get(phone) ?? { tokens: burst, at: now };
      const gained = everyMs === 0 ? burst : (now - bucket.at) / everyMs;
      const tokens = Math.min(burst, bucket.tokens + gained);
      const allowed = tokens >= 1;
      buckets.set(phone, { tokens: allowed ? tokens - 1 : tokens, at: now });
      return allowed;
    },
  };
}
