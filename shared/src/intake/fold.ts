/** Devanagari digits as figures. */
export function foldDigits(text: string): string {
  return text.replace(/[०-९]/g, (digit) => String('०१२३४५६७८९'.indexOf(digit)));
}

/**
 * One spelling for the ways a name is written: case, digits, doubled letters (daal, dal), long vowels (cheeni, chini),
 * signs. Both the catalogue's names and the message go through it, so it only has to be the same on both sides.
 */
export function foldName(text: string): string {
  return (
    foldDigits(text.normalize('NFKC').toLowerCase())
      .replace(/ee/g, 'i')
      .replace(/oo/g, 'u')
      .replace(/([a-z])\1+/g, '$1')
      // Nukta and the short/long i and u marks are mixed up in everyday Nepali writing.
      .replace(/़/g, '')
      .replace(/ी/g, 'ि')
      .replace(/ू/g, 'ु')
      .replace(/[^a-z0-9\u0900-\u097f.]+/g, ' ')
      .replace(/(?<!\d)\.|\.(?!\d)/g, ' ')
      // `250ml` and `250 ml` are the same.
      .replace(/(\d)(?=[a-z\u0900-\u097f])|([a-z\u0900-\u097f])(?=\d)/g, '$1$2 ')
      .replace(/\s+/g, ' ')
      .trim()
  );
}
