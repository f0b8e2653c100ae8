import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createGoogleVision } from './google-vision.ts';

let server: Server;
let endpoint = '';
let answer: { status: number; body: unknown } = { status: 200, body: {} };
let asked: { key: unknown; body: unknown } = { key: null, body: null };

beforeAll(async () => {
  server = createServer((request, response) => {
    void request.toArray().then((chunks) => {
      asked = { key: request.headers['x-goog-api-key'], body: JSON.parse(Buffer.concat(chunks).toString()) };
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => void server.close());

/** A word as the service returns it: letters one by one, the last with the break behind it. */
function word(text: string, confidence: number, ends: string) {
  const letters = [...text];
  return {
    confidence,
    symbols: letters.map((letter, index) => ({
      text: letter,
      ...(index === letters.length - 1 ? { property: { detectedBreak: { type: ends } } } : {}),
    })),
  };
}

it('puts lines together from words and their breaks', async () => {
  const words = [
    word('चामल', 0.9, 'SPACE'),
    word('१०', 0.7, 'LINE_BREAK'),
    word('dal', 0.95, 'SURE_SPACE'),
    word('5', 0.99, 'EOL_SURE_SPACE'),
  ];
  answer = {
    status: 200,
    body: { responses: [{ fullTextAnnotation: { pages: [{ blocks: [{ paragraphs: [{ words }] }] }] } }] },
  };
  expect(await createGoogleVision('key', endpoint).read(Buffer.from('x'))).toEqual([
    { text: 'चामल १०', confidence: 0.7 },
    { text: 'dal 5', confidence: 0.95 },
  ]);
  expect(asked.key).toBe('key');
  const { requests } = z
    .object({ requests: z.tuple([z.looseObject({ image: z.object({ content: z.string() }) })]) })
    .parse(asked.body);
  expect(Buffer.from(requests[0].image.content, 'base64').toString()).toBe('x');
});

it('finds nothing on an empty page', async () => {
  answer = { status: 200, body: { responses: [{}] } };
  expect(await createGoogleVision('key', endpoint).read(Buffer.from('x'))).toEqual([]);
});

it.each([
  ['a refusal', { status: 403, body: { error: { code: 403 } } }, '403'],
  [
    'a picture it cannot read',
    { status: 200, body: { responses: [{ error: { code: 3, message: 'Bad image data.' } }] } },
    'could not read',
  ],
  ['an answer of another shape', { status: 200, body: { results: [] } }, 'responses'],
])('throws on %s', async (_, given, words) => {
  answer = given;
  await expect(createGoogleVision('key', endpoint).read(Buffer.from('x'))).rejects.toThrow(words);
});
