import type { Answer } from './adapter.ts';
import type { LabelledDialogue } from './corpus/types.ts';

/** The draft holds every line that was meant, as it was meant, and no other. */
export function dialogueIsRight(dialogue: LabelledDialogue, answers: readonly Answer[]): boolean {
  const left = [...answers];
  for (const line of dialogue.draft) {
    const place = left.findIndex(
      (answer) =>
        answer.state === 'taken' && line.some((each) => each.sku === answer.sku && each.milli === answer.milli),
    );
    if (place < 0) return false;
    left.splice(place, 1);
  }
  return left.length === 0;
}
