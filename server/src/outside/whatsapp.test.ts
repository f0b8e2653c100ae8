import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readInbound, readStatus } from './webhook.ts';
import { createTwilio } from './whatsapp.ts';

const VECTORS = join(import.meta.dirname, '../../../../shared/data/f_api_conformance/twilio/signature_vectors.json');
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

const provider = (authToken: string) =>
  createTwilio({
    accountSid: `AC${'0'.repeat(32)}`,
    authToken,
    whatsappNumber: 'whatsapp:+14155238886',
    baseUrl: null,
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
    const { verify } = provider('0123456789abcdef0123456789abcdef');
    const url = 'https://demo.example.test/whatsapp/webhook';
    expect(verify('GhEY6vQNBN1+8a9QaP1ULFRh6QY=', url, params)).toBe(true);
    expect(verify('GhEY6vQNBN1+8a9QaP1ULFRh6QY=', url, { ...params, Body: 'चामल x 11' })).toBe(false);
    expect(verify('GhEY6vQNBN1+8a9QaP1ULFRh6QY=', url.replace('https', 'http'), params)).toBe(false);
    expect(verify(undefined, url, params)).toBe(false);
  });

  const vectors = existsSync(VECTORS) ? vectorSchema.parse(JSON.parse(readFileSync(VECTORS, 'utf8'))) : [];
  describe.runIf(vectors.length > 0)('follows every vector of the provider’s own tests', () => {
    // Form posts are what WhatsApp sends; the four JSON vectors go through the same library's body check.
    it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
      const told =
        vector.body === null
          ? provider(vector.auth_token).verify(vector.signature ?? undefined, vector.url, vector.params ?? {})
          : twilio.validateRequestWithBody(vector.auth_token, vector.signature ?? '', vector.url, vector.body);
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
      errorCode: '63016',
    });
    expect(readStatus({ MessageSid: 'SM1', MessageStatus: 'accepted' })).toBeNull();
  });
});
