/** The providers refuse a body above 1,600 UTF-16 units; the rest is room for what a template or a link adds. */
export const MOST_CHARACTERS = 1500;

/** Paragraphs with a list among them; where all of it is too long the list ends early and says how much is left. */
export function fitList(
  head: readonly string[],
  list: readonly string[],
  tail: readonly string[],
  more: (left: number) => string,
): string {
  const whole = [...head, ...list, ...tail].join('\n');
  if (whole.length <= MOST_CHARACTERS) return whole;
  const around = [...head, more(list.length), ...tail].join('\n').length;
  let room = MOST_CHARACTERS - around;
  const shown = list.slice(
    0,
    list.findIndex((line) => {
      room -= line.length + 1;
      return room < 0;
    }),
  );
  return fitText([...head, ...shown, more(list.length - shown.length), ...tail].join('\n'));
}

/** The last resort: a text that is too long for another reason than its list. */
export function fitText(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}

/**
 * A text of any length as messages a provider takes, in order and numbered `(1/2)`: broken at line ends, a line that is
 * too long alone between words, and never inside what a reader sees as one character.
 */
export function splitText(text: string, most = MOST_CHARACTERS): string[] {
  if (text.length <= most) return [text];
  // Room for "(12/34)\n".
  const room = most - 8;
  const parts: string[] = [];
  let part = '';
  for (const piece of text.split(/(?<=\n)/).flatMap((line) => breakLine(line, room))) {
    if (part !== '' && part.length + piece.length > room) {
      parts.push(part);
      part = '';
    }
    part += piece;
  }
  parts.push(part);
  const shown = parts.map((each) => each.trim()).filter((each) => each !== '');
  return shown.map((each, index) => `(${index + 1}/${shown.length})\n${each}`);
}

/** A line in pieces of at most `room`: between words where it can be, between graphemes where a word is longer. */
function breakLine(line: string, room: number): string[] {
  if (line.length <= room) return [line];
  const pieces: string[] = [];
  let piece = '';
  for (const word of line.split(/(?<=\s)/)) {
    for (const unit of word.length <= room ? [word] : graphemes(word)) {
      if (piece.length + unit.length > room) {
        pieces.push(piece);
        piece = '';
      }
      piece += unit;
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
}

const segmenter = new Intl.Segmenter('ne', { granularity: 'grapheme' });

function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
