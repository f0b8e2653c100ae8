import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of photos and voice notes by media sid: files beside the journal, or memory without one. */
export interface MediaStore {
  put(sid: string, bytes: Buffer): void;
  get(sid: string): Buffer | null;
  remove(sid: string): void;
}

const SID = /^ME[0-9a-f]{32}$/;

export function createMediaStore(folder: string | null): MediaStore {
  if (folder === null) {
    const kept = new Map<string, Buffer>();
    return {
      put: (sid, bytes) => void kept.set(sid, bytes),
      get: (sid) => kept.get(sid) ?? null,
      remove: (sid) => void kept.delete(sid),
    };
  }
  mkdirSync(folder, { recursive: true });
  // Sids come back in URLs: only the shape we give out ever becomes a file name.
  const path = (sid: string) => (SID.test(sid) ? join(folder, sid) : null);
  return {
    put(sid, bytes) {
      const file = path(sid);
      if (!file) throw new Error(`no media sid: ${sid}`);
      writeFileSync(file, bytes);
    },
    get(sid) {
      const file = path(sid);
      try {
        return file ? readFileSync(file) : null;
      } catch {
        return null;
      }
    },
    remove(sid) {
      const file = path(sid);
      if (file) rmSync(file, { force: true });
    },
  };
}
