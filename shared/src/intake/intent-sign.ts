/**
 * What gives away that somebody does not list goods. A phrase is words in order: `a/b` either, `pug*` any ending, `..` up to
 * three words between. Spelling is folded on both sides (see `plainWords` in intent.ts), so one spelling of a word is enough.
 */

export type Subject =
  | 'balance'
  | 'statement'
  | 'paid'
  | 'promise'
  | 'howToPay'
  | 'receipt'
  | 'price'
  | 'orderAgain'
  | 'notThisTime';
export type SignKind =
  | 'confirm'
  | 'cancel'
  | 'status'
  | 'reorder'
  | 'payment'
  | 'inquiry'
  | 'complaint'
  | 'help'
  | 'greeting';

export type Sign = {
  kind: SignKind;
  about: Subject | null;
  /** How sure a phrase of it makes the kind, 0 … 1. */
  weight: number;
  phrases: readonly string[];
};

export const list = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export const sign = (kind: SignKind, weight: number, phrases: string, about: Subject | null = null): Sign => ({
  kind,
  about,
  weight,
  phrases: list(phrases),
});
