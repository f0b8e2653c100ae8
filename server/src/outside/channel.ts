import type { Language } from '@khaacho/shared/kernel/language.ts';
import type { Result } from '@khaacho/shared/kernel/result.ts';
import type {
  Failure,
  InboundMessage,
  StatusNews,
  TemplateName,
  TemplateUse,
} from '@khaacho/shared/messages/contract.ts';

/**
 * What the house needs of whoever carries its messages, and all it knows of them. Twilio fills it in twilio/; Meta's own
 * API, or another network, would fill it the same way. Addresses are ours: `whatsapp:+977…`, `whatsapp:NP.1502…`
 * (a user id without a phone), `sms:+977…`.
 */
export type Channel = {
  /** For logs and operators. */
  name: string;
  capabilities: Capabilities;
  /** The answer that says "taken" and nothing else: some providers send any other body to the person. */
  ack: { contentType: string; body: string };
  /** True where the provider signed this very request, with a key of now or of before a rotation. */
  verify(request: SignedRequest): boolean;
  /** What to answer a provider that asks whether the door is ours, null where it may not ask; absent where none asks. */
  greet: ((query: URLSearchParams) => string | null) | null;
  /** Everything a verified webhook tells, in its order; nothing for what is unknown or malformed. */
  parse(request: SignedRequest): InboundEvent[];
  /** Never throws: what went wrong is in the outcome. There is no idempotency key: an `unknown` is looked for before it is sent again. */
  send(message: OutboundMessage): Promise<SendOutcome>;
  /** The provider's ids of what was sent to that address with that content since a time, newest first. Throws where it cannot be asked. */
  findSent(message: Pick<OutboundMessage, 'to' | 'content'>, since: Date): Promise<string[]>;
  /** Messages of persons since a time, oldest first, as far as a listing tells them. Throws where it cannot be asked. */
  listInbound(since: Date): Promise<InboundMessage[]>;
  /** What has become of a message; null where the provider does not know it. Throws where it cannot be asked. */
  statusOf(providerId: string): Promise<StatusNews | null>;
  /** Fetches a file of an inbound message. Never throws. */
  fetchMedia(ref: string, limits: MediaLimits): Promise<Result<FetchedMedia, MediaProblem>>;
};

export type Capabilities = {
  /** Code units of one text. */
  maxText: number;
  sms: boolean;
  buttons: number;
  list: number;
  /** True where an approved template of this name and language is registered. */
  hasTemplate(name: TemplateName, language: Language): boolean;
};

export type SignedRequest = {
  /** Exactly what the provider was told to call, with the query. */
  url: string;
  header(name: string): string | undefined;
  /** The bytes as they came: what a door has parsed may differ from what was signed. */
  rawBody: Uint8Array;
};

export type InboundEvent = { kind: 'message'; message: InboundMessage } | { kind: 'status'; news: StatusNews };

export type OutboundContent =
  | { kind: 'text'; body: string }
  | { kind: 'template'; use: TemplateUse }
  /** A file the provider fetches without credentials: the address must be unguessable and short-lived. */
  | { kind: 'media'; url: string; caption: string };

export type OutboundMessage = { to: string; content: OutboundContent; statusCallback: string };

/** How a send ended. `unknown`: the provider may have taken it. `held`: nothing was tried, see guard.ts. */
export type SendOutcome =
  | { kind: 'sent'; providerId: string }
  | { kind: 'refused'; errorCode: string; failure: Failure }
  | { kind: 'unknown'; errorCode: string }
  | { kind: 'held'; until: Date };

export type MediaLimits = { maxBytes: number; timeoutMs: number; accept: readonly string[] };
/** `contentType` is what the bytes are, not what somebody said. */
export type FetchedMedia = { bytes: Buffer; contentType: string };
export type MediaProblem =
  | { kind: 'FOREIGN_ADDRESS' }
  | { kind: 'TOO_LARGE'; maxBytes: number }
  | { kind: 'TYPE_REFUSED'; contentType: string | null }
  | { kind: 'GONE'; status: number }
  | { kind: 'NO_ANSWER' };
