import { foldDigits } from './fold.ts';

/** What a message is about, where its words alone decide. Everything else is read as an order. */
export type Intent =
  | { kind: 'confirm' }
  | { kind: 'cancel'; orderNumber: string | null }
  | { kind: 'status'; orderNumber: string | null }
  | { kind: 'balance' }
  | { kind: 'help' }
  | { kind: 'greeting' }
  | { kind: 'skip' }
  /** A bare number: the answer to a numbered question. */
  | { kind: 'number'; text: string }
  | { kind: 'text' };

const ORDER_NUMBER = '(ORD\\d{9,})';
const CONFIRM = /^(?:confirm(?:ed)?|yes|ok(?:ay)?|ho|huncha|hunchha|हुन्छ|हो|पक्का)$/;
const CANCEL = new RegExp(`^(?:cancel|radda|रद्द)(?:\\s+(?:order\\s*)?#?${ORDER_NUMBER})?$`, 'i');
const STATUS = new RegExp(`^(?:status|track|अवस्था)(?:\\s+(?:order\\s*)?#?${ORDER_NUMBER})?$`, 'i');
const BALANCE = /^(?:balance|hisab|khata|हिसाब|खाता|statement)$/;
const HELP = /^(?:help|\?|madat|मद्दत|sahayog|सहयोग)$/;
const GREETING =
  /^(?:namaste|namaskar|hello|hi|hey|good (?:morning|afternoon|evening)|नमस्ते|नमस्कार)(?:\s+(?:dai|didi|bhai|sir|madam|ji|दाइ|दिदी|भाइ))*$/;
const SKIP = /^(?:skip|chhod|chhoda|छोड|छोड्नुस्)$/;

export function detectIntent(text: string): Intent {
  const plain = foldDigits(text.normalize('NFKC'))
    .replace(/["'“”‘’.!।]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const lower = plain.toLowerCase();
  if (CONFIRM.test(lower)) return { kind: 'confirm' };
  const cancel = CANCEL.exec(plain);
  if (cancel) return { kind: 'cancel', orderNumber: cancel[1]?.toUpperCase() ?? null };
  const status = STATUS.exec(plain);
  if (status) return { kind: 'status', orderNumber: status[1]?.toUpperCase() ?? null };
  if (BALANCE.test(lower)) return { kind: 'balance' };
  if (HELP.test(lower)) return { kind: 'help' };
  if (GREETING.test(lower)) return { kind: 'greeting' };
  if (SKIP.test(lower)) return { kind: 'skip' };
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(plain)) return { kind: 'number', text: plain };
  return { kind: 'text' };
}
