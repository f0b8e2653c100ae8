/** The messages written and labelled by hand, as read from by-hand.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type LabelledMessage, writings } from './types.ts';

const takeSchema = z.strictObject({ sku: z.string(), milli: z.int().positive() });
const lineSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('take'), written: z.string(), anyOf: z.array(takeSchema).min(1) }),
  z.strictObject({
    kind: z.literal('ask'),
    about: z.enum(['product', 'quantity', 'unit']),
    written: z.string(),
    skus: z.array(z.string()).min(1),
  }),
  z.strictObject({ kind: z.literal('none'), why: z.enum(['stranger', 'talk']), written: z.string() }),
]);
const messageSchema = z.strictObject({
  id: z.string(),
  half: z.enum(['tuning', 'test']),
  writing: z.enum(writings),
  /** Made to trick: instructions to machines, absurd amounts, invisible characters. */
  adversarial: z.boolean(),
  text: z.string(),
  lines: z.array(lineSchema),
});

export function readByHand(): (LabelledMessage & { adversarial: boolean })[] {
  const json: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'by-hand.json'), 'utf8'));
  return z
    .array(messageSchema)
    .parse(json)
    .map((message) => ({ ...message, lines: message.lines.map((line) => ({ ...line, form: 'by hand' })) }));
}
