import type { Core } from './core.ts';
import { deliver } from './deliver.ts';
import { derivedSid } from './ids.ts';
import type { MessageRecord, MessageStatus } from './records.ts';

/** A status as it was when it was reached; the message may have moved on by the time it is told. */
export interface StatusNews {
  status: MessageStatus;
  errorCode: number | null;
  errorMessage: string | null;
  at: string;
}

/** Tells the application what became of a message, in order unless chaos mixes it up. */
export interface Callbacks {
  /** `last`: nothing follows for this message, so nothing can change places with it. Settles when it was answered. */
  send(message: MessageRecord, news: StatusNews, last: boolean): Promise<void>;
}

export function createCallbacks(core: Core): Callbacks {
  /** Of each message, the callback on its way: the next one waits for it. */
  const lanes = new Map<string, Promise<void>>();
  const held = new Map<string, StatusNews>();

  function inLane(sid: string, work: () => Promise<void>): Promise<void> {
    const done = (lanes.get(sid) ?? Promise.resolve()).then(work).finally(() => {
      if (lanes.get(sid) === done) lanes.delete(sid);
    });
    lanes.set(sid, done);
    return done;
  }

  async function tell(message: MessageRecord, news: StatusNews): Promise<void> {
    const url = message.statusCallback;
    if (url === null) return;
    if (core.chaos.strikes('dropStatus', message.phone)) return;
    const times = core.chaos.strikes('duplicateStatus', message.phone) ? 2 : 1;
    const call = {
      kind: 'status' as const,
      url,
      params: statusParams(core, message, news),
      phone: message.phone,
      messageSid: message.sid,
      title: news.errorCode === null ? news.status : `${news.status} ${news.errorCode}`,
    };
    for (let time = 0; time < times; time += 1) await deliver(core, call);
  }

  return {
    send(message, news, last) {
      if (message.statusCallback === null) return Promise.resolve();
      const earlier = held.get(message.sid);
      if (!earlier && !last && core.chaos.strikes('reorderStatus', message.phone)) {
        held.set(message.sid, news);
        return Promise.resolve();
      }
      held.delete(message.sid);
      return inLane(message.sid, async () => {
        await tell(message, news);
        if (earlier) await tell(message, earlier);
      });
    },
  };
}

function statusParams(core: Core, message: MessageRecord, news: StatusNews): Record<string, string> {
  const params: Record<string, string> = {
    MessageSid: message.sid,
    SmsSid: message.sid,
    MessageStatus: news.status,
    SmsStatus: news.status,
    AccountSid: core.settings.accountSid,
    From: message.from ?? '',
    To: message.to,
    ApiVersion: '2010-04-01',
  };
  if (message.serviceSid !== null) params.MessagingServiceSid = message.serviceSid;
  if (news.errorCode !== null) {
    params.ErrorCode = String(news.errorCode);
    params.ErrorMessage = news.errorMessage ?? '';
  }
  if (message.channel === 'sms') {
    // YYMMDDhhmm of the carrier's receipt; only delivery receipts carry it.
    if (news.status === 'delivered') params.RawDlrDoneDate = news.at.replace(/\D/g, '').slice(2, 12);
    return params;
  }
  params.ChannelPrefix = 'whatsapp';
  params.ChannelToAddress = message.to.replace(/^whatsapp:/, '');
  params.ChannelInstallSid = derivedSid('XE', core.settings.accountSid);
  params.StructuredMessage = message.contentSid === null ? 'false' : 'true';
  if (news.status !== 'sent') params.EventType = news.status.toUpperCase();
  if (news.errorCode !== null) params.ChannelStatusMessage = news.errorMessage ?? '';
  return params;
}
