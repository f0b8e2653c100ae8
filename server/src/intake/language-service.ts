import { languageWish, languageWritten } from '@khaacho/shared/intake/language-words.ts';
import type { Language } from '@khaacho/shared/kernel/language.ts';
import type { Words } from '@khaacho/shared/messages/words.ts';
import type { Tx } from '../db/database.ts';
import { type Inbound, isFirstInbound, writeLanguage } from './store.ts';

type Learned = { own: string | null; words: Words | null };

/**
 * The language of a chat after a message: what it asks for, and then that is also the answer; else, where none was set, the one
 * its first message is written in. Null leaves it to the language the shop was registered with.
 */
export async function learnLanguage(
  tx: Tx,
  chat: { id: string; ownLanguage: string | null },
  message: Inbound,
): Promise<Learned> {
  const wish = message.kind === 'TEXT' ? languageWish(message.body) : null;
  const language = wish ?? (await ofFirstMessage(tx, chat, message));
  if (language === null || language === chat.ownLanguage) return { own: chat.ownLanguage, words: answerTo(wish) };
  await writeLanguage(tx, chat.id, language);
  return { own: language, words: answerTo(wish) };
}

const answerTo = (wish: Language | null): Words | null => (wish === null ? null : { kind: 'languageSet' });

async function ofFirstMessage(
  tx: Tx,
  chat: { id: string; ownLanguage: string | null },
  message: Inbound,
): Promise<Language | null> {
  if (chat.ownLanguage !== null) return null;
  const written = languageWritten(message.body);
  return written !== null && (await isFirstInbound(tx, chat.id, message.id)) ? written : null;
}
