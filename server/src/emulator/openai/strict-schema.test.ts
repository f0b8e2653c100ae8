import { zodTextFormat } from 'openai/helpers/zod';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerProblem, strictProblem } from './strict-schema.ts';

const closed = (properties: Record<string, unknown>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

describe('strict schemas', () => {
  it('takes what the library makes of a plain zod object', () => {
    const format = zodTextFormat(
      z.object({ lines: z.array(z.object({ line: z.number(), key: z.string().nullable() })) }),
      'x',
    );
    expect(strictProblem(format.schema)).toBeNull();
  });

  it.each([
    ['an open object', { type: 'object', properties: {}, required: [] }, 'additionalProperties'],
    ['a property that may be left out', { ...closed({ a: { type: 'string' } }), required: [] }, "Missing 'a'"],
    ['a default, however deep', closed({ a: closed({ b: { type: 'string', default: 'x' } }) }), "'default'"],
    ['a list at the root', { type: 'array', items: {} }, '\'type: "object"\''],
    ['a choice at the root', { ...closed({}), anyOf: [closed({})] }, "'anyOf'"],
    ['a catalogue as enum', closed({ a: { enum: Array.from({ length: 1001 }, String) } }), 'enum'],
  ])('refuses %s', (_, schema, words) => {
    expect(strictProblem(schema)).toContain(words);
  });

  it('holds an answer against its schema', () => {
    const schema = closed({ a: { type: 'number' } });
    expect(answerProblem(schema, { a: 1 })).toBeNull();
    expect(answerProblem(schema, { a: '1' })).not.toBeNull();
    expect(answerProblem(schema, { a: 1, b: 2 })).not.toBeNull();
  });
});
