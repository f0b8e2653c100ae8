// What both pages share: marks seen by a live query, and who waits for them.
const seen = new Map();
const waiting = new Map();

export function note(mark) {
  if (seen.has(mark)) return;
  const at = performance.timeOrigin + performance.now();
  seen.set(mark, at);
  waiting.get(mark)?.(at);
}

export async function saw(mark) {
  return seen.get(mark) ?? new Promise((resolve) => waiting.set(mark, resolve));
}

export { WRITTEN } from './written.mjs';

/** Resolves when the server holds that many orders written offline; it only reads a counter there. */
export async function serverHas(count) {
  while ((await (await fetch('/bench/written')).json()) < count)
    await new Promise((resolve) => setTimeout(resolve, 20));
}
