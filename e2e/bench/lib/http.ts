/** A client that costs little beside the server it measures: node:http, connections kept. */
import { Agent, type IncomingMessage, request } from 'node:http';

export type Answer = { status: number; text: string; contentType: string };

export class Http {
  readonly #agent: Agent;
  readonly #base: URL;

  constructor(base: string, connections: number) {
    this.#base = new URL(base);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'lifo' });
  }

  send(method: string, path: string, headers: Record<string, string>, body = ''): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const length = Buffer.byteLength(body);
      const sent = request(
        {
          agent: this.#agent,
          host: this.#base.hostname,
          port: this.#base.port,
          method,
          path,
          headers: length > 0 ? { ...headers, 'content-length': length } : headers,
        },
        (response: IncomingMessage) => {
          response.setEncoding('utf8');
          let text = '';
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, text, contentType: response.headers['content-type'] ?? '' }),
          );
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  json(method: string, path: string, headers: Record<string, string>, body: unknown): Promise<Answer> {
    return this.send(method, path, { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** `data` of an answer in the envelope; throws what the server said where it is a refusal. */
export function dataOf({ status, text }: Pick<Answer, 'status' | 'text'>): unknown {
  const body: unknown = JSON.parse(text);
  if (status >= 300 || typeof body !== 'object' || body === null || !('data' in body))
    throw new Error(`${status} ${text}`);
  return body.data;
}

/** A text field of an unknown object; throws where there is none. */
export function textOf(value: unknown, field: string): string {
  if (typeof value === 'object' && value !== null && field in value) {
    const found: unknown = Reflect.get(value, field);
    if (typeof found === 'string') return found;
  }
  throw new Error(`no text "${field}" in ${JSON.stringify(value)?.slice(0, 200)}`);
}
