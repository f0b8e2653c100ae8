import type { Message } from '../state/model.ts';
import { plainText } from './markup.ts';
import type { Word } from './words.en.ts';

/** A message in one line: for the list of shops, a quote, a reply being written. */
export function summary(
  message: Pick<Message, 'type' | 'body'>,
  t: (word: Word, values?: Record<string, string>) => string,
): string {
  if (message.body !== '') return plainText(message.body);
  switch (message.type) {
    case 'image':
    case 'media':
      return t('photo');
    case 'audio':
      return t('voiceNote');
    case 'location':
      return t('locationPin');
    case 'document':
      return t('document');
    case 'sticker':
      return t('sticker');
    default:
      return t('unknownKind', { kind: message.type });
  }
}
