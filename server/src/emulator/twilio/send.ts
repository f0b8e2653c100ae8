import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import { z } from 'zod';
import { type Address, formatAddress, parseAddress } from './address.ts';
import { type Rendered, render } from './content.ts';
import { type Core, isoNow } from './core.ts';
import { emptyMessage } from './draft.ts';
import { type TwilioError, twilioError } from './errors.ts';
import { newSid } from './ids.ts';
import type { ContentRecord, LocationRecord, MessageRecord } from './records.ts';

const many = z.union([z.string(), z.array(z.string())]).transform((value) => (Array.isArray(value) ? value : [value]));

/** The form of Messages.create. Twilio ignores what it does not know. */
export const createForm = z.object({
  To: z.string().optional(),
  From: z.string().optional(),
  MessagingServiceSid: z.string().optional(),
  Body: z.string().optional(),
  MediaUrl: many.default([]),
  StatusCallback: z.string().optional(),
  ContentSid: z.string().optional(),
  ContentVariables: z.string().optional(),
  PersistentAction: many.default([]),
  ValidityPeriod: z.string().optional(),
  ScheduleType: z.string().optional(),
  SendAt: z.string().optional(),
});
export type CreateForm = z.infer<typeof createForm>;

/** Code units, as Twilio counts: Devanagari marks count one by one. */
export const MAX_BODY = 1_600;

const bad = (code: number, message: string) => err(twilioError(400, code, message));

/** Checks a create request as Twilio does before it answers, and makes the message. Nothing is kept yet. */
export function prepare(core: Core, form: CreateForm): Result<MessageRecord, TwilioError> {
  const route = checkRoute(core, form);
  if (!route.ok) return route;
  const content = checkContent(core, form);
  if (!content.ok) return content;
  const sendAt = checkSchedule(core, form);
  if (!sendAt.ok) return sendAt;
  const callback = form.StatusCallback ?? core.settings.statusCallbackDefault();
  if (callback !== null && !isWebUrl(callback))
    return bad(21609, `The StatusCallback URL ${callback} is not a valid URL.`);
  const { to, from, phone } = route.value;
  const { rendered, record } = content.value;
  const mediaUrls = [...rendered.mediaUrls, ...form.MediaUrl].slice(0, to.channel === 'whatsapp' ? 1 : 10);
  const at = isoNow(core);
  return ok({
    ...emptyMessage(newSid(mediaUrls.length > 0 ? 'MM' : 'SM'), at),
    channel: to.channel,
    direction: 'outbound-api',
    phone,
    from,
    to: formatAddress(to),
    body: rendered.body,
    messageType: rendered.kind,
    mediaUrls,
    location: rendered.location ?? readGeo(form.PersistentAction),
    buttons: rendered.buttons,
    list: rendered.list,
    header: rendered.header,
    footer: rendered.footer,
    contentSid: record?.sid ?? null,
    template:
      record?.approval?.status === 'approved' && rendered.kind !== 'list-picker' && rendered.kind !== 'location',
    authentication: record?.approval?.category === 'AUTHENTICATION',
    serviceSid: form.MessagingServiceSid ?? null,
    statusCallback: callback,
    sendAt: sendAt.value,
    status: sendAt.value !== null ? 'scheduled' : form.MessagingServiceSid ? 'accepted' : 'queued',
  });
}

interface Route {
  to: Address;
  from: string;
  /** The chat it belongs to. */
  phone: string;
}

