import type { PostOutcome } from './http-post.ts';
import { parseXml, type XmlElement } from './xml.ts';

/** One message that the HTTP answer of a webhook asks for. */
export interface Reply {
  body: string;
  mediaUrls: string[];
  to: string | null;
  from: string | null;
  statusCallback: string | null;
}

export interface Reading {
  /** False: Twilio counts the webhook as failed, and turns to the fallback URL. */
  taken: boolean;
  replies: Reply[];
  alert: { code: number; message: string } | null;
  /** What happens now, in words for the inspector. */
  note: string;
}

const failed = (code: number, message: string): Reading => ({
  taken: false,
  replies: [],
  alert: { code, message },
  note: message,
});
const nothing = (note: string): Reading => ({ taken: true, replies: [], alert: null, note });

/** Reads a webhook's HTTP answer as Twilio does: status, content type and body decide what the phone shows. */
export function readReply(outcome: PostOutcome): Reading {
  if (outcome.kind === 'failure') {
    const code = outcome.reason === 'connect' ? 11205 : 11200;
    return failed(code, `HTTP ${outcome.reason} failure: ${outcome.message}`);
  }
  if (outcome.status >= 300) return failed(11200, `Got HTTP ${outcome.status} response`);
  const type = (outcome.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (outcome.status === 204 || outcome.body.trim() === '') return nothing('Empty answer: taken, nothing is sent');
  if (type === 'text/plain') {
    return {
      taken: true,
      replies: [{ body: outcome.body, mediaUrls: [], to: null, from: null, statusCallback: null }],
      alert: null,
      note: 'A text/plain answer is sent to the phone word for word',
    };
  }
  if (['text/xml', 'application/xml', 'text/html'].includes(type)) return readTwiml(outcome.body);
  return {
    taken: true,
    replies: [],
    alert: { code: 12300, message: `Invalid Content-Type: ${type || 'none'}` },
    note: `Content type ${type || 'none'} is not read: nothing is sent (12300)`,
  };
}

function readTwiml(body: string): Reading {
  const document = parseXml(body);
  const problem = document.ok
    ? document.value.name === 'Response'
      ? null
      : 'the root is not <Response>'
    : document.error;
  if (!document.ok || problem !== null) {
    const message = `Document parse failure: ${problem}`;
    return { taken: true, replies: [], alert: { code: 12100, message }, note: `${message} (12100): nothing is sent` };
  }
  const verbs = document.value.children.filter((child) => typeof child !== 'string');
  const replies = verbs.filter((verb) => verb.name === 'Message' || verb.name === 'Sms').map(readMessage);
  const unknown = verbs.find((verb) => verb.name !== 'Message' && verb.name !== 'Sms');
  return {
    taken: true,
    replies,
    alert: unknown ? { code: 12200, message: `Schema validation warning: <${unknown.name}> is not read` } : null,
    note: replies.length === 0 ? 'Empty TwiML: taken, nothing is sent' : `TwiML sends ${replies.length} message(s)`,
  };
}

function readMessage(verb: XmlElement): Reply {
  const parts = verb.children.filter((child) => typeof child !== 'string');
  const texts = parts.filter((part) => part.name === 'Body').map(textOf);
  const own = verb.children.filter((child) => typeof child === 'string').join('');
  return {
    body: texts.length > 0 ? texts.join('') : own.trim(),
    mediaUrls: parts.filter((part) => part.name === 'Media').map((part) => textOf(part).trim()),
    to: verb.attributes.to ?? null,
    from: verb.attributes.from ?? null,
    statusCallback: verb.attributes.action ?? null,
  };
}

function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}
