import { nepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { MessageDocument } from '@khaacho/shared/messages/contract.ts';

/** What stands under each other in a thread: days, and what was said on them. */
export type ThreadItem =
  | { kind: 'day'; key: string; day: string }
  /** `follows`: said by the same side right after the one above it. */
  | { kind: 'message'; key: string; message: MessageDocument; follows: boolean };

/** Said within so many minutes of each other, messages of one side stand close together. */
const TOGETHER_MS = 5 * 60_000;

/** Messages, oldest first, with the day above the first of each. */
export function threadItems(messages: readonly MessageDocument[]): ThreadItem[] {
  const items: ThreadItem[] = [];
  let day = '';
  let before: MessageDocument | null = null;
  for (const message of messages) {
    const own = nepalDay(new Date(message.at));
    if (own !== day) items.push({ kind: 'day', key: own, day: own });
    const follows =
      before !== null &&
      own === day &&
      sideOf(before) === sideOf(message) &&
      Date.parse(message.at) - Date.parse(before.at) < TOGETHER_MS;
    items.push({ kind: 'message', key: message.id, message, follows });
    day = own;
    before = message;
  }
  return items;
}

/** Whose bubble it is: theirs, the machine's, one of ours, a note. */
export function sideOf(message: MessageDocument): 'theirs' | 'machine' | 'ours' | 'note' {
  if (message.direction === 'INBOUND') return 'theirs';
  if (message.internal) return 'note';
  return message.writtenBy ? 'ours' : 'machine';
}
