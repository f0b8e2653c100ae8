import { IconSend2 } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../state/api.ts';
import { attempt } from '../state/live.ts';
import { useWords } from '../text/language.ts';
import { drawPaper } from './draw-paper.ts';
import style from './panels.module.css';
import { Sheet } from './sheet.tsx';

/** For whoever has no photo of a shopping list at hand: writes one on lined paper, and photographs it. */
export function PaperPanel({
  phone,
  replyTo,
  onClose,
}: {
  phone: string;
  replyTo: string | null;
  onClose: () => void;
}) {
  const { t } = useWords();
  const [text, setText] = useState<string>(t('paperSample'));
  const send = async () => {
    const file = await drawPaper(text);
    await api.attach(
      phone,
      { file, contentType: 'image/jpeg', filename: null, caption: '', voice: false, transcript: '' },
      replyTo,
    );
  };
  return (
    <Sheet title={t('paperTitle')} text={t('paperText')} onClose={onClose}>
      <div className={style.paper}>
        <textarea
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          aria-label={t('paperTitle')}
          spellCheck={false}
          data-testid="paper"
        />
      </div>
      <div className={style.foot}>
        <span />
        <button
          type="button"
          className={style.round}
          disabled={text.trim() === ''}
          aria-label={t('send')}
          data-testid="send-paper"
          onClick={() => {
            attempt(send());
            onClose();
          }}
        >
          <IconSend2 size={21} />
        </button>
      </div>
    </Sheet>
  );
}
