/** Consonants with the letters that shops write for them; श and ष sound as स, ञ and ण as न. */
const CONSONANTS: Record<string, string> = {
  क: 'k',
  ख: 'kh',
  ग: 'g',
  घ: 'gh',
  ङ: 'ng',
  च: 'ch',
  छ: 'ch',
  ज: 'j',
  झ: 'jh',
  ञ: 'n',
  ट: 't',
  ठ: 'th',
  ड: 'd',
  ढ: 'dh',
  ण: 'n',
  त: 't',
  थ: 'th',
  द: 'd',
  ध: 'dh',
  न: 'n',
  प: 'p',
  फ: 'ph',
  ब: 'b',
  भ: 'bh',
  म: 'm',
  य: 'y',
  र: 'r',
  ल: 'l',
  व: 'w',
  श: 's',
  ष: 's',
  स: 's',
  ह: 'h',
  ळ: 'l',
};

const VOWELS: Record<string, string> = {
  अ: 'a',
  आ: 'a',
  इ: 'i',
  ई: 'i',
  उ: 'u',
  ऊ: 'u',
  ऋ: 'ri',
  ए: 'e',
  ऐ: 'ai',
  ओ: 'o',
  औ: 'au',
  ऑ: 'o',
  ऍ: 'e',
};

const SIGNS: Record<string, string> = {
  'ा': 'a',
  'ि': 'i',
  'ी': 'i',
  'ु': 'u',
  'ू': 'u',
  'ृ': 'ri',
  'े': 'e',
  'ै': 'ai',
  'ो': 'o',
  'ौ': 'au',
  'ॉ': 'o',
  'ॅ': 'e',
};

const VIRAMA = '\u094d';
/** The vowel a bare consonant carries, kept apart from a written आ until it is known whether it is spoken. */
const INHERENT = 'ə';

/** A word in Devanagari as it would be written in Latin letters; other letters stay. Nepali drops most unwritten vowels. */
export function romanise(word: string): string {
  let roman = '';
  const letters = [...word];
  for (const [index, letter] of letters.entries()) {
    const consonant = CONSONANTS[letter];
    if (consonant !== undefined) {
      const next = letters[index + 1];
      const bare = next === undefined || (SIGNS[next] === undefined && next !== VIRAMA && next !== '\u093c');
      roman += bare ? consonant + INHERENT : consonant;
    } else
      roman += VOWELS[letter] ?? SIGNS[letter] ?? (letter === 'ं' ? 'n' : /[\u0900-\u097f]/.test(letter) ? '' : letter);
  }
  return speak(roman);
}

const UNHEARD = /(?<=[aeiouə](?:[kgcjtdpb]h|[^aeiouə]))ə(?=(?:[kgcjtdpb]h|[^aeiouə])[aeiouə])/;

/** Which unwritten vowels are heard: none at the end of a word, none between two open syllables, from the left. */
function speak(roman: string): string {
  let spoken = roman.replace(/(?<=[aeiouə][^aeiouə]+)ə$/, '');
  while (UNHEARD.test(spoken)) spoken = spoken.replace(UNHEARD, '');
  return spoken.replace(/ə/g, 'a');
}
