/** WhatsApp's own markup, as a tree of spans. Nothing here makes HTML: a hostile text stays text. */

export type Style = 'bold' | 'italic' | 'strike' | 'code';
export type Span =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: Style; children: Span[] };

const MARKS: [string, Style][] = [
  ['*', 'bold'],
  ['_', 'italic'],
  ['~', 'strike'],
];

/** `*bold*`, `_italic_`, `~strike~`, backticks and web addresses. Marks work within one line only. */
export function parseMarkup(text: string): Span[] {
  const spans: Span[] = [];
  // Three backticks may span lines; everything else is read line by line.
  for (const [index, piece] of text.split(/```([\s\S]+?)```/).entries()) {
    if (index % 2 === 1) spans.push({ kind: 'code', children: [{ kind: 'text', text: piece }] });
    else piece.split(/(\n)/).forEach((line) => void spans.push(...parseLine(line)));
  }
  return merge(spans);
}

function parseLine(line: string): Span[] {
  for (let at = 0; at < line.length; at += 1) {
    const found = markAt(line, at);
    if (found) return [...plain(line.slice(0, at)), found.span, ...parseLine(line.slice(found.end))];
  }
  return plain(line);
}

/** A mark opens after a gap and before a character, and closes after a character and before a gap. */
function markAt(line: string, at: number): { span: Span; end: number } | null {
  const mark = line[at];
  if (mark === '`') return codeAt(line, at);
  const style = MARKS.find(([sign]) => sign === mark)?.[1];
  if (!mark || !style || isWord(line[at - 1]) || /^(\s|$)/.test(line[at + 1] ?? '')) return null;
  if (line[at + 1] === mark) return null;
  for (let close = line.indexOf(mark, at + 2); close > 0; close = line.indexOf(mark, close + 1)) {
    if (/\s/.test(line[close - 1] ?? ' ') || isWord(line[close + 1])) continue;
    return { span: { kind: style, children: parseLine(line.slice(at + 1, close)) }, end: close + 1 };
  }
  return null;
}

function codeAt(line: string, at: number): { span: Span; end: number } | null {
  const close = line.indexOf('`', at + 1);
  if (close < at + 2) return null;
  return { span: { kind: 'code', children: [{ kind: 'text', text: line.slice(at + 1, close) }] }, end: close + 1 };
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

/** Plain text with its web addresses made into links; only http and https, so `javascript:` stays text. */
function plain(text: string): Span[] {
  const spans: Span[] = [];
  for (const [index, piece] of text.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]*_~])/).entries()) {
    if (piece === '') continue;
    spans.push(
      index % 2 === 1 && URL.canParse(piece)
        ? { kind: 'link', text: piece, href: piece }
        : { kind: 'text', text: piece },
    );
  }
  return spans;
}

function merge(spans: Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (span.kind === 'text' && last?.kind === 'text')
      merged[merged.length - 1] = { kind: 'text', text: last.text + span.text };
    else merged.push(span);
  }
  return merged;
}

/** The text without its marks, on one line, for the list of shops. */
export function plainText(text: string): string {
  const flat = (span: Span): string => ('children' in span ? span.children.map(flat).join('') : span.text);
  return parseMarkup(text).map(flat).join('').replace(/\s+/g, ' ').trim();
}
