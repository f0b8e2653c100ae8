/** Precision and recall of each intent on messages written and labelled by hand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Half, writings } from './corpus/types.ts';

export const intentNames = [
  'place_order',
  'confirm',
  'cancel',
  'status',
  'reorder',
  'payment',
  'inquiry',
  'complaint',
  'help',
  'greeting',
  'unknown',
] as const;
export type IntentName = (typeof intentNames)[number];

const schema = z.array(
  z.strictObject({
    text: z.string(),
    intent: z.enum(intentNames),
    half: z.enum(['tuning', 'test']),
    writing: z.enum(writings),
  }),
);
export type LabelledIntent = z.infer<typeof schema>[number];

export function readIntents(half?: Half): LabelledIntent[] {
  const json: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'corpus', 'intents.json'), 'utf8'));
  return schema.parse(json).filter((each) => half === undefined || each.half === half);
}

export type IntentFigures = { messages: number; found: number; right: number };

/** Per intent: how many there are, how many were given that name, and how many of those rightly. */
export function intentFigures(
  messages: readonly LabelledIntent[],
  detect: (text: string) => string,
): Map<IntentName, IntentFigures> {
  const given = messages.map((message) => ({ meant: message.intent, got: detect(message.text) }));
  return new Map(
    intentNames.map((name) => [
      name,
      {
        messages: given.filter((each) => each.meant === name).length,
        found: given.filter((each) => each.got === name).length,
        right: given.filter((each) => each.meant === name && each.got === name).length,
      },
    ]),
  );
}
