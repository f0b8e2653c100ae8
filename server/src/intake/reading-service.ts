import { type HeardLine, heardLineSchema } from '@khaacho/shared/intake/media-contract.ts';
import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import { z } from 'zod';
import { type Db, transaction } from '../db/database.ts';
import type { Log } from '../log.ts';
import { keepMedia, MOST_MEDIA_BYTES } from '../media/service.ts';
import { sendToChat } from '../messages/service.ts';
import type { Channel, MediaProblem } from '../outside/channel.ts';
import { fileType } from '../outside/file-type.ts';
import { type AudioExtension, type LanguageModel, PROMPT_VERSION } from '../outside/llm.ts';
import type { MediaStore } from '../outside/media.ts';
import { preparePhoto } from '../outside/photo.ts';
import type { PhotoSource } from './photo-sources.ts';
import type { Asked, AskReader } from './reader-calls-service.ts';
import {
  dueReadings,
  loadReading,
  markTold,
  type Reading,
  type Step,
  writeAttempt,
  writeStep,
} from './reading-store.ts';
import { chatToTell, goodsOftenOrdered } from './store.ts';
import { oggSeconds, VOICE_SECONDS } from './voice.ts';

export type ReadingDeps = {
  db: Db;
  clock: Clock;
  log: Log;
  files: MediaStore;
  fetchMedia: Channel['fetchMedia'];
  photos: PhotoSource;
  /** Null: nobody here can hear voice notes. */
  voice: (Pick<LanguageModel, 'transcribe'> & { reader: string }) | null;
  ask: AskReader;
  /** A shop as services outside may know it. */
  pseudonym(id: string): string;
};

/** A photo takes a second, a voice note a few: who still has no answer by then is told that it takes a moment. */
const TELL_AFTER_MS = 10_000;
const FETCH_MS = 20_000;
/** Before the second, third and fourth try of a stage, in milliseconds. */
const RETRIES_MS = [3_000, 15_000, 60_000] as const;

/** Photos and voice notes whose next stage is due. */
export function readingsDue({ db, clock }: ReadingDeps, busy: readonly string[], limit: number): Promise<string[]> {
  return dueReadings(db, busy, limit, clock.now());
}

