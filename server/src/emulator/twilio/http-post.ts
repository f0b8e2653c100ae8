import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** Time limits in milliseconds of the real clock, as Twilio's connection overrides name them. */
export interface Limits {
  connectMs: number;
  readMs: number;
}

export type PostOutcome =
  | { kind: 'response'; status: number; headers: Record<string, string>; body: string }
  /** `connect`: no connection was made. `read`: the request went out and no whole answer came back. */
  | { kind: 'failure'; reason: 'connect' | 'read'; message: string };

const httpAgent = new HttpAgent({ keepAlive: true });
const httpsAgent = new HttpsAgent({ keepAlive: true });

// Twilio reads no more TwiML than this.
const MAX_ANSWER_BYTES = 64 * 1024;

/** Posts a form. Never throws: what goes wrong is an outcome. Redirects are answers like any other. */
export async function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  limits: Limits,
): Promise<PostOutcome> {
  const first = await attempt(url, headers, body, limits);
  // The other side closed an idle connection just as we reused it: nothing was sent, so send it on a fresh one.
  return first === 'stale' ? settled(await attempt(url, headers, body, limits)) : first;
}

function settled(outcome: PostOutcome | 'stale'): PostOutcome {
  return outcome === 'stale' ? { kind: 'failure', reason: 'connect', message: 'connection closed' } : outcome;
}

function attempt(
  url: URL,
  headers: Record<string, string>,
  body: string,
  limits: Limits,
): Promise<PostOutcome | 'stale'> {
  const secure = url.protocol === 'https:';
  return new Promise((resolve) => {
    let connected = false;
    let timer = setTimeout(() => giveUp('connect', `no connection within ${limits.connectMs} ms`), limits.connectMs);
    const request = (secure ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      agent: secure ? httpsAgent : httpAgent,
    });

    function finish(outcome: PostOutcome | 'stale'): void {
      clearTimeout(timer);
      resolve(outcome);
    }
    function giveUp(reason: 'connect' | 'read', message: string): void {
      finish({ kind: 'failure', reason, message });
      request.destroy();
    }
    function waitForAnswer(): void {
      connected = true;
      clearTimeout(timer);
      timer = setTimeout(() => giveUp('read', `no answer within ${limits.readMs} ms`), limits.readMs);
    }

    request.on('socket', (socket) => {
      if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', waitForAnswer);
      else waitForAnswer();
    });
    request.on('error', (error) => {
      if (request.reusedSocket && 'code' in error && error.code === 'ECONNRESET') finish('stale');
      else finish({ kind: 'failure', reason: connected ? 'read' : 'connect', message: error.message });
    });
    request.on('response', (response) => void readAnswer(response).then(finish));
    request.end(body);
  });
}

async function readAnswer(response: IncomingMessage): Promise<PostOutcome> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > MAX_ANSWER_BYTES) break;
      chunks.push(bytes);
    }
  } catch (error) {
    return {
      kind: 'failure',
      reason: 'read',
      message: error instanceof Error ? error.message : 'the answer broke off',
    };
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { kind: 'response', status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString('utf8') };
}
