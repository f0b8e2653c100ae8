import { soundOf } from './sound.ts';

/**
 * Words that name a class of goods, in both languages: tel is oil, sabun is soap. They say little beside a word that names the
 * good itself, and alone they rarely say which good is meant.
 */
const CLASSES: readonly (readonly [string, string])[] = [
  ['oil', 'oil oils tel तेल'],
  ['rice', 'rice chamal chawal चामल'],
  ['dal', 'dal daal lentil lentils दाल'],
  ['tea', 'tea chiya chia chai चिया'],
  ['teapatti', 'chiyapatti chiapatti patti चियापत्ती पत्ती'],
  ['sugar', 'sugar chini चिनी'],
  ['salt', 'salt nun noon नुन'],
  ['soap', 'soap soaps sabun साबुन'],
  ['bar', 'bar bars बार'],
  ['noodles', 'noodles noodle chauchau chowchow चाउचाउ'],
  ['biscuit', 'biscuit biscuits biskut bisket cookies cookie बिस्कुट'],
  ['powder', 'powder pauder dhulo paudar पाउडर धुलो'],
  ['masala', 'masala masla spice मसला'],
  ['juice', 'juice jus जुस'],
  ['milk', 'milk dudh दूध दुध'],
  ['drink', 'drink drinks chiso cold soft peya pey चिसो पेय'],
  ['water', 'water pani पानी'],
  ['flour', 'flour pitho पिठो फ्लोर'],
  ['cream', 'cream krim क्रिम'],
  ['paste', 'paste toothpaste manjan मन्जन पेस्ट'],
  ['shampoo', 'shampoo syampu sampu स्याम्पु'],
  ['chips', 'chips चिप्स'],
  ['chocolate', 'chocolate chaklet chokolet choklet chocolet चकलेट चक्लेट'],
  ['candy', 'candy toffee tofi क्यान्डी टफी'],
  ['bread', 'bread pauroti पाउरोटी'],
  ['pickle', 'pickle achar अचार'],
  ['sauce', 'sauce ketchup सस केचप'],
  ['coffee', 'coffee kafi कफी'],
  ['detergent', 'detergent surf washing laundry डिटर्जेन्ट'],
  ['brush', 'brush ब्रस'],
  ['liquid', 'liquid jhol झोल'],
  ['seed', 'seed seeds dana दाना'],
  ['incense', 'dhup dhoop agarbatti धूप धुप'],
  ['meat', 'meat masu मासु'],
];

/** Words that say the same of a good: how big, what colour. */
const SAME: readonly (readonly [string, string])[] = [
  ['big', 'big thulo large ठूलो ठुलो'],
  ['small', 'small sano mini सानो'],
  ['black', 'black kalo kala कालो'],
  ['red', 'red rato रातो'],
  ['green', 'green hariyo हरियो'],
  ['white', 'white seto सेतो'],
  ['vegetable', 'vegetable veg tarkari sabji तरकारी सब्जी'],
];

const table = (rows: readonly (readonly [string, string])[]) =>
  new Map(
    rows.flatMap(([name, words]) => words.split(' ').map((word): [string, string] => [soundOf(word), soundOf(name)])),
  );

const CLASS_OF = table(CLASSES);
const SAME_AS = table(SAME);
const CLASS_NAMES = new Set(CLASSES.map(([name]) => soundOf(name)));

/** One word for words that mean the same; any other word as it is. */
export function meaningOf(sound: string): string {
  return CLASS_OF.get(sound) ?? SAME_AS.get(sound) ?? sound;
}

/** Whether a word (by its meaning) names a class and not a good. */
export function isClass(meaning: string): boolean {
  return CLASS_NAMES.has(meaning);
}

/** What shops ask for by a class whose goods do not say it in their names: chiso is any of the cold drinks. */
const MEMBERS: readonly (readonly [string, string])[] = [
  ['drink', 'coke pepsi fanta sprite dew slice frooti'],
  ['chocolate', 'dairy cadbury kitkat munch fivestar perk snickers'],
  ['noodles', 'wai rara mayos rumpum preeti maggi current'],
  ['soap', 'lux lifebuoy dettol dove santoor liril pears cinthol'],
  ['biscuit', 'parle marie goodday digestive tiger oreo'],
  ['chips', 'lays kurkure titos kurmure'],
  ['paste', 'colgate pepsodent closeup sensodyne dabur'],
  ['shampoo', 'sunsilk clinic dove pantene head'],
  ['cream', 'nivea ponds glow boroplus lovely'],
  ['detergent', 'surf tide wheel ghadi ariel rin'],
];
const MEMBERS_OF = new Map(MEMBERS.map(([name, words]) => [soundOf(name), words.split(' ').map(soundOf)]));

export function membersOf(meaning: string): readonly string[] {
  return MEMBERS_OF.get(meaning) ?? [];
}

/** Sounds of a word with two neighbouring letters in the other order. */
export function swapsOf(text: string): string[] {
  if (!/^[a-z]{4,16}$/i.test(text)) return [];
  return Array.from({ length: text.length - 1 }, (_, at) =>
    meaningOf(soundOf(text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2))),
  );
}
