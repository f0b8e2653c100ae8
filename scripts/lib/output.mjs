// Small things every task says.

/** Ends the task with one sentence instead of a stack. */
export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** An error whose message is made for people: one sentence, shown without a stack. */
export class Explained extends Error {
  name = 'Explained';
}

/** 0.4 s, 12.3 s, 2 min 5 s. */
export function duration(ms) {
  const seconds = ms / 1000;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