function checkRoute(core: Core, form: CreateForm): Result<Route, TwilioError> {
  if (!form.To) return bad(21604, "A 'To' phone number is required.");
  const to = parseAddress(form.To);
  if (!to) return bad(21211, `The 'To' number ${form.To} is not a valid phone number.`);
  const own = to.channel === 'whatsapp' ? `whatsapp:${core.settings.number}` : core.settings.number;
  if (form.MessagingServiceSid) {
    if (form.MessagingServiceSid !== core.settings.messagingServiceSid) {
      return bad(21701, `The Messaging Service ${form.MessagingServiceSid} does not exist.`);
    }
  } else {
    if (!form.From) return bad(21603, "A 'From' phone number is required.");
    const from = parseAddress(form.From);
    if (!from)
      return bad(
        21212,
        `The 'From' number ${form.From} is not a valid phone number, shortcode, or alphanumeric sender ID.`,
      );
    if (from.channel !== to.channel)
      return bad(21910, 'Invalid From and To pair. From and To should be of the same channel');
    if (formatAddress(from) !== own) return notOurs(from, form.From);
  }
  const phone = to.kind === 'phone' ? to.phone : (core.directory.phoneOf(to.bsuid) ?? to.bsuid);
  if (phone === core.settings.number) return bad(21266, "'To' and 'From' number cannot be the same.");
  if (to.channel === 'sms' && core.state.contact(phone).optedOut.sms)
    return bad(21610, 'Attempt to send to unsubscribed recipient');
  return ok({ to, from: own, phone });
}

function notOurs(from: Address, text: string): Result<never, TwilioError> {
  if (from.channel === 'whatsapp') return bad(63007, 'Twilio could not find a Channel with the specified From address');
  return bad(
    21606,
    `The 'From' phone number provided (${text}) is not a valid message-capable Twilio phone number for this destination.`,
  );
}

const plain: Rendered = {
  kind: 'text',
  header: null,
  body: '',
  footer: null,
  buttons: [],
  list: null,
  location: null,
  mediaUrls: [],
};

function checkContent(
  core: Core,
  form: CreateForm,
): Result<{ rendered: Rendered; record: ContentRecord | null }, TwilioError> {
  if (form.ContentSid) {
    const record = core.state.content(form.ContentSid);
    if (!record) return bad(21655, `The ContentSid ${form.ContentSid} is Invalid`);
    const rendered = render(record, form.ContentVariables);
    return rendered.ok ? ok({ rendered: rendered.value, record }) : rendered;
  }
  const body = form.Body ?? '';
  if (body.length > MAX_BODY) return bad(21617, 'The concatenated message body exceeds the 1600 character limit');
  const isPin = readGeo(form.PersistentAction) !== null;
  if (body === '' && form.MediaUrl.length === 0 && !isPin)
    return bad(21619, 'A text message body or media urls must be specified.');
  const broken = form.MediaUrl.find((url) => !isWebUrl(url));
  if (broken !== undefined) return bad(21620, `Invalid media URL(s): ${broken}`);
  return ok({
    rendered: { ...plain, body, kind: isPin ? 'location' : form.MediaUrl.length > 0 ? 'media' : 'text' },
    record: null,
  });
}

// Twilio's range for SendAt: at least five minutes and at most 35 days ahead.
const EARLIEST_MS = 5 * 60_000;
const LATEST_MS = 35 * 86_400_000;

function checkSchedule(core: Core, form: CreateForm): Result<string | null, TwilioError> {
  if (form.ScheduleType === undefined && form.SendAt === undefined) return ok(null);
  if (!form.MessagingServiceSid) return bad(35118, 'MessagingServiceSid is required to schedule a message');
  const at = Date.parse(form.SendAt ?? '');
  if (form.ScheduleType !== 'fixed' || Number.isNaN(at))
    return bad(35111, 'SendAt and ScheduleType=fixed are required to schedule a message');
  const ahead = at - core.clock.now().getTime();
  if (ahead < EARLIEST_MS || ahead > LATEST_MS)
    return bad(35114, 'SendAt time must be between 300 seconds and 35 days (3024000 seconds) in the future');
  return ok(new Date(at).toISOString());
}

/** `geo:28.6,81.6|Sita Kirana`, the way a pin is sent. */
function readGeo(list: string[]): LocationRecord | null {
  for (const text of list) {
    const found = /^geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(?:\|(.*))?$/.exec(text);
    if (found)
      return { latitude: Number(found[1]), longitude: Number(found[2]), label: found[3] ?? null, address: null };
  }
  return null;
}

export function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
