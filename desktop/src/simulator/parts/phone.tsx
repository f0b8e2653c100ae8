import { type DragEvent, useEffect, useState } from 'react';
import type { Contact, Message } from '../state/model.ts';
import { store, useModel } from '../state/store.ts';
import { digits } from '../text/format.ts';
import { useWords } from '../text/language.ts';
import { ChatHeader } from './chat-header.tsx';
import { Composer, type Panel } from './composer.tsx';
import { Owner } from './owner.tsx';
import { PanelOverlay } from './panel-overlay.tsx';
import style from './phone.module.css';
import { StatusBar } from './status-bar.tsx';
import { Thread } from './thread.tsx';

interface Props {
  phone: string;
  isActive: boolean;
  isAlone: boolean;
  onHold: () => void;
  onClose: () => void;
}

const none: Message[] = [];

/** One phone: its owner above, the chat with Khaacho on its screen. */
export function Phone({ phone, isActive, isAlone, onHold, onClose }: Props) {
  const known = useModel((model) => model.contacts[phone]);
  const messages = useModel((model) => model.threads[phone]) ?? none;
  const isLoaded = useModel((model) => model.threads[phone] !== undefined);
  const contact = known ?? stranger(phone);
  const [panel, setPanel] = useState<Panel | null>(null);
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const drop = useDrop((file) => setPanel({ kind: 'file', file }));
  const { t } = useWords();

  const received = contact.received;
  useEffect(() => {
    const look = () => {
      if (!document.hidden && received >= 0) store.see(phone);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [phone, received]);

  return (
    <section
      className={style.column}
      data-testid={`phone-${digits(phone)}`}
      data-active={isActive && !isAlone}
      aria-label={contact.name ?? phone}
      onFocusCapture={onHold}
      onPointerDownCapture={onHold}
    >
      <Owner contact={contact} canClose={!isAlone} onClose={onClose} />
      <div className={style.device}>
        <div className={style.screen} {...drop.handlers}>
          <StatusBar />
          <ChatHeader contact={contact} messages={messages} />
          <Thread contact={contact} messages={messages} isLoaded={isLoaded} onReply={setReplyTo} onPanel={setPanel} />
          <Composer
            contact={contact}
            isEmpty={isLoaded && messages.length === 0}
            replyTo={replyTo}
            onReplied={() => setReplyTo(null)}
            onPanel={setPanel}
          />
          {panel && (
            <PanelOverlay phone={phone} panel={panel} replyTo={replyTo?.sid ?? null} onClose={() => setPanel(null)} />
          )}
          {drop.isOver && <div className={style.drop}>{t('dropHere')}</div>}
        </div>
      </div>
    </section>
  );
}

/** A number that is in no list yet. */
function stranger(phone: string): Contact {
  return {
    phone,
    name: null,
    place: null,
    externalUserId: '',
    settings: { hideNumber: false, blocked: false, readReceipts: true, profileName: null },
    optedOut: false,
    windowEndsAt: null,
    last: null,
    received: 0,
  };
}

function useDrop(onFile: (file: File) => void) {
  const [isOver, setOver] = useState(false);
  return {
    isOver,
    handlers: {
      onDragOver(event: DragEvent) {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop(event: DragEvent) {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file) onFile(file);
      },
    },
  };
}
