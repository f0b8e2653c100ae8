import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AwsClient } from 'aws4fetch';

/** Files by what they hold: photos of lists, voice notes, proofs of delivery. Written once, never changed. */
export type MediaStore = {
  /** Keeps the bytes and gives their SHA-256 in hexadecimal. The same bytes twice are one file. */
  keep(bytes: Buffer, contentType: string): Promise<string>;
  /** Null where there is no such file. Throws where what is there is not what was kept. */
  read(sha256: string): Promise<Buffer | null>;
};

export type MediaSettings =
  | { kind: 'folder'; dir: string }
  | { kind: 's3'; endpoint: string; bucket: string; region: string; accessKeyId: string; secretAccessKey: string };

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export function createMediaStore(settings: MediaSettings): MediaStore {
  const files = settings.kind === 'folder' ? inFolder(settings.dir) : inBucket(settings);
  return {
    keep: async (bytes, contentType) => {
      const sha256 = sha256Of(bytes);
      await files.write(sha256, bytes, contentType);
      return sha256;
    },
    read: async (sha256) => {
      const bytes = await files.read(sha256);
      if (bytes && sha256Of(bytes) !== sha256) throw new Error(`the file ${sha256} is not what was kept`);
      return bytes;
    },
  };
}

type Files = {
  write(name: string, bytes: Buffer, contentType: string): Promise<void>;
  read(name: string): Promise<Buffer | null>;
};

/** Two letters of the hash a folder: a hundred thousand photos in one are slow to list and to back up. */
function inFolder(dir: string): Files {
  const pathOf = (name: string) => join(dir, name.slice(0, 2), name);
  return {
    write: async (name, bytes) => {
      const path = pathOf(name);
      await mkdir(dirname(path), { recursive: true });
      // Written beside and renamed: after a power cut a name either has all its bytes or does not exist.
      const beside = `${path}.${randomUUID()}`;
      try {
        const file = await open(beside, 'wx', 0o600);
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(beside, path);
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
    },
    read: async (name) => {
      try {
        return await readFile(pathOf(name));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
  };
}

const TIMEOUT_MS = 20_000;

/** Any bucket that speaks S3, addressed by path: self-hosted ones have no name per bucket. */
function inBucket(settings: Extract<MediaSettings, { kind: 's3' }>): Files {
  const { endpoint, bucket, region, accessKeyId, secretAccessKey } = settings;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 });
  const urlOf = (name: string) => `${endpoint}/${bucket}/${name.slice(0, 2)}/${name}`;
  return {
    write: async (name, bytes, contentType) => {
      const answer = await client.fetch(urlOf(name), {
        method: 'PUT',
        body: new Uint8Array(bytes),
        headers: { 'content-type': contentType },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!answer.ok) throw new Error(`the bucket did not take a file: ${answer.status}`);
    },
    read: async (name) => {
      const answer = await client.fetch(urlOf(name), { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (answer.status === 404) return null;
      if (!answer.ok) throw new Error(`the bucket did not give a file: ${answer.status}`);
      return Buffer.from(await answer.arrayBuffer());
    },
  };
}
