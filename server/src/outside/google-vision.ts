import { z } from 'zod';
import type { OcrLine, PhotoReader } from './ocr.ts';

const TIMEOUT_MS = 20_000;
const ENDPOINT = 'https://vision.googleapis.com';

const wordSchema = z.object({
  confidence: z.number().optional(),
  symbols: z.array(
    z.object({
      text: z.string(),
      property: z.object({ detectedBreak: z.object({ type: z.string() }).optional() }).optional(),
    }),
  ),
});
const answerSchema = z.object({
  responses: z.array(
    z.object({
      error: z.object({ code: z.number(), message: z.string() }).optional(),
      fullTextAnnotation: z
        .object({
          pages: z.array(
            z.object({ blocks: z.array(z.object({ paragraphs: z.array(z.object({ words: z.array(wordSchema) })) })) }),
          ),
        })
        .optional(),
    }),
  ),
});

/** Google Cloud Vision's document reader; used where a key is set and chosen. `endpoint` is another one in tests. */
export function createGoogleVision(apiKey: string, endpoint = ENDPOINT): PhotoReader {
  return {
    name: 'google-vision',
    read: async (jpeg) => {
      const response = await fetch(`${endpoint}/v1/images:annotate`, {
        method: 'POST',
        // In a header, not in the address: addresses end up in logs.
        headers: { 'content-type': 'application/json', 'x-goog-api-key': apiKey },
        body: JSON.stringify({
          requests: [
            {
              image: { content: jpeg.toString('base64') },
              features: [{ type: 'DOCUMENT_TEXT_DETECTION' }],
              imageContext: { languageHints: ['ne', 'en'] },
            },
          ],
        }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!response.ok) throw new Error(`Google Vision answered ${response.status}`);
      const [answer] = answerSchema.parse(await response.json()).responses;
      if (answer?.error) throw new Error(`Google Vision could not read the picture: ${answer.error.code}`);
      return (answer?.fullTextAnnotation?.pages ?? [])
        .flatMap((page) => page.blocks)
        .flatMap((block) => block.paragraphs)
        .flatMap((paragraph) => linesOf(paragraph.words));
    },
    stop: async () => {},
  };
}

/** Lines end where the service says so; a line is as sure as its least sure word. */
function linesOf(words: readonly z.infer<typeof wordSchema>[]): OcrLine[] {
  const lines: OcrLine[] = [];
  let line: OcrLine = { text: '', confidence: 1 };
  for (const word of words) {
    line.confidence = Math.min(line.confidence, word.confidence ?? 1);
    for (const { text, property } of word.symbols) {
      const ends = property?.detectedBreak?.type;
      line.text += text + (ends === 'SPACE' || ends === 'SURE_SPACE' ? ' ' : '');
      if (ends !== 'LINE_BREAK' && ends !== 'EOL_SURE_SPACE') continue;
      lines.push(line);
      line = { text: '', confidence: 1 };
    }
  }
  if (line.text !== '') lines.push(line);
  return lines.map(({ text, confidence }) => ({ text: text.trim(), confidence }));
}
