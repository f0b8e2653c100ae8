import type { Core } from './core.ts';
import type { MediaRecord, MessageRecord } from './records.ts';

/** RFC 2822 as Twilio writes it: `Thu, 24 Aug 2023 05:01:45 +0000`. */
export function rfc2822(iso: string): string {
  return new Date(iso).toUTCString().replace('GMT', '+0000');
}

const root = (core: Core) => `/2010-04-01/Accounts/${core.settings.accountSid}`;

/** A message as the v2010 API answers it: snake_case, numbers as text, addresses relative. */
export function messageJson(core: Core, message: MessageRecord): Record<string, unknown> {
  const uri = `${root(core)}/Messages/${message.sid}`;
  const isWaiting = message.status === 'scheduled' || message.status === 'accepted';
  return {
    account_sid: core.settings.accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: rfc2822(message.createdAt),
    date_sent: message.sentAt === null ? null : rfc2822(message.sentAt),
    date_updated: rfc2822(message.updatedAt),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: message.errorMessage,
    from: isWaiting ? null : message.from,
    messaging_service_sid: message.serviceSid,
    num_media: String(Math.max(message.media.length, message.mediaUrls.length)),
    num_segments: isWaiting ? '0' : String(segments(message)),
    price: null,
    price_unit: null,
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

export function mediaJson(core: Core, message: MessageRecord, media: MediaRecord): Record<string, unknown> {
  return {
    account_sid: core.settings.accountSid,
    content_type: media.contentType,
    date_created: rfc2822(message.createdAt),
    date_updated: rfc2822(message.createdAt),
    parent_sid: message.sid,
    sid: media.sid,
    uri: `${root(core)}/Messages/${message.sid}/Media/${media.sid}.json`,
  };
}

/** SMS parts: 160 GSM or 70 UCS-2 characters alone, 153 or 67 in a chain. A WhatsApp message is always one. */
function segments(message: MessageRecord): number {
  if (message.channel === 'whatsapp') return 1;
  const isPlain = /^[\x20-\x7e\n\r£¥èéùìòÇØøÅåÆæßÉÄÖÑÜäöñüà§¿¡€]*$/.test(message.body);
  const [single, chained] = isPlain ? [160, 153] : [70, 67];
  return message.body.length <= single ? 1 : Math.ceil(message.body.length / chained);
}

export interface PageFrame {
  /** Path and query of the first page, without Page and PageToken. */
  path: string;
  query: URLSearchParams;
  page: number;
  pageSize: number;
  /** The last sid of this page when another follows. */
  next: string | null;
}

/** The frame of a v2010 list; every address in it is relative, so paging stays where it began. */
export function pageJson(frame: PageFrame, count: number): Record<string, unknown> {
  const link = (page: number, token: string | null) => {
    const query = new URLSearchParams(frame.query);
    query.set('PageSize', String(frame.pageSize));
    query.set('Page', String(page));
    if (token !== null) query.set('PageToken', token);
    return `${frame.path}?${query.toString()}`;
  };
  const start = frame.page * frame.pageSize;
  return {
    end: start + Math.max(0, count - 1),
    first_page_uri: link(0, null),
    next_page_uri: frame.next === null ? null : link(frame.page + 1, `PA${frame.next}`),
    page: frame.page,
    page_size: frame.pageSize,
    previous_page_uri: frame.page === 0 ? null : link(frame.page - 1, null),
    start,
    uri: link(frame.page, null),
  };
}
