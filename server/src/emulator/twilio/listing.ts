import { z } from 'zod';
import { formatAddress, parseAddress } from './address.ts';
import type { Core } from './core.ts';
import type { MessageRecord } from './records.ts';

const DAY_MS = 86_400_000;

/** A moment, or a whole GMT day when only a date is given. */
const moment = z.string().transform((text, context) => {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const from = Date.parse(isDay ? `${text}T00:00:00Z` : text);
  if (!Number.isNaN(from)) return { from, to: isDay ? from + DAY_MS - 1 : from };
  context.addIssue({ code: 'custom', message: 'no date' });
  return z.NEVER;
});

/** The query of a message list. `DateSent<=x` in a URL is the parameter `DateSent<`. */
export const listQuery = z.object({
  To: z.string().optional(),
  From: z.string().optional(),
  DateSent: moment.optional(),
  'DateSent<': moment.optional(),
  'DateSent>': moment.optional(),
  PageSize: z.coerce.number().int().min(1).max(1_000).catch(50).default(50),
  Page: z.coerce.number().int().min(0).catch(0).default(0),
  PageToken: z.string().optional(),
});
export type ListQuery = z.infer<typeof listQuery>;

export interface Page {
  messages: MessageRecord[];
  /** The last sid of this page when another follows. */
  next: string | null;
}

/** One page, newest first. With a token the page goes on after that message, whatever has arrived since. */
export function listMessages(core: Core, query: ListQuery): Page {
  const found: MessageRecord[] = [];
  const after = query.PageToken === undefined ? undefined : core.state.positionOf(query.PageToken.replace(/^PA/, ''));
  let skip = after === undefined ? query.Page * query.PageSize : 0;
  const source = candidates(core, query);
  for (let index = source.length - 1; index >= 0; index -= 1) {
    const message = source[index];
    if (!message || !matches(message, query)) continue;
    if (after !== undefined && (core.state.positionOf(message.sid) ?? 0) >= after) continue;
    if (skip > 0) {
      skip -= 1;
      continue;
    }
    if (found.length === query.PageSize) return { messages: found, next: found.at(-1)?.sid ?? null };
    found.push(message);
  }
  return { messages: found, next: null };
}

/** A list for one phone need not look at all the others. */
function candidates(core: Core, query: ListQuery): readonly MessageRecord[] {
  for (const text of [query.To, query.From]) {
    const address = text === undefined ? null : parseAddress(text);
    if (!address || (address.kind === 'phone' && address.phone === core.settings.number)) continue;
    const phone = address.kind === 'phone' ? address.phone : (core.directory.phoneOf(address.bsuid) ?? address.bsuid);
    return core.state.contact(phone).messages;
  }
  return core.state.messages();
}

function matches(message: MessageRecord, query: ListQuery): boolean {
  if (query.To !== undefined && !isSame(query.To, message.to)) return false;
  if (query.From !== undefined && !isSame(query.From, message.from ?? '')) return false;
  const sent = Date.parse(message.sentAt ?? message.createdAt);
  const on = query.DateSent;
  if (on && (sent < on.from || sent > on.to)) return false;
  const before = query['DateSent<'];
  if (before && sent > before.to) return false;
  const since = query['DateSent>'];
  // RFC 2822 dates carry whole seconds: a message of 10:00:00.7 is listed from 10:00:00 on.
  return !since || sent >= since.from;
}

function isSame(wanted: string, actual: string): boolean {
  const address = parseAddress(wanted);
  return address !== null && formatAddress(address) === actual;
}
