import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useWords } from '../text/language.ts';
import style from './sheet.module.css';

interface Props {
  title: string;
  text?: string;
  /** A whole-screen sheet, for a picture; otherwise it rises from below as far as it needs. */
  isTall?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A panel over the chat of one phone. Escape or a click beside it puts it away. */
export function Sheet({ title, text, isTall = false, onClose, children }: Props) {
  const { t } = useWords();
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const field = sheet.current?.querySelector<HTMLElement>('textarea, input, [data-autofocus]');
    // Without preventScroll the phone's whole screen would be pushed up under the rising sheet.
    (field ?? sheet.current)?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={style.veil} onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      <div
        ref={sheet}
        className={style.sheet}
        data-tall={isTall}
        role="dialog"
        aria-label={title}
        tabIndex={-1}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
      >
        <header>
          <h3>{title}</h3>
          <button type="button" aria-label={t('close')} title={t('close')} onClick={onClose}>
            <IconX size={20} />
          </button>
        </header>
        {text && <p>{text}</p>}
        {children}
      </div>
    </div>
  );
}
