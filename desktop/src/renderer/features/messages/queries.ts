import type { MessageDocument } from '@khaacho/shared/messages/contract.ts';
import { useDocuments } from '../../replica/hooks.tsx';
import type { QueryResult } from '../../replica/replica-api.ts';

/** A shop's chat, oldest first. */
export function useThread(retailerId: string): QueryResult<MessageDocument> {
  return useDocuments('messages', { selector: { retailerId }, sort: ['at'] });
}

/** What could not be delivered after every try, newest first. */
export function useFailedMessages(): QueryResult<MessageDocument> {
  return useDocuments('messages', { selector: { status: 'FAILED' }, sort: ['-at'] });
}
