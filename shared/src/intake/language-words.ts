import type { Language } from '../kernel/language.ts';

/** A message that is nothing but the wish for a language. Nepali tea and English biscuits are goods. */
const WISHES: readonly [wish: RegExp, language: Language][] = [
  [/^(?:language |bhasa |bhasha )?(?:english|inglish|angreji|angrezi)(?: language| bhasa| bhasha| ma| please)?$/, 'en'],
  [/^(?:language |bhasa |bhasha )?(?:nepali)(?: language| bhasa| bhasha| ma| please)?$/, 'ne'],
  [/^(?:भाषा )?(?:अंग्रेजी|अङ्ग्रेजी|अँग्रेजी|इङ्लिस|इंग्लिश)(?:मा| मा| भाषा)?$/, 'en'],
  [/^(?:भाषा )?(?:नेपाली)(?:मा| मा| भाषा)?$/, 'ne'],
];

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/["'“”‘’.!।:,]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();

/** The language a message asks for; null where it is about anything else. */
export function languageWish(text: string): Language | null {
  const wished = plain(text);
  return WISHES.find(([wish]) => wish.test(wished))?.[1] ?? null;
}

/** Words that hold a sentence together: names of goods are the same in whatever somebody writes. */
const SPOKEN: Record<Language, ReadonlySet<string>> = {
  en: new Set(
    'the please send want need is are my how what where when i me and of hello hi good morning give get to for we you do can'.split(
      ' ',
    ),
  ),
  ne: new Set(
    `chahiyo chaiyo chahincha chaincha pathaunu pathaunus pathaidinu pathaidinus pathaunuhos dinu dinus dinuhos hajur kati cha
    chha xa ho ra ko lai huncha hunxa garnu garnus malai mero hamro kaha kahile namaste namaskar dai didi sahuji ali ani
    chaldai rakhnu rakhdinu bhayo vayo thiyo aauncha`.split(/\s+/),
  ),
};

/**
 * The language a first message is written in, by its script and the words between the goods; null where it does not tell
 * (`RICE-1KG x 10`): then the language the shop was registered with stands.
 */
export function languageWritten(text: string): Language | null {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const devanagari = count(/[\u0904-\u0939\u0958-\u0961]/g);
  if (devanagari > 0 && devanagari >= count(/[a-z]/gi)) return 'ne';
  const words = text.toLowerCase().split(/[^a-z]+/);
  const spoken = (language: Language) => words.filter((word) => SPOKEN[language].has(word)).length;
  const [english, nepali] = [spoken('en'), spoken('ne')];
  if (english === nepali) return null;
  return nepali > english ? 'ne' : 'en';
}
