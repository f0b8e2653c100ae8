import { Menu, Textarea } from '@mantine/core';
import { IconMapPin, IconMicrophone, IconNotes, IconPaperclip, IconPhoto, IconSend2, IconX } from '@tabler/icons-react';
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { api } from '../state/api.ts';
import { attempt } from '../state/live.ts';
import type { Contact, Message } from '../state/model.ts';
import { useWords } from '../text/language.ts';
import { suggestionsFor } from '../text/suggestions.ts';
import { summary } from '../text/summary.ts';
import style from './composer.module.css';

/** What slides over the chat: a file to be sent, a list on paper, a voice note, a place, a list to choose from. */
export type Panel =
  | { kind: 'file'; file: File }
  | { kind: 'paper' }
  | { kind: 'voice' }
  | { kind: 'location' }
  | { kind: 'list'; message: Message };

interface Props {
  contact: Contact;
  isEmpty: boolean;
  replyTo: Message | null;
  onReplied: () => void;
  onPanel: (panel: Panel) => void;
}

export function Composer({ contact, isEmpty, replyTo, onReplied, onPanel }: Props) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const isBlank = text.trim() === '';

  const send = (body: string) => {
    if (body.trim() === '') return;
    const sending = api.text(contact.phone, body, replyTo?.sid ?? null);
    // What could not be sent comes back into the field, unless something new is being written there.
    sending.catch(() => setText((current) => current || body));
    attempt(sending);
    onReplied();
  };
  const sendDraft = () => {
    send(text);
    setText('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also ends the composing of a Devanagari syllable: that one does not send.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      sendDraft();
    }
    if (event.key === 'Escape') onReplied();
  };
  const onPaste = (event: ClipboardEvent) => {
    const file = event.clipboardData.files[0];
    if (!file) return;
    event.preventDefault();
    onPanel({ kind: 'file', file });
  };
  const edit = (body: string) => {
    setText(body);
    field.current?.focus();
  };

  return (
    <div className={style.composer}>
      <Suggestions last={contact.last} isEmpty={isEmpty} onSend={send} onEdit={edit} />
      {replyTo && (
        <div className={style.replying}>
          <div>
            <b>{replyTo.mine ? t('you') : 'Khaacho'}</b>
            <span>{summary(replyTo, t)}</span>
          </div>
          <button type="button" aria-label={t('cancelReply')} title={t('cancelReply')} onClick={onReplied}>
            <IconX size={18} />
          </button>
        </div>
      )}
      <div className={style.row}>
        <div className={style.field}>
          <Textarea
            ref={field}
            className={style.text ?? ''}
            variant="unstyled"
            autosize
            minRows={1}
            maxRows={5}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            placeholder={t('placeholder')}
            aria-label={t('composer')}
            data-testid="composer"
          />
          <AttachMenu onPanel={onPanel} />
        </div>
        {isBlank ? (
          <button
            type="button"
            className={style.round}
            data-testid="voice"
            aria-label={t('voiceNote')}
            title={t('voiceNote')}
            onClick={() => onPanel({ kind: 'voice' })}
          >
            <IconMicrophone size={21} stroke={1.9} />
          </button>
        ) : (
          <button
            type="button"
            className={style.round}
            data-testid="send"
            aria-label={t('send')}
            title={t('send')}
            onClick={sendDraft}
          >
            <IconSend2 size={21} stroke={1.9} />
          </button>
        )}
      </div>
    </div>
  );
}

interface SuggestionProps {
  last: Message | null;
  isEmpty: boolean;
  onSend: (body: string) => void;
  onEdit: (body: string) => void;
}

/** Lines a newcomer can send with one tap; what fits the last message comes first. */
function Suggestions({ last, isEmpty, onSend, onEdit }: SuggestionProps) {
  const { t, language } = useWords();
  return (
    <div className={style.suggestions} data-large={isEmpty} role="group" aria-label={t('suggestions')}>
      {suggestionsFor(last, language).map((body) => (
        <button
          key={body}
          type="button"
          data-testid="suggestion"
          title={t('suggestionHint')}
          onClick={(event) => (event.shiftKey ? onEdit(body) : onSend(body))}
        >
          {body}
        </button>
      ))}
    </div>
  );
}

function AttachMenu({ onPanel }: { onPanel: (panel: Panel) => void }) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        data-testid="file"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) onPanel({ kind: 'file', file });
        }}
      />
      <Menu position="top-end" withArrow shadow="md">
        <Menu.Target>
          <button
            type="button"
            className={style.attach}
            aria-label={t('attach')}
            title={t('attach')}
            data-testid="attach"
          >
            <IconPaperclip size={21} stroke={1.7} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPhoto size={19} stroke={1.7} />} onClick={() => input.current?.click()}>
            {t('attachPhoto')}
          </Menu.Item>
          <Menu.Item leftSection={<IconNotes size={19} stroke={1.7} />} onClick={() => onPanel({ kind: 'paper' })}>
            {t('attachPaper')}
          </Menu.Item>
          <Menu.Item leftSection={<IconMicrophone size={19} stroke={1.7} />} onClick={() => onPanel({ kind: 'voice' })}>
            {t('attachVoice')}
          </Menu.Item>
          <Menu.Item leftSection={<IconMapPin size={19} stroke={1.7} />} onClick={() => onPanel({ kind: 'location' })}>
            {t('attachLocation')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
