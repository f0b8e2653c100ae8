import { z } from 'zod';

const partSchema = z.looseObject({ type: z.string(), text: z.string().optional(), image_url: z.unknown().optional() });
const messageSchema = z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(partSchema)]) });
const schemaFormat = z.looseObject({ type: z.string(), name: z.string().optional(), schema: z.unknown().optional() });

/** Of a Responses request what the emulator looks at. */
export const responsesRequest = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(messageSchema)]),
  instructions: z.string().nullish(),
  text: z.looseObject({ format: schemaFormat.optional() }).optional(),
});

/** Of a chat completions request what the emulator looks at. */
export const completionsRequest = z.looseObject({
  model: z.string(),
  messages: z.array(messageSchema).min(1),
  response_format: z
    .looseObject({ type: z.string(), json_schema: z.looseObject({ schema: z.unknown() }).optional() })
    .optional(),
});

type Message = z.infer<typeof messageSchema>;

/** What the person side of a request says, newest last, and whether a picture comes with it. */
export function said(input: string | readonly Message[]): { text: string; hasImage: boolean } {
  if (typeof input === 'string') return { text: input, hasImage: false };
  const parts = input
    .filter((message) => message.role === 'user')
    .flatMap((message) =>
      typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content,
    );
  return {
    text: parts.flatMap((part) => (part.text === undefined ? [] : [part.text])).join('\n'),
    hasImage: parts.some((part) => part.type === 'input_image' || part.type === 'image_url'),
  };
}
