import type { Message } from '../state/model.ts';
import { useWords } from '../text/language.ts';
import { english, type Word } from '../text/words.en.ts';
import style from './thread.module.css';

/** A message of the business that did not get through, and why. */
export function SystemNote({ message }: { message: Message }) {
  const { t } = useWords();
  const key = `reason${message.errorCode ?? ''}`;
  const reason = t(isWord(key) ? key : 'reasonOther');
  return (
    <div className={style.note} data-testid="undelivered" title={message.body}>
      {t('notDelivered', { reason, code: String(message.errorCode ?? '–') })}
    </div>
  );
}

function isWord(key: string): key is Word {
  return Object.hasOwn(english, key);
}
