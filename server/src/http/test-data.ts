/** For tests: the public test corpora that lie beside the repository; where they are absent, their tests are left out. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const folder = fileURLToPath(new URL('../../../../shared/data/g_security/', import.meta.url));

export const corpusIsThere = existsSync(folder);

export function readCorpus(name: string): Buffer {
  const bytes = readFileSync(folder + name);
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

const BLOCK = 512;

/** The files of a `.tar.gz`, by name: plain headers with names under 100 bytes, as these archives have. */
export function readArchive(name: string): { name: string; bytes: Buffer }[] {
  const tar = readCorpus(name);
  const files = [];
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const path = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    files.push({ name: path, bytes: tar.subarray(at + BLOCK, at + BLOCK + size) });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
