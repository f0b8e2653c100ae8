/** PostgreSQL holds neither NUL nor half a surrogate pair; a text decoder's answer to both is U+FFFD. */
const REPLACEMENT = '\uFFFD';

/** No document of ours is nested deeper; deeper ones only serve to exhaust a stack. */
export const MAX_NESTING = 64;

export class NestedTooDeeply extends Error {
  override name = 'NestedTooDeeply';
}

export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', REPLACEMENT);
}

/**
 * Parsed JSON with every text (keys too) made storable. Replaced, not refused: one odd character in a command from a
 * desktop must not hold up everything behind it. Throws NestedTooDeeply beyond MAX_NESTING.
 */
export function storable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return storableText(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_NESTING) throw new NestedTooDeeply();
  if (Array.isArray(value)) return value.map((item) => storable(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), storable(item, depth + 1)]));
}
