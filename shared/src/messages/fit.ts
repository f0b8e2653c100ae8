/** Twilio refuses a WhatsApp body above 1,600 characters; the rest is room for what a template or a link adds. */
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
