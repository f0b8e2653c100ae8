/**
 * A tap between the server and its WhatsApp provider: both directions go through it, so that one clock sees a message come
 * in and its reply go out. What it does not answer itself it passes on.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Http } from './http.ts';

export type Tap = {
  url: string;
  /** Where to pass on to, once it is known. */
  connect(serverUrl: string): void;
  /** A message of this phone comes in now; its reply is waited for. */
  expect(phone: string): void;
  /** Milliseconds from a message in to its reply, of those that were answered since the last call. */
  replies(): number[];
  /** Replies seen so far. */
  answered(): number;
  close(): Promise<void>;
};

/** Numbers the emulator knows; the bench's other phones are answered here, as Twilio would. */
const KNOWN = /^whatsapp:\+97798000000\d\d$/;

export async function openTap(): Promise<Tap> {
  let to: Http | null = null;
  let made = 0;
  const asked = new Map<string, number>();
  let answered: number[] = [];
  let seen = 0;
  const server = createServer((request, response) => {
    read(request)
      .then(async (body) => {
        const form = new URLSearchParams(body);
        const path = request.url ?? '/';
        if (path.endsWith('/whatsapp/webhook')) asked.set(form.get('From') ?? '', performance.now());
        if (request.method === 'POST' && path.endsWith('/Messages.json')) {
          const phone = form.get('To') ?? '';
          const from = asked.get(phone);
          if (from !== undefined) {
            answered.push(performance.now() - from);
            seen += 1;
          }
          asked.delete(phone);
          made += 1;
          if (!KNOWN.test(phone)) return sent(response, form, made);
        }
        await passOn(to, request, body, response);
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    connect: (serverUrl) => {
      to = new Http(serverUrl, 64);
    },
    expect: (phone) => void asked.set(phone, performance.now()),
    replies: () => {
      const all = answered;
      answered = [];
      return all;
    },
    answered: () => seen,
    close: async () => {
      to?.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

async function passOn(
  to: Http | null,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<void> {
  if (!to) throw new Error('the tap is not connected');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string' && !/^(?:host|connection|content-length|transfer-encoding)$/.test(name))
      headers[name] = value;
  const answer = await to.send(
    request.method ?? 'GET',
    request.url ?? '/',
    { ...headers, 'accept-encoding': 'identity' },
    body,
  );
  response.writeHead(answer.status, { 'content-type': answer.contentType });
  response.end(answer.text);
}

function sent(response: ServerResponse, form: URLSearchParams, number: number): void {
  const sid = `SM${String(number).padStart(32, '0')}`;
  const body = {
    sid,
    status: 'queued',
    to: form.get('To'),
    from: form.get('From'),
    body: form.get('Body'),
    num_media: '0',
    num_segments: '1',
  };
  response.writeHead(201, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
