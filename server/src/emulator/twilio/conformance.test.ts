import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import twilio from 'twilio';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ACCOUNT, BUSINESS, SITA, startWorld, TOKEN, type World } from './testing/world.ts';

const folder = new URL('../../../../../shared/data/f_api_conformance/twilio/', import.meta.url);
const isThere = existsSync(folder);

describe('signatures', () => {
  it('match the worked example of the specification', () => {
    const params = {
      MessageSid: 'SM00000000000000000000000000000001',
      From: 'whatsapp:+9779800000001',
      To: 'whatsapp:+14155238886',
      Body: 'चामल x 10',
      NumMedia: '0',
      ProfileName: 'Sita & Sons',
      WaId: '9779800000001',
    };
    const signature = getExpectedTwilioSignature(
      '0123456789abcdef0123456789abcdef',
      'https://demo.example.test/whatsapp/webhook',
      params,
    );
    expect(signature).toBe('GhEY6vQNBN1+8a9QaP1ULFRh6QY=');
  });

  const vector = z.object({
    name: z.string(),
    auth_token: z.string(),
    url: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.array(z.string())])).nullable(),
    body: z.string().nullable(),
    signature: z.string().nullable(),
    valid: z.boolean(),
  });

  it.runIf(isThere)('agree with the published vectors', () => {
    const vectors = z.array(vector).parse(JSON.parse(readFileSync(new URL('signature_vectors.json', folder), 'utf8')));
    expect(vectors.length).toBeGreaterThan(15);
    for (const each of vectors) {
      const signature = each.signature ?? '';
      const isValid =
        each.body === null
          ? twilio.validateRequest(each.auth_token, signature, each.url, each.params ?? {})
          : twilio.validateRequestWithBody(each.auth_token, signature, each.url, each.body);
      expect([each.name, isValid]).toEqual([each.name, each.valid]);
    }
  });
});

/** The part of OpenAPI's schema language that Twilio's files use. */
interface Schema {
  $ref?: string;
  type?: string;
  nullable?: boolean;
  pattern?: string;
  enum?: string[];
  minLength?: number;
  maxLength?: number;
  format?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
}
interface Spec {
  components: { schemas: Record<string, Schema> };
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content: { 'application/json': { schema: Schema } } }> }>
  >;
}

/** Every way in which a value departs from its schema. Properties on either side that the other lacks count. */
function departures(spec: Spec, schema: Schema, value: unknown, at = '$'): string[] {
  if (schema.$ref)
    return departures(spec, spec.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, value, at);
  if (value === null) return schema.nullable ? [] : [`${at} is null`];
  if (schema.type === 'object') return objectDepartures(spec, schema, value, at);
  if (schema.type === 'array') {
    return Array.isArray(value)
      ? value.flatMap((each, index) => departures(spec, schema.items ?? {}, each, `${at}[${index}]`))
      : [`${at} is no list`];
  }
  if (schema.type === 'integer') return Number.isInteger(value) ? [] : [`${at} is no integer`];
  if (schema.type === 'boolean') return typeof value === 'boolean' ? [] : [`${at} is no boolean`];
  return schema.type === 'string' ? textDepartures(schema, value, at) : [];
}