/** Brings one photo or voice note to words, stage by stage; each stage is kept before the next begins. */
export async function readMedia(deps: ReadingDeps, messageId: string): Promise<void> {
  const first = await loadReading(deps.db, messageId);
  if (!first) return;
  const age = deps.clock.now().getTime() - first.receivedAt.getTime();
  const timer = setTimeout(() => void tell(deps, first), Math.max(0, TELL_AFTER_MS - age)).unref();
  try {
    let reading: Reading | null = first;
    while (reading && reading.stage !== 'READ' && reading.stage !== 'FAILED') {
      const step = await stepOrLater(deps, reading);
      if (step === 'later') return await tryLater(deps, reading);
      const from = reading;
      await transaction(deps.db, (tx) => writeStep(tx, from, step, deps.clock.now()));
      reading = await loadReading(deps.db, messageId);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** A full disk, a bucket that is away, a file that is not what was kept: tried again like all else, and not for ever. */
async function stepOrLater(deps: ReadingDeps, reading: Reading): Promise<Step | 'later'> {
  try {
    return await nextStep(deps, reading);
  } catch (error) {
    deps.log.error(
      { err: error, messageId: reading.messageId, stage: reading.stage },
      'a photo or voice note could not be read',
    );
    return 'later';
  }
}

async function tryLater(deps: ReadingDeps, reading: Reading): Promise<void> {
  const now = deps.clock.now();
  const wait = RETRIES_MS[reading.attempts];
  if (wait !== undefined) return writeAttempt(deps.db, reading.messageId, new Date(now.getTime() + wait), now);
  await transaction(deps.db, (tx) => writeStep(tx, reading, { failure: 'UNREACHABLE' }, now));
}

/** The step from where a reading stands, or `later` where it may pass another time. */
async function nextStep(deps: ReadingDeps, reading: Reading): Promise<Step | 'later'> {
  if (reading.stage === 'WAITING') return fetchOriginal(deps, reading);
  const bytes = await deps.files.read(reading.preparedSha256 ?? reading.originalSha256 ?? '');
  // Kept a moment ago: a store that has lost it is a fault of the house, and worth another try.
  if (!bytes) return 'later';
  if (reading.stage === 'FETCHED')
    return reading.kind === 'PHOTO' ? prepare(deps, bytes) : checkVoice(deps, reading, bytes);
  return reading.kind === 'PHOTO' ? seePhoto(deps, reading, bytes) : hearVoice(deps, reading, bytes);
}

const PHOTOS = ['image/jpeg', 'image/png', 'image/webp'] as const;
const VOICES: Readonly<Record<string, AudioExtension>> = {
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/wav': 'wav',
  'audio/webm': 'webm',
};

async function fetchOriginal(deps: ReadingDeps, reading: Reading): Promise<Step | 'later'> {
  if (reading.kind === 'VOICE' && !deps.voice) return { failure: 'NO_LISTENER' };
  const [media] = reading.media;
  if (!media) return { failure: 'NOT_READABLE_KIND' };
  const accept = reading.kind === 'PHOTO' ? PHOTOS : Object.keys(VOICES);
  const fetched = await deps.fetchMedia(media.ref, { maxBytes: MOST_MEDIA_BYTES, timeoutMs: FETCH_MS, accept });
  if (!fetched.ok) return failureOf(fetched.error);
  const kept = await keepMedia({ db: deps.db, files: deps.files }, fetched.value.bytes, null, deps.clock.now());
  return kept.ok ? { originalSha256: kept.value.sha256 } : { failure: 'NOT_READABLE_KIND' };
}

function failureOf(problem: MediaProblem): Step | 'later' {
  switch (problem.kind) {
    case 'TOO_LARGE':
      return { failure: 'TOO_LARGE' };
    case 'TYPE_REFUSED':
      return { failure: 'NOT_READABLE_KIND' };
    case 'NO_ANSWER':
      return 'later';
    case 'GONE':
    case 'FOREIGN_ADDRESS':
      return { failure: 'UNREACHABLE' };
  }
}

async function prepare(deps: ReadingDeps, original: Buffer): Promise<Step> {
  const jpeg = await preparePhoto(original);
  if (!jpeg) return { failure: 'NOT_READABLE_KIND' };
  const kept = await keepMedia({ db: deps.db, files: deps.files }, jpeg, null, deps.clock.now());
  return kept.ok ? { preparedSha256: kept.value.sha256 } : { failure: 'TOO_LARGE' };
}

/** Nothing is made of a voice note: it is only looked at before it is paid for. */
async function checkVoice(_: ReadingDeps, reading: Reading, bytes: Buffer): Promise<Step> {
  const seconds = oggSeconds(bytes);
  if (seconds !== null && seconds < VOICE_SECONDS.least) return { failure: 'TOO_SHORT' };
  if (seconds !== null && seconds > VOICE_SECONDS.most) return { failure: 'TOO_LONG' };
  return { preparedSha256: reading.originalSha256 ?? '' };
}

async function seePhoto(deps: ReadingDeps, reading: Reading, jpeg: Buffer): Promise<Step | 'later'> {
  const asked = await deps.ask({
    ...subjectOf(reading),
    kind: 'PHOTO',
    reader: deps.photos.name,
    promptVersion: PROMPT_VERSION,
    paid: deps.photos.paid,
    answer: z.array(heardLineSchema),
    call: () => deps.photos.read(jpeg, { person: deps.pseudonym(reading.retailerId ?? reading.chatId) }),
  });
  return stepOf(asked, (lines) => lines);
}

async function hearVoice(deps: ReadingDeps, reading: Reading, audio: Buffer): Promise<Step | 'later'> {
  const { voice } = deps;
  const extension = VOICES[fileType(audio) ?? ''];
  if (!voice || !extension) return { failure: 'NO_LISTENER' };
  const keywords = await keywordsOf(deps.db, reading.retailerId);
  const subject = subjectOf(reading);
  const asked = await deps.ask({
    ...subject,
    // They steer what is heard: without them the call could not be replayed.
    input: { ...subject.input, keywords },
    kind: 'VOICE',
    reader: voice.reader,
    promptVersion: null,
    paid: true,
    answer: z.string(),
    call: () => voice.transcribe(audio, extension, keywords),
  });
  // How sure it is, the listener does not say: never so sure that a good is taken without being shown and confirmed.
  return stepOf(asked, (text) =>
    text
      .split(/\r?\n/)
      .map((line) => ({ text: line.trim(), confidence: 1 }))
      .filter((line) => line.text !== ''),
  );
}

/** So many goods, in two languages, help a listener; more only cost. */
const KEYWORD_GOODS = 20;

async function keywordsOf(db: Db, retailerId: string | null): Promise<string[]> {
  return retailerId === null ? [] : goodsOftenOrdered(db, retailerId, KEYWORD_GOODS);
}

function stepOf<T>(asked: Asked<T>, toLines: (value: T) => HeardLine[]): Step | 'later' {
  if (asked.kind === 'later') return 'later';
  if (asked.kind === 'spent') return { failure: 'BUDGET_SPENT' };
  const lines = asked.kind === 'answered' ? toLines(asked.value) : [];
  return lines.length === 0 ? { failure: 'NOTHING_FOUND' } : { lines };
}

function subjectOf(reading: Reading) {
  const { messageId, retailerId } = reading;
  return { messageId, retailerId, input: { sha256: reading.preparedSha256 } };
}

async function tell(deps: ReadingDeps, reading: Reading): Promise<void> {
  try {
    const now = deps.clock.now();
    await transaction(deps.db, async (tx) => {
      if (!(await markTold(tx, reading.messageId, now))) return;
      const chat = await chatToTell(tx, reading.chatId);
      if (!chat) return;
      const words = { kind: 'readingMedia', media: reading.kind } as const;
      await sendToChat(tx, chat, { businessKey: `progress:${reading.messageId}`, orderId: null, words }, now);
    });
  } catch (error) {
    // A courtesy that failed; the reading goes on.
    deps.log.warn({ err: error }, 'a sender could not be told that it takes a moment');
  }
}
