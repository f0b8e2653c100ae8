import type { Contact } from '../state/model.ts';
import { useWords } from '../text/language.ts';
import style from './thread.module.css';

/** The first thing a newcomer reads on an empty chat. */
export function Welcome({ contact }: { contact: Contact }) {
  const { t } = useWords();
  return (
    <div className={style.welcome}>
      <strong>{contact.name === null ? t('welcomeUnknown') : t('welcomeTitle', { name: contact.name })}</strong>
      <p>{t(contact.name === null ? 'welcomeStranger' : 'welcomeText')}</p>
    </div>
  );
}
