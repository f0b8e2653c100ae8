import { isTalk } from './small-talk.ts';
import { cleanText, hardLines } from './tokens.ts';

/** What a clause does to the draft. Plain clauses name goods; the others change what is there. */
export type Marker = 'remove' | 'no' | 'more' | 'less' | 'change' | 'swap' | 'instead' | 'all';

const words = (text: string) => text.trim().split(/\s+/);

/** By spelling, lower case, doubled letters as one: hataaideu is hataideu. */
const MARKERS: readonly [Marker, string[]][] = [
  [
    'remove',
    words(`
      hataideu hataidinu hataidinus hataidinuhos hatau hataunu hataunus hatai hata hatao hatayera hatainu hatadeu
      remove removed delete cancel without
      chahidaina chaidaina chahindaina chaindaina chahiena chaiena chahiyena chaiyena pardaina parena nachahine nachaine
      napathaunu napathaunus napathau napathaideu nalyaunu nadinu narakhnu narakha
      nikalidinu nikaldinu nikalnu nikala nikal nikaldinus nikalidinus jhiknu jhikidinu jhikdinus jhikideu
      katnu katideu katidinus kata
      हटाइदेउ हटाइदिनु हटाइदिनुस् हटाइदिनुहोस् हटाउ हटाउनु हटाउनुस् हटाउनुहोस् हटाई हटाइ हटाइदिनू हटाइदिनुस हटाउनुस निकाल्नु निकाल्नुस् निकालिदिनुस् निकालिदिनु झिक्नु झिक्नुस् झिकिदिनुस्
      चाहिँदैन चाहिदैन चाहिएन पर्दैन परेन नचाहिने नपठाउनु नपठाउनुस् नपठाउनुहोस् नल्याउनु नल्याउनुस् नल्याउनुहोस् नहाल्नु नहाल्नुस् नराख्नु नराख्नुस् काट्नु काट्नुस् काटिदिनुस् काटिदेउ`),
  ],
  ['no', words('no not nope haina hoina hain hoin sorry galti wrong maaf maf माफ होइन हैन गल्ती')],
  [
    'more',
    words(
      'aru thap thapa thapdeu thapdinus thapidinus thapidinu thapnu thapera more add अरु अरू थप ajha ajhai अझ अझै थपिदिनुस् थप्नुस् थप्नु',
    ),
  ],
  ['less', words('ghatau ghataideu ghataidinus ghataunu ghatai less reduce decrease घटाउ घटाइदिनुस् घटाउनुस् घटाइदेउ')],
  ['change', words('change banau banaideu banaidinus banaidinu make update replace बनाउ बनाइदिनुस्')],
  ['swap', words('sato sata satama badla badlama thau thauma सट्टा सट्टामा साटो बदला बदलामा ठाउँमा')],
  ['instead', words('instead')],
  ['all', words('sabai sabei everything all सबै')],
];

const spelling = (word: string) => word.toLowerCase().replace(/(.)\1+/g, '$1');
const MARKER_OF: ReadonlyMap<string, Marker> = new Map(
  MARKERS.flatMap(([marker, list]) => list.map((word): [string, Marker] => [spelling(word), marker])),
);

/** A stretch of a message that does one thing. `text` is what is left without the words that say what to do. */
export type Clause = {
  markers: ReadonlySet<Marker>;
  text: string;
  /** What stood before and after the (first) word that says no or instead: `rice haina dal`, `rice ko sato dal`. */
  before: string;
  after: string;
};

/** `don't want rice` takes away. */
const NOT_WANTED = /\b(?:don'?t|do\s+not)\s+(?:want|need|send|give)\b|\b(?:take|leave)\s+(?:out|off|away)\b/giu;
/** `one more thing, 5 kg dal` adds a good; it is not one more of the last. */
const BESIDES = /\b(?:one|1)\s+more\s+(?:thing|item)s?\b/giu;
const CLAUSES = /,(?!\d)|[+&]|\s(?:and|ani|ra|aur|plus|अनि|र)(?=\s)|\s[-–—]\s/iu;

/** Whether a message may change a draft at all; most do not, and are read as a list. */
export function hasMarker(text: string): boolean {
  return wordsOf(plainOf(text)).some((word) => markerOf(word) !== null);
}

/** Whether a message takes something away: where it names nothing of the draft, it adds nothing either. */
export function isRemoval(text: string): boolean {
  return wordsOf(plainOf(text)).some((word) => markerOf(word) === 'remove');
}

/** Clauses of a message. A `no` that stands alone (`no, 5`) belongs to what comes after it. */
export function clausesOf(text: string): Clause[] {
  return hardLines(plainOf(text)).flatMap((line) => {
    const parts = line.split(CLAUSES).filter((part) => part.trim() !== '');
    return joinLoneNo(parts).map(toClause);
  });
}

/** The text without phrases that only lead over. */
export const withoutBesides = (text: string) => text.replace(BESIDES, ' ');
const plainOf = (text: string) => cleanText(text).replace(NOT_WANTED, 'remove');
const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean);

function markerOf(word: string): Marker | null {
  return MARKER_OF.get(spelling(word.replace(/^[^\p{L}]+|[^\p{L}\p{M}]+$/gu, ''))) ?? null;
}

function joinLoneNo(parts: readonly string[]): string[] {
  const joined: string[] = [];
  let held = '';
  for (const part of parts) {
    const words = wordsOf(part);
    const lone =
      words.some((word) => markerOf(word) === 'no') && words.every((word) => markerOf(word) === 'no' || isTalk(word));
    if (lone) held += `${part} `;
    else {
      joined.push(held + part);
      held = '';
    }
  }
  return held === '' ? joined : [...joined, held];
}

function toClause(text: string): Clause {
  const words = wordsOf(text);
  const markers = words.map(markerOf);
  const without = (list: readonly string[]) => list.filter((word) => markerOf(word) === null).join(' ');
  const middle = markers.findIndex((marker) => marker === 'swap' || marker === 'instead' || marker === 'no');
  return {
    markers: new Set(markers.flatMap((marker) => marker ?? [])),
    text: without(words),
    before: middle === -1 ? '' : without(words.slice(0, middle)),
    after: middle === -1 ? '' : without(words.slice(middle + 1)),
  };
}
