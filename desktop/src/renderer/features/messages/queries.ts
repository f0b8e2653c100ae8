import type { MessageDocument } from '@khaacho/shared/messages/contract.ts';
import { useMemo } from 'react';
import { useDocuments } from '../../replica/hooks.tsx';
import type { QueryResult } from '../../replica/replica-api.ts';
import { queueOf, type Waiting } from './queue.ts';
import { MOST_HITS, saysAll } from './search.ts';

/** Whose thread: a shop's in all of its chats, or the one chat of somebody who is no shop. */
export type ThreadOf = { retailerId: string } | { chatId: string };

/** A thread, oldest first. */
export function useThread(of: ThreadOf): QueryResult<MessageDocument> {
  const selector = 'retailerId' in of ? { retailerId: of.retailerId } : { chatId: of.chatId };
  return useDocuments('messages', { selector, sort: ['at'] });
}

/** What could not be delivered after every try, newest first. */
export function useFailedMessages(): QueryResult<MessageDocument> {
  return useDocuments('messages', { selector: { status: 'FAILED' }, sort: ['-at'] });
}

/** Chats that wait for a person, and what was answered here and is not sent yet. */
export function useQueue(): { open: readonly Waiting[]; answered: readonly Waiting[]; ready: boolean } {
  const alerts = useDocuments('alerts', { selector: { kind: { $in: ['MESSAGE_UNREAD', 'UNKNOWN_SENDER'] } } });
  return useMemo(() => ({ ...queueOf(alerts.documents, alerts.pending), ready: alerts.ready }), [alerts]);
}

/** Messages with these words, newest first: of one thread or of all. */
export function useHits(search: string, within: ThreadOf | null): QueryResult<MessageDocument> {
  const selector =
    within === null ? {} : 'retailerId' in within ? { retailerId: within.retailerId } : { chatId: within.chatId };
  const predicate = useMemo(() => saysAll(search), [search]);
  return useDocuments('messages', { selector, predicate, sort: ['-at'], limit: MOST_HITS });
}
