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
