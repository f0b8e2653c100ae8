import type { Answer } from './adapter.ts';
import type { LabelledDialogue } from './corpus/types.ts';
import { isRight, judge } from './score.ts';

/**
 * The draft holds every line that was meant, after at most one question each, and no other: what was to be removed is
 * gone and what was corrected stands there once.
 */
export function dialogueIsRight(dialogue: LabelledDialogue, answers: readonly Answer[]): boolean {
  const lines = dialogue.draft.map((anyOf) => ({ kind: 'take', form: 'draft', written: '', anyOf }) as const);
  const { id, half, writing, turns } = dialogue;
  const { verdicts, extra } = judge({ id, half, writing, text: turns.join('\n'), lines }, answers);
  return verdicts.every(isRight) && extra.length === 0;
}
