import type { ErrorCode } from '@khaacho/shared/kernel/errors.ts';
import type { PullAnswer } from '@khaacho/shared/sync/protocol.ts';
import type { CollectionMark } from './database.ts';
import { isQuotaError } from './idb.ts';
import { LinkLost } from './link.ts';

export type PullProblem = { code: ErrorCode | 'DISK_FULL' | 'LOCAL_WRITE'; message: string };

/** The server has understood the question and said no. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** One page of documents. */
type Page = Extract<PullAnswer, { checkpoint: string }>;

/** It moves the checkpoint on and nothing else. */
export function pageIsEmpty({ documents, packed }: Page): boolean {
  return documents.length === 0 && (packed?.length ?? 0) === 0;
}

/** How far the collection is once the page has been written. */
export function markAfter(mark: CollectionMark, page: Page, now: Date): CollectionMark {
  const packed = page.packed ?? [];
  const documents = packed.reduce((sum, block) => sum + block.documents, page.documents.length);
  const received = mark.complete ? mark.received : mark.received + documents;
  return {
    checkpoint: page.checkpoint,
    // Complete only at the end: a position in the middle speaks for pages that are still to come.
    position: page.more ? mark.position : page.position,
    complete: mark.complete || !page.more,
    received,
    total: mark.complete ? mark.total : page.remaining === undefined ? mark.total : received + page.remaining,
    at: page.more ? mark.at : now.toISOString(),
  };
}

/** What went wrong, in words a person can do something with. */
export function problemOf(error: unknown): PullProblem {
  if (error instanceof Refused) return { code: error.code, message: error.message };
  if (isQuotaError(error)) {
    return {
      code: 'DISK_FULL',
      message: 'The disk is full: new figures cannot be kept. Make some room; it goes on by itself.',
    };
  }
  if (error instanceof LinkLost)
    return { code: 'UNAVAILABLE', message: 'The server does not answer in time; trying again.' };
  return { code: 'LOCAL_WRITE', message: 'What the server sent could not be kept here; trying again.' };
}
