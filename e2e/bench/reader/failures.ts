/** Failures in words, one a line; only ever asked for about the tuning half. */
import type { Answer, Reader } from './adapter.ts';
import type { Corpus, LabelledLine, Take } from './corpus/types.ts';
import { dialogueIsRight } from './dialogue-score.ts';
import { isRight, judge } from './score.ts';

const amounts = (takes: readonly Take[]) => takes.map((take) => `${take.sku}=${take.milli}`).join(' or ');

function meant(line: LabelledLine): string {
  if (line.kind === 'take') return amounts(line.anyOf);
  return line.kind === 'ask' ? `ask ${line.about} (${line.skus.slice(0, 4).join(', ')})` : `nothing (${line.why})`;
}

function given(answer: Answer | null): string {
  if (answer === null) return 'nothing';
  if (answer.state === 'taken') return `${answer.sku}=${answer.milli}`;
  const choices = answer.choices.length > 0 ? ` [${answer.choices.join(', ')}]` : '';
  return `${answer.state} ${answer.about ?? ''} ${answer.sku ?? ''}${choices}`.trim();
}

/** Throws on anything but the tuning half: test failures are not for reading. */
export function describeFailures(reader: Reader, corpus: Corpus): string[] {
  if ([...corpus.messages, ...corpus.dialogues].some((each) => each.half !== 'tuning')) {
    throw new Error('Failures are listed of the tuning half only.');
  }
  const ofLines = corpus.messages.flatMap((message) => {
    const { verdicts, extra } = judge(message, reader.read(message.text));
    const wrong = verdicts.filter((verdict) => !isRight(verdict));
    return [
      ...wrong.map(
        ({ line, outcome, answer }) =>
          `${outcome} | ${line.form} | ${message.id} | ${JSON.stringify(line.written)} | meant ${meant(line)} | got ${given(answer)}`,
      ),
      ...extra.map(
        (answer) =>
          `extra | – | ${message.id} | ${JSON.stringify(answer.written)} | meant nothing | got ${given(answer)}`,
      ),
    ];
  });
  const ofDialogues = corpus.dialogues.flatMap((dialogue) => {
    const answers = reader.converse(dialogue.turns);
    if (dialogueIsRight(dialogue, answers)) return [];
    const wanted = dialogue.draft.map(amounts).join('; ');
    return [
      `dialogue | ${dialogue.form} | ${dialogue.id} | ${JSON.stringify(dialogue.turns)} | meant ${wanted} | got ${answers.map(given).join('; ')}`,
    ];
  });
  return [...ofLines, ...ofDialogues];
}
