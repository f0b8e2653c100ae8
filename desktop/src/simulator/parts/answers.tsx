import { IconArrowBackUp, IconCheck, IconCopy, IconExternalLink, IconList, IconPhoneCall } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../state/api.ts';
import { attempt } from '../state/live.ts';
import type { Button, Message } from '../state/model.ts';
import { useWords } from '../text/language.ts';
import style from './answers.module.css';
import type { Panel } from './composer.tsx';

/** The buttons under a message of the business: quick replies, links, codes to copy, a list to choose from. */
export function Answers({
  message,
  tapped,
  onPanel,
}: {
  message: Message;
  tapped: string | null;
  onPanel: (panel: Panel) => void;
}) {
  if (message.buttons.length === 0 && !message.list) return null;
  return (
    <div className={style.answers}>
      {message.buttons.map((button) => (
        <Answer key={button.id} button={button} message={message} isTapped={tapped === button.id} />
      ))}
      {message.list && (
        <button type="button" onClick={() => onPanel({ kind: 'list', message })}>
          <IconList size={17} stroke={1.9} /> {message.list.button}
        </button>
      )}
    </div>
  );
}

function Answer({ button, message, isTapped }: { button: Button; message: Message; isTapped: boolean }) {
  const { t } = useWords();
  const [isCopied, setCopied] = useState(false);
  if (button.kind === 'url') {
    // The address comes from outside: only the web is followed, so `javascript:` leads nowhere.
    const href = /^https?:\/\//i.test(button.value ?? '') ? (button.value ?? undefined) : undefined;
    return (
      <a href={href} target="_blank" rel="noopener noreferrer">
        <IconExternalLink size={17} stroke={1.9} /> {button.title}
      </a>
    );
  }
  if (button.kind === 'copy') {
    const copy = () => attempt(navigator.clipboard.writeText(button.value ?? '').then(() => setCopied(true)));
    return (
      <button type="button" onClick={copy}>
        {isCopied ? <IconCheck size={17} /> : <IconCopy size={17} stroke={1.9} />}{' '}
        {isCopied ? t('copied') : button.title}
      </button>
    );
  }
  if (button.kind === 'phone') {
    return (
      <span>
        <IconPhoneCall size={17} stroke={1.9} /> {button.title} {button.value}
      </span>
    );
  }
  return (
    <button
      type="button"
      data-tapped={isTapped}
      onClick={() => attempt(api.tap(message.phone, message.sid, button.id))}
    >
      {isTapped ? <IconCheck size={17} stroke={1.9} /> : <IconArrowBackUp size={17} stroke={1.9} />} {button.title}
    </button>
  );
}
