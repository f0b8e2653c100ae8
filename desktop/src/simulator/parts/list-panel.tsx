import { IconCircle } from '@tabler/icons-react';
import { api } from '../state/api.ts';
import { attempt } from '../state/live.ts';
import type { Message } from '../state/model.ts';
import { useWords } from '../text/language.ts';
import style from './panels.module.css';
import { Sheet } from './sheet.tsx';

/** The rows of a list the business has sent. */
export function ListPanel({ phone, message, onClose }: { phone: string; message: Message; onClose: () => void }) {
  const { t } = useWords();
  return (
    <Sheet title={message.list?.button ?? t('choose')} onClose={onClose}>
      <div className={style.places}>
        {message.list?.items.map((item) => (
          <button
            key={item.id}
            type="button"
            onClick={() => {
              attempt(api.tap(phone, message.sid, item.id));
              onClose();
            }}
          >
            <IconCircle size={20} stroke={1.6} />
            <span>
              <strong>{item.title}</strong>
              {item.description !== null && <small>{item.description}</small>}
            </span>
          </button>
        ))}
      </div>
    </Sheet>
  );
}
