import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type JournalEvent, journalEvent } from './records.ts';

/** An append-only file of JSON lines; what it holds is read once, at the start. */
export interface Journal {
  readonly events: JournalEvent[];
  append(event: JournalEvent): void;
  close(): void;
}

/** Without a file nothing outlives the process. */
export function openJournal(file: string | undefined): Journal {
  if (!file) return { events: [], append: () => undefined, close: () => undefined };
  mkdirSync(dirname(file), { recursive: true });
  const events = readEvents(file);
  const handle = openSync(file, 'a');
  let open = true;
  return {
    events,
    append(event) {
      if (open) writeSync(handle, `${JSON.stringify(event)}\n`);
    },
    close() {
      if (open) closeSync(handle);
      open = false;
    },
  };
}

/**
 * The last line may be torn by a kill in the middle of a write: it is cut off, so that the next line starts clean.
 * Damage further up is a fault nobody should paper over: it stops the start with the line number.
 */
function readEvents(file: string): JournalEvent[] {
  const bytes = readIfThere(file);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(file, end);
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  return lines.map((line, index) => {
    try {
      return journalEvent.parse(JSON.parse(line));
    } catch (cause) {
      throw new Error(`${file}: line ${index + 1} is no journal line; move the file away to start with empty chats`, {
        cause,
      });
    }
  });
}

function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
