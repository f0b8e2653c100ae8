import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Db } from '../db/database.ts';
import type { Log } from '../log.ts';
import { replaceEpoch } from './epoch.ts';

/** How far the feed of which history had come when this installation last saw it. */
const seenSchema = z.object({ epoch: z.string(), position: z.number().int() });
type Seen = z.infer<typeof seenSchema>;

/** A loss younger than this is found by the desks themselves: their checkpoints lie ahead of the feed. */
const WRITE_EVERY_MS = 1_000;
/** Laid into the data folder by whoever restored a copy of that folder too, which brings the memory along. */
const RESTORED = 'restored';

export type History = {
  /**
   * Before anybody is let in: where the database is older than what was seen of it, a backup was put back or a fail-over
   * has lost something, and a new epoch begins. Answers whether it did.
   */
  check(): Promise<boolean>;
  /** The feed has come so far. */
  reached(position: number): void;
  /** Writes down what is not written yet. */
  close(): void;
};

/** Keeps, outside the database, how far it had come: inside, a restore would forget it too. */
export function createHistory({ db, dataDir, log }: { db: Db; dataDir: string; log: Log }): History {
  const file = join(dataDir, 'feed-seen.json');
  let seen: Seen | null = null;
  let timer: NodeJS.Timeout | null = null;

  const write = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (!seen) return;
    try {
      mkdirSync(dataDir, { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(seen));
      renameSync(`${file}.new`, file);
    } catch (error) {
      log.warn({ err: error }, 'how far the feed has come could not be written down: a restore would not be noticed');
    }
  };
  return {
    check: async () => {
      const now = await stateOf(db);
      const before = readSeen(file);
      const told = existsSync(join(dataDir, RESTORED));
      const older = before !== null && before.epoch === now.epoch && now.position < before.position;
      seen = now;
      if (!older && !told) return false;
      const epoch = await replaceEpoch(db, now.epoch);
      // Null: another process has noticed the same.
      seen = { ...now, epoch: epoch ?? (await stateOf(db)).epoch };
      write();
      rmSync(join(dataDir, RESTORED), { force: true });
      log.warn(
        { position: now.position, before: before?.position, epoch: seen.epoch },
        'this database was set back: every desk syncs anew and gives back what is missing here',
      );
      return epoch !== null;
    },
    reached: (position) => {
      if (!seen) return;
      seen = { ...seen, position: Math.max(seen.position, position) };
      timer ??= setTimeout(write, WRITE_EVERY_MS).unref();
    },
    close: write,
  };
}

async function stateOf(db: Db): Promise<Seen> {
  return db.selectFrom(['syncEpoch as e', 'syncHead as h']).select(['e.epoch', 'h.position']).executeTakeFirstOrThrow();
}

/** Null where it is missing or damaged: then nothing is known, and nothing is concluded. */
function readSeen(file: string): Seen | null {
  try {
    return seenSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}
