/** What this installation was told: which server it works with. */
import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, replaceFile } from './files.ts';

const settingsSchema = z.object({ serverOrigin: z.string() });

export type Settings = {
  serverOrigin(): string;
  setServerOrigin(origin: string): Promise<void>;
};

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The origin of an address, or null where it is not one a desk may work with: https, or plain http to this machine. */
export function serverOriginOf(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return null;
  if (url.protocol === 'https:') return url.origin;
  return url.protocol === 'http:' && LOOPBACK.has(url.hostname) ? url.origin : null;
}

export async function openSettings(folder: string, builtInOrigin: string): Promise<Settings> {
  const file = join(folder, 'settings.json');
  let origin = (await keptOrigin(file)) ?? builtInOrigin;
  return {
    serverOrigin: () => origin,
    async setServerOrigin(next) {
      await replaceFile(file, JSON.stringify({ serverOrigin: next }));
      origin = next;
    },
  };
}

async function keptOrigin(file: string): Promise<string | null> {
  const text = (await readIfThere(file))?.toString('utf8') ?? '';
  try {
    const kept = settingsSchema.safeParse(JSON.parse(text));
    return kept.success ? serverOriginOf(kept.data.serverOrigin) : null;
  } catch {
    return null;
  }
}
