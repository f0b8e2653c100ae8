import { mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker as Thread } from 'node:worker_threads';
import { createWorker, type Worker } from 'tesseract.js';
import { forOcr } from './photo.ts';

/** A line that was read off a picture. `confidence` 0 … 1, as sure as the reader says it is. */
export type OcrLine = { text: string; confidence: number };

/** Reads pictures of print and writing. Throws where it could not be asked; finding nothing is an empty list. */
export type PhotoReader = { readonly name: string; read(jpeg: Buffer): Promise<OcrLine[]>; stop(): Promise<void> };

const LANGUAGES = ['eng', 'nep'] as const;
/** A loaded reader holds about 200 MB: given back when nobody has sent a photo for so long. */
const IDLE_MS = 5 * 60_000;
/** A page takes under a second; this is a picture the engine chokes on. */
const READ_MS = 30_000;

/** Tesseract in a thread of its own, wholly offline; one picture at a time. `dir` keeps the language files' links. */
export function createTesseract(dir: string): PhotoReader {
  let worker: Promise<Worker> | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | null = null;

  const stop = async () => {
    if (idle) clearTimeout(idle);
    const running = worker;
    worker = null;
    // One that never came up has nothing to end.
    const started = await running?.catch(() => null);
    await started?.terminate();
  };

  const readNow = async (jpeg: Buffer): Promise<OcrLine[]> => {
    if (idle) clearTimeout(idle);
    worker ??= startWorker(dir);
    // It may fail while the picture is made ready, when nobody waits for it yet.
    worker.catch(() => undefined);
    try {
      const image = await forOcr(jpeg);
      return await inTime(
        (await worker).recognize(image, {}, { blocks: true }).then(({ data }) => linesOf(data.blocks)),
      );
    } catch (error) {
      // A broken thread is not asked again.
      await stop();
      throw error;
    } finally {
      idle = setTimeout(() => void stop(), IDLE_MS).unref();
    }
  };

  return {
    name: 'tesseract',
    read: (jpeg) => {
      const result = queue.then(() => readNow(jpeg));
      queue = result.catch(() => undefined);
      return result;
    },
    stop: async () => {
      await queue;
      await stop();
    },
  };
}

async function startWorker(dir: string): Promise<Worker> {
  await mkdir(dir, { recursive: true });
  const require = createRequire(import.meta.url);
  for (const language of LANGUAGES) {
    const data = join(dirname(require.resolve(`@tesseract.js-data/${language}/package.json`)), '4.0.0_best_int');
    const file = `${language}.traineddata.gz`;
    // The engine wants all languages in one folder; they come in one package each.
    await symlink(join(data, file), join(dir, file)).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  }
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  // Without a handler the library throws where nobody can catch it, and with a bad language file it never says a word.
  const errorHandler = (error: unknown) => broken.reject(new Error(`the reader of print failed: ${String(error)}`));
  const options = { langPath: dir, gzip: true, cacheMethod: 'none', errorHandler };
  const worker = await inTime(Promise.race([createWorker([...LANGUAGES], 1, options), broken.promise]));
  const thread: unknown = 'worker' in worker ? worker.worker : null;
  // A thread that dies (out of memory) would take the server with it; who waits for its answer is told by the clock.
  if (thread instanceof Thread) thread.on('error', errorHandler);
  return worker;
}

type Blocks = Awaited<ReturnType<Worker['recognize']>>['data']['blocks'];

function linesOf(blocks: Blocks): OcrLine[] {
  return (blocks ?? [])
    .flatMap((block) => block.paragraphs)
    .flatMap((paragraph) => paragraph.lines)
    .map(({ text, confidence }) => ({ text: text.trim(), confidence: shareOf(confidence) }))
    .filter(({ text }) => text !== '');
}

/** Of a percentage that a broken page may leave out or push past its ends: what is stored must be readable again. */
function shareOf(percent: number): number {
  return Number.isFinite(percent) ? Math.min(1, Math.max(0, percent / 100)) : 0;
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('the picture could not be read in time')), READ_MS);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
