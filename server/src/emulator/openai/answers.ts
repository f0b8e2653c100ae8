import { randomBytes } from 'node:crypto';
import type { Fault } from './faults.ts';

const id = (prefix: string) => `${prefix}_${randomBytes(24).toString('hex')}`;

/** About four letters a token, as the service's own rule of thumb has it. */
function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}

type Given = { model: string; asked: string; said: string; fault: Fault | null; seconds: number };

/** What the model says under a fault: the same words cut, other words, or words that are no JSON. */
export function spoiled(said: string, fault: Fault | null): string {
  if (fault === 'truncated' || fault === 'incomplete') return said.slice(0, Math.floor(said.length / 2));
  if (fault === 'wrong-schema') return JSON.stringify({ order: [{ sku: 'ANYTHING', price: 0 }] });
  if (fault === 'nonsense') return 'As a helpful assistant I would be happy to help you with that!';
  return said;
}

/** The Responses API's answer. */
export function responseBody({ model, asked, said, fault, seconds }: Given) {
  const content =
    fault === 'refusal'
      ? [{ type: 'refusal', refusal: "I'm sorry, I can't help with that." }]
      : [{ type: 'output_text', text: said, annotations: [], logprobs: [] }];
  const cut = fault === 'incomplete';
  const status = cut ? 'incomplete' : 'completed';
  return {
    id: id('resp'),
    object: 'response',
    created_at: seconds,
    status,
    model,
    output: [{ id: id('msg'), type: 'message', role: 'assistant', status, content }],
    usage: {
      input_tokens: tokens(asked),
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
      output_tokens: tokens(said),
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: tokens(asked) + tokens(said),
    },
    error: null,
    incomplete_details: cut ? { reason: 'max_output_tokens' } : null,
  };
}

/** The chat completions API's answer. */
export function completionBody({ model, asked, said, fault, seconds }: Given) {
  const refused = fault === 'refusal';
  return {
    id: id('chatcmpl'),
    object: 'chat.completion',
    created: seconds,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: refused ? null : said,
          refusal: refused ? "I'm sorry, I can't help with that." : null,
        },
        finish_reason: fault === 'incomplete' ? 'length' : 'stop',
        logprobs: null,
      },
    ],
    usage: {
      prompt_tokens: tokens(asked),
      completion_tokens: tokens(said),
      total_tokens: tokens(asked) + tokens(said),
    },
  };
}
