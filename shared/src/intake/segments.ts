import { foldDigits } from './fold.ts';

/** Words around an order that name no good. */
const SMALL_TALK = new Set(
  'namaste namaskar hello hi hey dai didi bhai sir madam please pls plz send need want order chahiyo chahinchha chaincha chaiyo pathaunu pathaunus pathaidinu pathaidinus dinu dinus malai i me us the some of kindly thank thanks you dhanyabad ok ta ho hai ni la नमस्ते नमस्कार दाइ दिदी भाइ मलाई चाहियो चाहिन्छ पठाउनुस् पठाउनुहोस् पठाइदिनुस् पठाइदिनुहोस् दिनुस् दिनुहोस् धन्यवाद कृपया'.split(
    ' ',
  ),
);

/** Cuts a message into the parts that may each name one good. */
export function segments(text: string): string[] {
  return (
    foldDigits(text.normalize('NFKC'))
      // `1,000 kg` is one figure; every other comma stands between two goods.
      .replace(/(?<=\d),(?=\d{3}\b)/g, '')
      .split(/[\n;•,]+|(?:\s+(?:and|ani|ra|अनि|र)\s+)/i)
      .map((part) => part.replace(/^\s*(?:\d{1,2}[.)]\s+|[-*]\s*)/, '').trim())
      .filter(Boolean)
  );
}

/** The words that can mean something: figures apart from letters, `x10` as `x 10`, no small talk. */
export function wordsOf(written: string): string[] {
  return written
    .replace(/[×*=:]/g, ' x ')
    .replace(/(?<=^|\s)x(?=\d)/gi, 'x ')
    .replace(/(\d)(?=[a-z\u0900-\u097f])(?![a-z]*-)/gi, '$1 ')
    .replace(/([\u0900-\u097f])(?=\d)/g, '$1 ')
    .split(/[\s()"'!?]+/)
    .map((word) => word.replace(/^[-.]+|[-.]+$/g, ''))
    .filter((word) => word !== '' && !SMALL_TALK.has(word.toLowerCase()));
}
