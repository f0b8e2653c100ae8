/** Edits of one character that turn one text into the other. */
export function editDistance(a: string, b: string): number {
  const [from, to] = [Array.from(a), Array.from(b)];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of from.entries()) {
    const next = [i + 1];
    for (const [j, other] of to.entries())
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** 0 … 1: how much of a text is there, letter by letter. */
export function likeness(read: string, truth: string): number {
  const length = Array.from(truth).length;
  return length === 0 ? 0 : Math.max(0, 1 - editDistance(read, truth) / length);
}

/** Words of `read` that stand in `truth`, each as often as it does there: order and columns do not count. */
export function wordsInCommon(read: readonly string[], truth: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of truth) left.set(word, (left.get(word) ?? 0) + 1);
  return read.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0;
  }).length;
}
