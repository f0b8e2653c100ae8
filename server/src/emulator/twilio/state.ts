import type { ContactSettings, ContentRecord, JournalEvent, MessageRecord } from './records.ts';

export interface ContactState {
  phone: string;
  settings: ContactSettings;
  optedOut: { whatsapp: boolean; sms: boolean };
  /** When the person last wrote on WhatsApp: the 24-hour window counts from here. */
  lastInboundAt: string | null;
  /** Oldest first. */
  messages: MessageRecord[];
}

/** Everything the emulator knows, as the sum of its journal. */
export interface State {
  apply(event: JournalEvent): void;
  message(sid: string): MessageRecord | undefined;
  /** All messages, oldest first. */
  messages(): readonly MessageRecord[];
  /** Position in the order of creation, rising by one. */
  positionOf(sid: string): number | undefined;
  contact(phone: string): ContactState;
  contacts(): Iterable<ContactState>;
  content(sid: string): ContentRecord | undefined;
  contents(): ContentRecord[];
}

export function createState(): State {
  const order: MessageRecord[] = [];
  const positions = new Map<string, number>();
  const contacts = new Map<string, ContactState>();
  const contents = new Map<string, ContentRecord>();
  const deleted = new Set<string>();

  function find(sid: string): MessageRecord | undefined {
    const position = positions.get(sid);
    return position === undefined || deleted.has(sid) ? undefined : order[position];
  }

  function contact(phone: string): ContactState {
    let known = contacts.get(phone);
    if (!known) {
      known = {
        phone,
        settings: { hideNumber: false, blocked: false, readReceipts: true, onWhatsApp: true, profileName: null },
        optedOut: { whatsapp: false, sms: false },
        lastInboundAt: null,
        messages: [],
      };
      contacts.set(phone, known);
    }
    return known;
  }

  function add(message: MessageRecord): void {
    positions.set(message.sid, order.length);
    order.push(message);
    const owner = contact(message.phone);
    owner.messages.push(message);
    if (message.direction === 'inbound' && message.channel === 'whatsapp') owner.lastInboundAt = message.createdAt;
  }

  function remove(sid: string): void {
    const message = find(sid);
    if (!message) return;
    deleted.add(sid);
    const owner = contact(message.phone);
    owner.messages = owner.messages.filter((other) => other.sid !== sid);
  }

  function apply(event: JournalEvent): void {
    switch (event.t) {
      case 'message':
        return add(event.message);
      case 'content':
        contents.set(event.content.sid, event.content);
        return;
      case 'deleteContent':
        contents.delete(event.sid);
        return;
      case 'contact': {
        const owner = contact(event.phone);
        owner.settings = { ...owner.settings, ...event.settings };
        return;
      }
      case 'optOut':
        contact(event.phone).optedOut[event.channel] = event.out;
        return;
      case 'delete':
        return remove(event.sid);
      case 'status':
      case 'webhook':
      case 'media':
      case 'redact':
      case 'deleteMedia': {
        const message = find(event.sid);
        if (message) change(message, event);
      }
    }
  }

  return {
    apply,
    message: find,
    messages: () => order.filter((message) => !deleted.has(message.sid)),
    positionOf: (sid) => positions.get(sid),
    contact,
    contacts: () => contacts.values(),
    content: (sid) => contents.get(sid),
    contents: () => [...contents.values()],
  };
}

type MessageChange = Extract<JournalEvent, { t: 'status' | 'webhook' | 'media' | 'redact' | 'deleteMedia' }>;

function change(message: MessageRecord, event: MessageChange): void {
  switch (event.t) {
    case 'status':
      message.status = event.status;
      message.updatedAt = event.at;
      message.history.push({ status: event.status, at: event.at });
      if (event.errorCode !== null) {
        message.errorCode = event.errorCode;
        message.errorMessage = event.errorMessage;
      }
      if (event.status === 'sent') message.sentAt = event.at;
      return;
    case 'webhook':
      message.delivery = event.delivery;
      return;
    case 'media':
      message.media = event.media;
      return;
    case 'redact':
      message.body = '';
      message.updatedAt = event.at;
      return;
    case 'deleteMedia':
      message.media = message.media.filter((media) => media.sid !== event.mediaSid);
      return;
  }
}
