import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BUSINESS, SITA, startWorld, TOKEN, type World } from '../emulator/twilio/testing/world.ts';
import { fetchProviderMedia } from './fetch-media.ts';
import { fileType } from './file-type.ts';
import { createTwilioChannel } from './twilio/channel.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const LIMITS = { maxBytes: 1_000, timeoutMs: 2_000, accept: ['image/png', 'image/jpeg', 'audio/ogg'] };

describe('a file of a message', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  const channel = () =>
    createTwilioChannel({
      accountSid: 'AC00000000000000000000000000000001',
      authToken: TOKEN,
      secondaryAuthToken: null,
      whatsappNumber: BUSINESS,
      smsNumber: null,
      baseUrl: `${world.base}/emulator/twilio`,
      templates: {},
    });
  const attach = async (bytes: Buffer, contentType: string) => {
    const response = await fetch(`${world.base}/simulator/api/phones/${SITA}/media`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: new Uint8Array(bytes),
    });
    z.object({ message: z.object({ sid: z.string() }) }).parse(await response.json());
    await world.drain();
    return world.of('webhook').at(-1)?.params.MediaUrl0 ?? '';
  };

  it('is fetched with credentials, over a redirect, and named by what it is', async () => {
    const ref = await attach(PNG, 'image/jpeg');
    expect((await fetch(ref)).status).toBe(401);
    expect(await channel().fetchMedia(ref, LIMITS)).toMatchObject({
      ok: true,
      value: { bytes: PNG, contentType: 'image/png' },
    });
  });

  it('is found again where only a listing tells of the message', async () => {
    await attach(PNG, 'image/png');
    const listed = (await channel().listInbound(new Date(0))).at(-1);
    expect(listed).toMatchObject({ kind: 'IMAGE', phone: SITA });
    expect(await channel().fetchMedia(listed?.media[0]?.ref ?? '', LIMITS)).toMatchObject({ ok: true });
  });

  it('is not taken when it is too large, of another type, or gone', async () => {
    const large = await attach(Buffer.concat([PNG, Buffer.alloc(2_000)]), 'image/png');
    expect(await channel().fetchMedia(large, LIMITS)).toMatchObject({ error: { kind: 'TOO_LARGE' } });
    const script = await attach(Buffer.from('#!/bin/sh\nrm -rf /'), 'image/png');
    expect(await channel().fetchMedia(script, LIMITS)).toMatchObject({
      error: { kind: 'TYPE_REFUSED', contentType: null },
    });
    const gone = large.replace(/ME[0-9a-f]{32}$/, `ME${'0'.repeat(32)}`);
    expect(await channel().fetchMedia(gone, LIMITS)).toMatchObject({ error: { kind: 'GONE', status: 404 } });
  });

  it('is asked of the provider and of nobody else', async () => {
    for (const ref of [
      'http://169.254.169.254/latest/meta-data',
      'file:///etc/passwd',
      'not an address',
      `${world.base}.example.com/x`,
    ])
      expect(await channel().fetchMedia(ref, LIMITS)).toMatchObject({ error: { kind: 'FOREIGN_ADDRESS' } });
  });
});

describe('credentials', () => {
  const seen: (string | undefined)[] = [];
  let store: Server;
  let provider: Server;
  const origin = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  beforeAll(async () => {
    store = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end(PNG);
    });
    provider = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(307, { location: `${origin(store)}/signed` }).end();
    });
    for (const server of [store, provider])
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    store.close();
    provider.close();
  });

  it('do not follow to another origin, and an unencrypted one is not followed at all', async () => {
    const settings = { origin: origin(provider), authorization: 'Basic secret' };
    expect(await fetchProviderMedia(`${origin(provider)}/m`, settings, LIMITS)).toMatchObject({
      error: { kind: 'FOREIGN_ADDRESS' },
    });
    expect(seen).toEqual(['Basic secret']);
    // The store as it is in the world, encrypted: its address is made so for the eye of the rule, and fetched as it is.
    const asked: [string, string | null][] = [];
    const send: typeof fetch = async (input, init) => {
      const url = new URL(String(input instanceof Request ? input.url : input));
      asked.push([url.origin, new Headers(init?.headers).get('authorization')]);
      return url.origin === settings.origin
        ? new Response(null, { status: 307, headers: { location: 'https://store.example.com/signed' } })
        : new Response(PNG);
    };
    expect(await fetchProviderMedia(`${settings.origin}/m`, settings, LIMITS, send)).toMatchObject({ ok: true });
    expect(asked).toEqual([
      [settings.origin, 'Basic secret'],
      ['https://store.example.com', null],
    ]);
  });
});

describe('fileType', () => {
  it.each<[string, string | null]>([
    ['ffd8ffe000104a46', 'image/jpeg'],
    ['89504e470d0a1a0a', 'image/png'],
    ['524946460000000057454250', 'image/webp'],
    ['4f676753000200', 'audio/ogg'],
    ['2321414d520a3c', 'audio/amr'],
    ['255044462d312e37', 'application/pdf'],
    ['00000018667479706d703432', 'video/mp4'],
    ['00000018667479704d344120', 'audio/mp4'],
    ['000000186674797033677034', 'video/3gpp'],
    ['49443304000000', 'audio/mpeg'],
    ['fff15080', 'audio/aac'],
    ['fffb9064', 'audio/mpeg'],
    ['3c68746d6c3e', null],
    ['', null],
  ])('%s is %s', (hex, type) => {
    expect(fileType(Buffer.from(hex, 'hex'))).toBe(type);
  });
});
