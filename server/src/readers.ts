import { join } from 'node:path';
import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import type { Config } from './config.ts';
import type { Db } from './db/database.ts';
import { type PhotoSource, photosByModel, photosByReader } from './intake/photo-sources.ts';
import { createReaderCalls, pseudonym } from './intake/reader-calls-service.ts';
import type { ReadingDeps } from './intake/reading-service.ts';
import { createSecondReader, type SecondReader } from './intake/second-reader-service.ts';
import type { Log } from './log.ts';
import type { Channel } from './outside/channel.ts';
import { createGoogleVision } from './outside/google-vision.ts';
import { createLanguageModel, endOfLife, type LanguageModel } from './outside/llm.ts';
import { createMediaStore, type MediaStore } from './outside/media.ts';
import { createTesseract, type PhotoReader } from './outside/ocr.ts';

type Deps = { db: Db; clock: Clock; log: Log; channel: Channel };

export type Readers = {
  files: MediaStore;
  reading: ReadingDeps;
  secondReader: SecondReader | null;
  /** Gives back the memory of the photo reader. */
  stop(): Promise<void>;
};

/** Who reads what is not plain text: photos, voice notes, and lines the order reader is unsure of. */
export function createReaders(config: Config, { db, clock, log, channel }: Deps): Readers {
  const files = createMediaStore(config.media);
  const ask = createReaderCalls({ db, clock, log, budget: config.readerBudget });
  const model = config.openai && createLanguageModel(config.openai);
  for (const name of config.openai ? [config.openai.model, config.openai.transcribeModel] : []) {
    const day = endOfLife(name);
    if (day) log.warn({ model: name, day }, 'this model is switched off by its provider on that day: choose another');
  }
  const print = config.photoReader === 'openai' ? null : printReader(config);
  const known = (id: string) => pseudonym(config.otpPepper, id);
  return {
    files,
    reading: {
      ...{ db, clock, log, files, ask },
      fetchMedia: channel.fetchMedia,
      photos: photosOf(config, print, model, log),
      voice: model && { transcribe: model.transcribe, reader: config.openai?.transcribeModel ?? '' },
      pseudonym: known,
    },
    secondReader: model && createSecondReader({ db, model, ask, log, pseudonym: known }),
    stop: async () => print?.stop(),
  };
}

function printReader(config: Config): PhotoReader {
  if (config.photoReader === 'google' && config.googleVisionApiKey)
    return createGoogleVision(config.googleVisionApiKey);
  return createTesseract(join(config.dataDir, 'ocr'));
}

function photosOf(config: Config, print: PhotoReader | null, model: LanguageModel | null, log: Log): PhotoSource {
  if (print) return photosByReader(print, config.photoReader === 'google', log);
  if (!model) throw new Error('the settings ask for a model that reads photos, and there is none');
  return photosByModel(model);
}
