import { type Core, isoNow } from './core.ts';
import { windowEnd } from './ladder.ts';
import type { MessageRecord } from './records.ts';

/** A message as the phone page shows it. `mine`: written by the person who holds the phone. */
export function messageView(core: Core, message: MessageRecord) {
  const quoted = message.quotes === null ? undefined : core.state.message(message.quotes);
  return {
    sid: message.sid,
    phone: message.phone,
    channel: message.channel,
    mine: message.direction === 'inbound',
    type: message.messageType,
    body: message.body,
    header: message.header,
    footer: message.footer,
    media: message.media.map((media) => ({
      url: `media/${message.sid}/${media.sid}`,
      contentType: media.contentType,
      bytes: media.bytes,
      filename: media.filename,
      voice: media.voice,
    })),
    location: message.location,
    buttons: message.buttons,
    list: message.list,
    quote: quoted
      ? { sid: quoted.sid, body: quoted.body, type: quoted.messageType, mine: quoted.direction === 'inbound' }
      : null,
    payload: message.payload,
    template: message.template,
    status: message.status,
    errorCode: message.errorCode,
    errorMessage: message.errorMessage,
    delivery: message.delivery,
    at: message.createdAt,
    history: message.history,
  };
}
export type MessageView = ReturnType<typeof messageView>;

/** A phone in the list of shops. */
export function contactView(core: Core, phone: string) {
  const contact = core.state.contact(phone);
  const shop = core.directory.find(phone);
  const last = contact.messages.findLast(isVisible);
  return {
    phone,
    name: shop?.name ?? null,
    place: shop?.place ?? null,
    externalUserId: core.directory.bsuid(phone),
    settings: contact.settings,
    optedOut: contact.optedOut.whatsapp,
    windowEndsAt: windowEnd(core, phone),
    last: last ? messageView(core, last) : null,
    /** How many messages the business has put on this phone: what was not seen yet is counted by the page. */
    received: contact.messages.filter((message) => message.direction !== 'inbound' && isVisible(message)).length,
  };
}
export type ContactView = ReturnType<typeof contactView>;

/** What has reached the phone, or left it; a message on its way is not on the screen yet. */
export function isVisible(message: MessageRecord): boolean {
  return message.direction === 'inbound' || message.status === 'delivered' || message.status === 'read';
}

export function stateView(core: Core) {
  const advances = core.clock.advance !== undefined;
  return {
    now: isoNow(core),
    clockAhead: { canAdvance: advances, offsetMs: core.clock.offsetMs?.() ?? 0 },
    accountSid: core.settings.accountSid,
    businessNumber: core.settings.number,
    webhookUrl: core.settings.webhookUrl(),
    statusCallback: core.settings.statusCallbackDefault(),
    fallbackUrl: core.settings.fallbackUrl(),
    advancedOptOut: core.settings.advancedOptOut,
    chaos: { on: core.chaos.profile() !== null, seed: core.chaos.seed, profile: core.chaos.profile() },
  };
}
export type StateView = ReturnType<typeof stateView>;
