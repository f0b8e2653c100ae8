import type { MessageDocument } from '@khaacho/shared/messages/contract.ts';

/** More hits nobody looks through. */
export const MOST_HITS = 100;

/** One spelling for searching: no case, no signs that are not seen. */
const plain = (text: string) => text.normalize('NFKC').toLowerCase();

/** What is looked into: the words, and what was read off a photo or heard. */
function wordsOf({ body, reading }: MessageDocument): string {
  return [body, ...(reading?.lines ?? []).map((line) => line.text)].join('\n');
}

/** Whether every word of a search stands somewhere in the message. */
export function saysAll(search: string): (message: MessageDocument) => boolean {
  const words = plain(search).split(/\s+/).filter(Boolean);
  return (message) => {
    const text = plain(wordsOf(message));
    return words.length > 0 && words.every((word) => text.includes(word));
  };
}

/** The stretch of a message around the first word that was searched for, on one line. */
export function snippetOf(message: MessageDocument, search: string): { before: string; hit: string; after: string } {
  const line = wordsOf(message).replace(/\s+/g, ' ').trim();
  const word = plain(search).split(/\s+/).find(Boolean) ?? '';
  const at = line.toLowerCase().indexOf(word);
  if (word === '' || at === -1) return { before: line.slice(0, 120), hit: '', after: '' };
  const from = Math.max(0, at - 28);
  return {
    before: `${from > 0 ? '…' : ''}${line.slice(from, at)}`,
    hit: line.slice(at, at + word.length),
    after: line.slice(at + word.length, at + word.length + 90),
  };
}
