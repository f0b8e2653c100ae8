import type { Core } from './core.ts';
import type { MessageRecord } from './records.ts';

/** The form of an inbound webhook, parameter by parameter as Twilio sends it. All values are text. */
export function inboundParams(core: Core, message: MessageRecord): Record<string, string> {
  const params: Record<string, string> = {
    SmsMessageSid: message.sid,
    NumMedia: String(message.media.length),
    SmsSid: message.sid,
    SmsStatus: 'received',
    Body: message.body,
    To: message.to,
    NumSegments: '1',
    MessageSid: message.sid,
    AccountSid: core.settings.accountSid,
    From: message.from ?? '',
    ApiVersion: '2010-04-01',
  };
  if (message.channel === 'whatsapp') Object.assign(params, whatsappParams(core, message));
  message.media.forEach((media, index) => {
    params[`MediaUrl${index}`] = mediaUrl(core, message.sid, media.sid);
    params[`MediaContentType${index}`] = media.contentType;
  });
  return { ...params, ...message.extra };
}

function whatsappParams(core: Core, message: MessageRecord): Record<string, string> {
  const contact = core.state.contact(message.phone);
  const profileName = contact.settings.profileName ?? core.directory.find(message.phone)?.name ?? message.phone;
  const isHidden = message.from !== `whatsapp:${message.phone}`;
  const waId: Record<string, string> = isHidden ? {} : { WaId: message.phone.slice(1) };
  const context = { ProfileName: profileName, ...waId };
  return {
    ProfileName: profileName,
    MessageType: message.messageType,
    ...waId,
    ExternalUserId: `whatsapp:${core.directory.bsuid(message.phone)}`,
    ...(core.settings.messagingServiceSid === null ? {} : { MessagingServiceSid: core.settings.messagingServiceSid }),
    ...locationParams(message),
    ...answerParams(core, message),
    ChannelMetadata: JSON.stringify({ type: 'whatsapp', data: { context } }),
  };
}

function locationParams(message: MessageRecord): Record<string, string> {
  const place = message.location;
  if (!place) return {};
  return {
    Latitude: String(place.latitude),
    Longitude: String(place.longitude),
    ...(place.address === null ? {} : { Address: place.address }),
    ...(place.label === null ? {} : { Label: place.label }),
  };
}

/** A swipe-reply names the message it answers; a tap also names what was tapped. */
function answerParams(core: Core, message: MessageRecord): Record<string, string> {
  const quoted = message.quotes === null ? undefined : core.state.message(message.quotes);
  if (!quoted) return {};
  const params: Record<string, string> = {
    OriginalRepliedMessageSid: quoted.sid,
    OriginalRepliedMessageSender: quoted.from ?? '',
  };
  if (message.payload === null) return params;
  const row = quoted.list?.items.find((item) => item.id === message.payload);
  if (row) {
    const description: Record<string, string> = row.description === null ? {} : { ListDescription: row.description };
    return { ...params, ListId: row.id, ListTitle: row.title, ...description };
  }
  return { ...params, ButtonText: message.body, ButtonPayload: message.payload };
}

/** Where the application fetches a photo: needs the account's credentials and leads on by redirect. */
export function mediaUrl(core: Core, messageSid: string, mediaSid: string): string {
  const base = core.settings.apiBaseUrl().replace(/\/$/, '');
  return `${base}/2010-04-01/Accounts/${core.settings.accountSid}/Messages/${messageSid}/Media/${mediaSid}`;
}
