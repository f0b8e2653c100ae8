/** What the examiner's corpus says about a message: the truth comes from whoever wrote it, never from the reader. */
export const writings = ['english', 'nepali', 'romanised', 'mixed'] as const;
export type Writing = (typeof writings)[number];

/** The author of the reader may look at `tuning`; nobody tunes on `test`. */
export type Half = 'tuning' | 'test';

/** A product and an amount of it in thousandths of its sold unit. */
export type Take = { sku: string; milli: number };

/** `form` names the way a line was written, so that figures can be told apart by it. */
export type LabelledLine = { written: string; form: string } & (
  | {
      /** Clear to a person of the trade. Several where the same content can be had in two packs (50 × 1 kg or a sack). */
      kind: 'take';
      anyOf: Take[];
    }
  | {
      /** Unclear to a person too: nothing may be taken; a question about one of these products is right. */
      kind: 'ask';
      about: 'product' | 'quantity' | 'unit';
      skus: string[];
    }
  | {
      /** Not in the catalogue, or not an order at all: nothing may be taken. */
      kind: 'none';
      why: 'stranger' | 'talk';
    }
);

export type LabelledMessage = { id: string; half: Half; writing: Writing; text: string; lines: LabelledLine[] };

/** Messages one after the other and the draft that must stand at their end; each line as in `take`. */
export type LabelledDialogue = {
  id: string;
  half: Half;
  writing: Writing;
  form: 'add' | 'correct' | 'remove';
  turns: string[];
  draft: Take[][];
};

export type Corpus = { messages: LabelledMessage[]; dialogues: LabelledDialogue[] };
