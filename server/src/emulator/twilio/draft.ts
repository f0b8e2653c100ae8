import type { MessageRecord } from './records.ts';

/** A message with nothing in it: each maker fills in what it knows. */
export function emptyMessage(sid: string, at: string): MessageRecord {
  return {
    sid,
    channel: 'whatsapp',
    direction: 'inbound',
    phone: '',
    from: null,
    to: '',
    body: '',
    messageType: 'text',
    media: [],
    mediaUrls: [],
    location: null,
    buttons: [],
    list: null,
    header: null,
    footer: null,
    contentSid: null,
    template: false,
    authentication: false,
    quotes: null,
    payload: null,
    serviceSid: null,
    statusCallback: null,
    sendAt: null,
    status: 'queued',
    errorCode: null,
    errorMessage: null,
    delivery: null,
    createdAt: at,
    updatedAt: at,
    sentAt: null,
    history: [],
    extra: {},
  };
}