function objectDepartures(spec: Spec, schema: Schema, value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${at} is no object`];
  if (!schema.properties) return [];
  const given = Object.entries(value);
  const missing = Object.keys(schema.properties).filter((name) => !(name in value));
  return [
    ...missing.map((name) => `${at}.${name} is missing`),
    ...given.flatMap(([name, each]) => {
      const inner = schema.properties?.[name];
      return inner ? departures(spec, inner, each, `${at}.${name}`) : [`${at}.${name} is unknown`];
    }),
  ];
}

const RFC_2822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/;

function textDepartures(schema: Schema, value: unknown, at: string): string[] {
  if (typeof value !== 'string') return [`${at} is no text`];
  const wrong = [
    schema.pattern !== undefined && !new RegExp(schema.pattern).test(value),
    schema.enum !== undefined && !schema.enum.includes(value),
    schema.minLength !== undefined && value.length < schema.minLength,
    schema.maxLength !== undefined && value.length > schema.maxLength,
    schema.format === 'date-time-rfc-2822' && !RFC_2822.test(value),
    schema.format === 'date-time' && Number.isNaN(Date.parse(value)),
  ].some(Boolean);
  return wrong ? [`${at}: ${value}`] : [];
}

describe.runIf(isThere)('answers match the OpenAPI schemas', () => {
  let world: World;
  let api: Spec;
  let content: Spec;
  const read = (name: string): Spec => JSON.parse(gunzipSync(readFileSync(new URL(name, folder))).toString());
  const headers = { Authorization: `Basic ${btoa(`${ACCOUNT}:${TOKEN}`)}` };
  beforeAll(async () => {
    api = read('twilio_api_v2010.json.gz');
    content = read('twilio_content_v1.json.gz');
    world = await startWorld();
    await world.says(SITA, 'hi');
    await fetch(`${world.base}/simulator/api/phones/${SITA}/media`, {
      method: 'POST',
      headers: { 'Content-Type': 'image/png' },
      body: 'x',
    });
    await world.client.messages.create({ from: BUSINESS, to: `whatsapp:${SITA}`, body: 'hello' });
    await world.client.messages.create({ from: '+14155238886', to: '+9779851234567', body: 'code' });
    await world.drain();
  });
  afterAll(() => world.close());

  async function answerOf(path: string, init: RequestInit = {}): Promise<unknown> {
    const response = await fetch(`${world.base}/emulator/twilio${path}`, {
      ...init,
      headers: new Headers([...Object.entries(headers), ...new Headers(init.headers)]),
    });
    return response.json();
  }
  const schemaOf = (spec: Spec, path: string, method: string, status: string): Schema => {
    const schema = spec.paths[path]?.[method]?.responses[status]?.content['application/json'].schema;
    if (!schema) throw new Error(`no schema for ${method} ${path} ${status}`);
    return schema;
  };
  const account = `/2010-04-01/Accounts/${ACCOUNT}`;
  const generic = '/2010-04-01/Accounts/{AccountSid}';

  it('create', async () => {
    const body = new URLSearchParams({ From: BUSINESS, To: `whatsapp:${SITA}`, Body: 'x' });
    const answer = await answerOf(`${account}/Messages.json`, { method: 'POST', body });
    expect(departures(api, schemaOf(api, `${generic}/Messages.json`, 'post', '201'), answer)).toEqual([]);
  });

  it('list, fetch and media', async () => {
    const list = await answerOf(`${account}/Messages.json`);
    expect(departures(api, schemaOf(api, `${generic}/Messages.json`, 'get', '200'), list)).toEqual([]);
    const messages = z
      .object({ messages: z.array(z.object({ sid: z.string(), num_media: z.string() })) })
      .parse(list).messages;
    expect(messages.length).toBeGreaterThan(3);
    for (const { sid } of messages) {
      const message = await answerOf(`${account}/Messages/${sid}.json`);
      expect(departures(api, schemaOf(api, `${generic}/Messages/{Sid}.json`, 'get', '200'), message)).toEqual([]);
    }
    const photo = messages.find((each) => each.num_media === '1')?.sid;
    const media = await answerOf(`${account}/Messages/${photo}/Media.json`);
    expect(departures(api, schemaOf(api, `${generic}/Messages/{MessageSid}/Media.json`, 'get', '200'), media)).toEqual(
      [],
    );
  });

  it('content and its approval', async () => {
    const json = (body: unknown): RequestInit => ({
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    });
    const made = await answerOf(
      '/v1/Content',
      json({ friendly_name: 'x', language: 'en', types: { 'twilio/text': { body: 'x' } } }),
    );
    expect(departures(content, schemaOf(content, '/v1/Content', 'post', '201'), made)).toEqual([]);
    const { sid } = z.object({ sid: z.string() }).parse(made);
    const approval = await answerOf(
      `/v1/Content/${sid}/ApprovalRequests/whatsapp`,
      json({ name: 'x', category: 'UTILITY' }),
    );
    expect(
      departures(
        content,
        schemaOf(content, '/v1/Content/{ContentSid}/ApprovalRequests/whatsapp', 'post', '201'),
        approval,
      ),
    ).toEqual([]);
    const state = await answerOf(`/v1/Content/${sid}/ApprovalRequests`);
    expect(departures(content, schemaOf(content, '/v1/Content/{Sid}/ApprovalRequests', 'get', '200'), state)).toEqual(
      [],
    );
    const list = await answerOf('/v1/Content');
    expect(departures(content, schemaOf(content, '/v1/Content', 'get', '200'), list)).toEqual([]);
  });
});
