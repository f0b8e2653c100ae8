import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTwilioChannel } from './channel.ts';
import { readInbound, readStatus } from './forms.ts';

const VECTORS = join(import.meta.dirname, '../../../../../shared/data/f_api_conformance/twilio/signature_vectors.json');
const vectorSchema = z.array(
  z.object({
    name: z.string(),
    auth_token: z.string(),
    url: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.array(z.string())])).nullable(),
    body: z.string().nullable(),
    signature: z.string().nullable(),
    valid: z.boolean(),
  }),
);

const channel = (authToken: string, secondaryAuthToken: string | null = null) =>
  createTwilioChannel({
    accountSid: `AC${'0'.repeat(32)}`,
    authToken,
    secondaryAuthToken,
    whatsappNumber: 'whatsapp:+14155238886',
    smsNumber: null,
    baseUrl: null,
    templates: {},
  });

type Params = Record<string, string | string[]>;
const form = (params: Params) =>
  new TextEncoder().encode(
    new URLSearchParams(
      Object.entries(params).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each])),
    ).toString(),
  );
const verify = (
  token: string,
  signature: string | null,
  url: string,
  rawBody: Uint8Array,
  secondary: string | null = null,
) =>
  channel(token, secondary).verify({
    url,
    header: (name) => (name === 'x-twilio-signature' ? (signature ?? undefined) : undefined),
    rawBody,
  });

describe('a signature of the provider', () => {
  it('is what the published example says, Devanagari and ampersand included', () => {
    const params = {
      MessageSid: 'SM00000000000000000000000000000001',
      From: 'whatsapp:+9779800000001',
      To: 'whatsapp:+14155238886',
      Body: 'चामल x 10',
      NumMedia: '0',
      ProfileName: 'Sita & Sons',
      WaId: '9779800000001',
    };
    const token = '0123456789abcdef0123456789abcdef';
    const url = 'https://demo.example.test/whatsapp/webhook';
    const signature = 'GhEY6vQNBN1+8a9QaP1ULFRh6QY=';
    expect(verify(token, signature, url, form(params))).toBe(true);
    expect(verify(token, signature, url, form({ ...params, Body: 'चामल x 11' }))).toBe(false);
    expect(verify(token, signature, url.replace('https', 'http'), form(params))).toBe(false);
    expect(verify(token, null, url, form(params))).toBe(false);
    // While tokens are changed: either counts.
    expect(verify('another-token', signature, url, form(params))).toBe(false);
    expect(verify('another-token', signature, url, form(params), token)).toBe(true);
  });

  it('of a JSON body goes by the hash of its bytes', () => {
    const token = '0123456789abcdef0123456789abcdef';
    const url =
      'https://demo.example.test/whatsapp/webhook?bodySHA256=015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862';
    const signature = 'txnzRBxkef4OVAxE6MxVv3qFOAE=';
    expect(verify(token, signature, url, new TextEncoder().encode('{"a":1}'))).toBe(true);
    expect(verify(token, signature, url, new TextEncoder().encode('{"a":2}'))).toBe(false);
  });

  const vectors = existsSync(VECTORS) ? vectorSchema.parse(JSON.parse(readFileSync(VECTORS, 'utf8'))) : [];
  describe.runIf(vectors.length > 0)('follows every vector of the provider’s own tests', () => {
    it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
      const body = vector.body === null ? form(vector.params ?? {}) : new TextEncoder().encode(vector.body);
      const told = verify(vector.auth_token, vector.signature, vector.url, body);
      expect(told).toBe(vector.valid);
    });
  });
});

describe('a webhook form', () => {
  const base = { MessageSid: `SM${'a'.repeat(32)}`, From: 'whatsapp:+9779800000001', Body: 'hello', NumMedia: '0' };

  it('becomes a message with the phone as identity', () => {
    expect(readInbound(base)).toMatchObject({
      providerId: base.MessageSid,
      phone: '+9779800000001',
      kind: 'TEXT',
      body: 'hello',
    });
  });

  it('takes a sender who hides the number', () => {
    expect(readInbound({ ...base, From: 'whatsapp:NP.1502ABCDEF' })).toMatchObject({
      externalId: 'whatsapp:NP.1502ABCDEF',
      phone: null,
    });
  });

  it('knows what kind of message it is, and takes a button for its payload', () => {
    expect(readInbound({ ...base, NumMedia: '1', MediaContentType0: 'image/jpeg' })?.kind).toBe('IMAGE');
    expect(readInbound({ ...base, NumMedia: '1', MediaContentType0: 'audio/ogg; codecs=opus' })?.kind).toBe('AUDIO');
    expect(readInbound({ ...base, Latitude: '28.6', Longitude: '81.6' })?.kind).toBe('LOCATION');
    expect(readInbound({ ...base, ButtonText: 'Yes', ButtonPayload: 'CONFIRM' })?.body).toBe('CONFIRM');
  });

  it('is nothing without an id or a sender', () => {
    expect(readInbound({ ...base, MessageSid: 'nonsense' })).toBeNull();
    expect(readInbound({ Body: 'x' })).toBeNull();
  });

  it('tells a status, and ignores those that mean nothing here', () => {
    expect(readStatus({ MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '63016' })).toEqual({
      providerId: 'SM1',
      status: 'FAILED',
      failure: 'WINDOW_CLOSED',
      errorCode: '63016',
    });
    expect(readStatus({ MessageSid: 'SM1', MessageStatus: 'accepted' })).toBeNull();
  });
});
