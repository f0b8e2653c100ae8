import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTranscript } from '../voice-note.ts';
import { ACCOUNT, SITA, startWorld, TOKEN, type World } from './testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const auth = { Authorization: `Basic ${btoa(`${ACCOUNT}:${TOKEN}`)}` };
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

async function sendsPhoto(): Promise<{ sid: string; url: string }> {
  const response = await fetch(
    `${world.base}/simulator/api/phones/${SITA}/media?caption=${encodeURIComponent('मेरो सूची')}`,
    {
      method: 'POST',
      headers: { 'Content-Type': 'image/png' },
      body: png,
    },
  );
  expect(response.status).toBe(201);
  await world.drain();
  const params = world.of('webhook')[0]?.params;
  expect(params).toMatchObject({
    NumMedia: '1',
    MediaContentType0: 'image/png',
    Body: 'मेरो सूची',
    MessageType: 'image',
  });
  expect(params?.MessageSid).toMatch(/^MM/);
  return { sid: params?.MessageSid ?? '', url: params?.MediaUrl0 ?? '' };
}

describe('inbound media', () => {
  it('need credentials, lead on by redirect, and come without any from there', async () => {
    const { url } = await sendsPhoto();
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(401);
    const redirect = await fetch(url, { headers: auth, redirect: 'manual' });
    expect(redirect.status).toBe(307);
    const link = new URL(redirect.headers.get('location') ?? '', url);
    const bytes = await fetch(link);
    expect(bytes.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await bytes.arrayBuffer())).toEqual(png);
    link.searchParams.set('Expires', String(Number(link.searchParams.get('Expires')) + 1));
    expect((await fetch(link)).status).toBe(403);
  });

  it('links die after four hours', async () => {
    const { url } = await sendsPhoto();
    const redirect = await fetch(url, { headers: auth, redirect: 'manual' });
    const link = new URL(redirect.headers.get('location') ?? '', url);
    await world.passes('4h');
    expect((await fetch(link)).status).toBe(200);
    await world.passes('1s');
    expect((await fetch(link)).status).toBe(403);
  });

  it('are listed and deleted by the real client', async () => {
    const { sid, url } = await sendsPhoto();
    const [media] = await world.client.messages(sid).media.list();
    expect(media).toMatchObject({ contentType: 'image/png', parentSid: sid });
    expect(
      (
        await world.client
          .messages(sid)
          .media(media?.sid ?? '')
          .fetch()
      ).sid,
    ).toBe(media?.sid);
    expect(
      await world.client
        .messages(sid)
        .media(media?.sid ?? '')
        .remove(),
    ).toBe(true);
    expect((await fetch(url, { headers: auth })).status).toBe(404);
  });

  it('carry the words of a voice note in the file itself', async () => {
    await world.control('POST', `/phones/${SITA}/voice`, { transcript: 'दस किलो चामल', seconds: 3 });
    await world.drain();
    const params = world.of('webhook')[0]?.params;
    expect(params).toMatchObject({ MessageType: 'audio', MediaContentType0: 'audio/ogg; codecs=opus' });
    const sound = Buffer.from(await (await fetch(params?.MediaUrl0 ?? '', { headers: auth })).arrayBuffer());
    expect(sound.subarray(0, 4).toString()).toBe('OggS');
    expect(readTranscript(sound)).toBe('दस किलो चामल');
  });

  it('of a kind a browser might run are offered as a download', async () => {
    const body = '<script>alert(1)</script>';
    const url = `${world.base}/simulator/api/phones/${SITA}/media?filename=x.html`;
    const sent = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'text/html' }, body });
    const answer: unknown = await sent.json();
    expect(answer).toMatchObject({ message: { type: 'document', media: [{ filename: 'x.html' }] } });
    const path = /media\/MM[^"]+/.exec(JSON.stringify(answer))?.[0];
    const shown = await fetch(`${world.base}/simulator/api/${path}`);
    expect(shown.headers.get('content-type')).toBe('application/octet-stream');
    expect(shown.headers.get('content-disposition')).toBe('attachment');
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
  });
});
