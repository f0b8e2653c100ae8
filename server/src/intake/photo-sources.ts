import type { HeardLine } from '@khaacho/shared/intake/media-contract.ts';
import type { Log } from '../log.ts';
import type { CallAbout, LanguageModel, ModelOutcome } from '../outside/llm.ts';
import type { PhotoReader } from '../outside/ocr.ts';

/** Whoever reads photos of lists. `paid` calls count against the budget. */
export type PhotoSource = {
  name: string;
  paid: boolean;
  read(jpeg: Buffer, about: CallAbout): Promise<ModelOutcome<HeardLine[]>>;
};

/** A reader of print, here or at a service. */
export function photosByReader(reader: PhotoReader, paid: boolean, log: Log): PhotoSource {
  const facts = { model: reader.name, requestId: null, inputTokens: 0, outputTokens: 0 };
  return {
    name: reader.name,
    paid,
    read: async (jpeg) => {
      try {
        return { kind: 'answered', value: await reader.read(jpeg), facts };
      } catch (error) {
        log.warn({ err: error, reader: reader.name }, 'a photo could not be read');
        return { kind: 'unavailable', why: 'the photo reader failed' };
      }
    },
  };
}

/**
 * A model's word that it could read a line, or was guessing. Its own figures mean little, so there are two: taken if it fits
 * a good, and asked about whatever it fits.
 */
const LEGIBLE = 0.9;
const GUESSED = 0.4;

/** A language model that sees. */
export function photosByModel(model: LanguageModel): PhotoSource {
  return {
    name: model.model,
    paid: true,
    read: async (jpeg, about) => {
      const outcome = await model.readPhoto(jpeg, about);
      if (outcome.kind !== 'answered') return outcome;
      const lines = outcome.value.map(({ raw, legible }) => ({ text: raw, confidence: legible ? LEGIBLE : GUESSED }));
      return { ...outcome, value: lines };
    },
  };
}
