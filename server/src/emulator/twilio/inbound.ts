import { formatAddress, parseAddress } from './address.ts';
import { type Core, isoNow } from './core.ts';
import { deliver } from './deliver.ts';
import { emptyMessage } from './draft.ts';
import { newSid } from './ids.ts';
import { inboundParams } from './inbound-params.ts';
import type { Ladder } from './ladder.ts';
import type { MediaRecord, MessageRecord } from './records.ts';
import { type Reading, type Reply, readReply } from './reply.ts';
import { MAX_BODY } from './send.ts';

/** What a person does on the phone. */
export type Deed = Pick<MessageRecord, 'body' | 'messageType'> &
  Partial<Pick<MessageRecord, 'location' | 'quotes' | 'payload' | 'extra' | 'channel'>> & {
    media?: { bytes: Buffer; contentType: string; filename: string | null; voice: boolean } | null;
  };

export interface Inbox {
  /** Keeps a message of a person and starts its webhook. Answers at once. */
  receive(phone: string, deed: Deed): MessageRecord;
  /** Sends the webhook of a kept message; again after a restart, where its end was never seen. */
  forward(message: MessageRecord): Promise<void>;
}

// Twilio's list for long codes; with Advanced Opt-Out it acts on WhatsApp too. Only a lone keyword counts.
const STOP_WORDS = new Set(['STOP', 'UNSUBSCRIBE', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'CANCEL']);
const START_WORDS = new Set(['START', 'YES', 'UNSTOP']);

export function createInbox(core: Core, ladder: Ladder): Inbox {
  function receive(phone: string, deed: Deed): MessageRecord {
    const media = deed.media ? [keepMedia(core, deed.media)] : [];
    const channel = deed.channel ?? 'whatsapp';
    const at = isoNow(core);
    const message: MessageRecord = {
      ...emptyMessage(newSid(media.length > 0 ? 'MM' : 'SM'), at),
      channel,
      phone,
      from: senderAddress(core, phone, channel),
      to: channel === 'whatsapp' ? `whatsapp:${core.settings.number}` : core.settings.number,
      body: truncate(core, phone, deed.body),
      messageType: deed.messageType,
      media,
      location: deed.location ?? null,
      quotes: deed.quotes ?? null,
      payload: deed.payload ?? null,
      extra: { ...optOutParams(core, phone, channel, deed.body), ...deed.extra },
      status: 'received',
      delivery: 'pending',
      sentAt: at,
      history: [{ status: 'received', at }],
    };
    core.record({ t: 'message', message });
    if (core.chaos.strikes('dropInbound', phone)) core.record({ t: 'webhook', sid: message.sid, delivery: 'lost', at });
    else core.schedule.run(() => forward(message));
    return message;
  }

  async function forward(message: MessageRecord): Promise<void> {
    await core.directory.meet(message.phone);
    // Both at once: the harder case for whoever must take a message only once.
    if (core.chaos.strikes('duplicateInbound', message.phone)) core.schedule.run(() => call(message));
    await call(message);
  }

  async function call(message: MessageRecord): Promise<void> {
    const params = inboundParams(core, message);
    const title = message.body || `(${message.messageType})`;
    const base = { params, phone: message.phone, messageSid: message.sid, title };
    const url = core.settings.webhookUrl();
    const first = await deliver(core, { ...base, kind: 'webhook', url });
    let reading = readReply(first.outcome);
    core.wire.annotate(first.exchange, reading.note);
    raise(message, reading);
    const fallback = core.settings.fallbackUrl();
    if (!reading.taken && fallback !== null) {
      const withError = {
        ...params,
        ErrorCode: String(reading.alert?.code ?? 11200),
        ErrorUrl: url.split('#')[0] ?? url,
      };
      const second = await deliver(core, { ...base, params: withError, kind: 'fallback', url: fallback });
      reading = readReply(second.outcome);
      core.wire.annotate(second.exchange, reading.note);
      raise(message, reading);
    }
    if (reading.taken || message.delivery === 'pending') {
      core.record({ t: 'webhook', sid: message.sid, delivery: reading.taken ? 'accepted' : 'lost', at: isoNow(core) });
    }
    for (const reply of reading.replies) answer(message, reply);
  }

  function raise(message: MessageRecord, reading: Reading): void {
    if (reading.alert)
      core.wire.alert({ ...reading.alert, at: isoNow(core), phone: message.phone, messageSid: message.sid });
  }

  /** A message the webhook's HTTP answer asks for goes up the ladder like any other. */
  function answer(message: MessageRecord, reply: Reply): void {
    const at = isoNow(core);
    const to = parseAddress(reply.to ?? message.from ?? '');
    if (!to || reply.body.length > MAX_BODY || (reply.body === '' && reply.mediaUrls.length === 0)) {
      const code = to ? (reply.body === '' ? 14103 : 21617) : 21211;
      core.wire.alert({
        code,
        message: 'A message of the TwiML cannot be sent',
        at,
        phone: message.phone,
        messageSid: message.sid,
      });
      return;
    }
    const phone = to.kind === 'phone' ? to.phone : (core.directory.phoneOf(to.bsuid) ?? to.bsuid);
    const sent: MessageRecord = {
      ...emptyMessage(newSid(reply.mediaUrls.length > 0 ? 'MM' : 'SM'), at),
      channel: to.channel,
      direction: 'outbound-reply',
      phone,
      from: reply.from ?? message.to,
      to: formatAddress(to),
      body: reply.body,
      messageType: reply.mediaUrls.length > 0 ? 'media' : 'text',
      mediaUrls: reply.mediaUrls,
      statusCallback:
        reply.statusCallback === null ? null : new URL(reply.statusCallback, core.settings.webhookUrl()).toString(),
    };
    core.record({ t: 'message', message: sent });
    ladder.begin(sent);
  }

  return { receive, forward };
}

function keepMedia(core: Core, media: NonNullable<Deed['media']>): MediaRecord {
  const sid = newSid('ME');
  core.media.put(sid, media.bytes);
  return {
    sid,
    contentType: media.contentType,
    bytes: media.bytes.length,
    filename: media.filename,
    voice: media.voice,
  };
}

function senderAddress(core: Core, phone: string, channel: MessageRecord['channel']): string {
  if (channel === 'sms') return phone;
  const hidden = core.state.contact(phone).settings.hideNumber;
  return `whatsapp:${hidden ? core.directory.bsuid(phone) : phone}`;
}

/** A longer text reaches the webhook cut, with a note in the debugger. */
function truncate(core: Core, phone: string, body: string): string {
  if (body.length <= MAX_BODY) return body;
  const message = `Message body of ${body.length} characters cut to ${MAX_BODY}`;
  core.wire.alert({ code: 21617, message, at: isoNow(core), phone, messageSid: null });
  return body.slice(0, MAX_BODY);
}

/** Twilio's own keyword handling: always on SMS, on WhatsApp only under Advanced Opt-Out. */
function optOutParams(
  core: Core,
  phone: string,
  channel: MessageRecord['channel'],
  body: string,
): Record<string, string> {
  if (channel === 'whatsapp' && !core.settings.advancedOptOut) return {};
  const word = body.trim().toUpperCase();
  const stops = STOP_WORDS.has(word);
  if (!stops && !START_WORDS.has(word)) return {};
  core.record({ t: 'optOut', phone, channel, out: stops });
  return channel === 'whatsapp' ? { OptOutType: stops ? 'STOP' : 'START' } : {};
}
