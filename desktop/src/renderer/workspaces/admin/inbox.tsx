import type { MessageDocument } from '@khaacho/shared/messages/contract.ts';
import { IconMessages } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { useOpenAgain } from '../../app/again.ts';
import { useSyncPanel } from '../../app/sync/sync-panel-context.ts';
import { ReplyBox, type ReplyMode } from '../../features/messages/parts/reply-box.tsx';
import { Thread } from '../../features/messages/parts/thread.tsx';
import { type ThreadOf, useQueue } from '../../features/messages/queries.ts';
import type { Waiting } from '../../features/messages/queue.ts';
import { SettleDialog } from '../../features/messages/settle.tsx';
import { useDocument } from '../../replica/hooks.tsx';
import { useMay } from '../../session/user.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useKeys } from '../../ui/keys.ts';
import { Page, RowsSkeleton } from '../common/page.tsx';
import classes from './inbox.module.css';
import { InboxList } from './inbox-list.tsx';
import { ChatHead, ShopBeside, Stranger } from './inbox-shop.tsx';

/** Chats that the machine has left to a person: the queue, the thread, and beside it what the answer needs. */
export function Inbox() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const { open, answered, ready } = useQueue();
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map());
  const [mode, setMode] = useState<ReplyMode>('reply');
  const [settling, setSettling] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const offline = (useSyncPanel()?.offlineSince ?? null) !== null;

  const rows = [...open, ...answered];
  const first = rows[0]?.key ?? null;
  const chosen = params.get('chat');
  const key = chosen ?? first;
  const waiting = rows.find((row) => row.key === key) ?? null;
  const { document: shop } = useDocument('retailers', key ?? '');
  const chat: ThreadOf | null = key === null ? null : shop ? { retailerId: key } : { chatId: key };
  const mayReply = may('message.send') && shop !== undefined;
  const questions = waiting?.pending ? [] : (waiting?.alerts ?? []);

  const show = (next: string, message?: string) => {
    setMode('reply');
    setParams({ chat: next, ...(message ? { message } : {}) }, { replace: true });
  };
  // What is being read stays where it is, whatever comes to the top of the queue or leaves it.
  useEffect(() => {
    if (chosen === null && first !== null) setParams({ chat: first }, { replace: true });
  }, [chosen, first, setParams]);
  const setText = (of: string, text: string) => setTexts((before) => new Map(before).set(of, text));
  const step = (by: 1 | -1) => {
    const at = rows.findIndex((row) => row.key === key);
    const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) show(next.key);
  };
  const write = (as: ReplyMode) => {
    setMode(as);
    // The field is drawn anew where the window is closed for replies and open for notes.
    requestAnimationFrame(() => field.current?.focus());
  };
  useOpenAgain((entry) => {
    if (!('text' in entry.payload)) return;
    setText(entry.payload.retailerId, entry.payload.text);
    setMode(entry.payload.internal ? 'note' : 'reply');
  });
  useKeys('inbox', [
    { key: 'j', label: t('inbox.next'), run: () => step(1) },
    { key: 'k', label: t('inbox.previous'), run: () => step(-1) },
    {
      key: 'Escape',
      label: t('inbox.leave'),
      run: () => document.activeElement instanceof HTMLElement && document.activeElement.blur(),
    },
    ...(mayReply
      ? [
          { key: 'r', label: t('inbox.reply'), run: () => write('reply') },
          { key: 'n', label: t('inbox.note'), run: () => write('note') },
        ]
      : []),
    ...(may('alert.acknowledge') && questions.length > 0
      ? [{ key: 'e', label: t('inbox.settle'), run: () => setSettling(true) }]
      : []),
    ...(shop ? [{ key: 'o', label: t('inbox.openShop'), run: () => void navigate(`/credit/${shop.id}`) }] : []),
  ]);

  return (
    <Page title={t('nav.inbox')}>
      <div className={classes.desk}>
        <InboxList
          open={open}
          answered={answered}
          ready={ready}
          openKey={key}
          within={chat}
          foundId={params.get('message')}
          onOpen={(row: Waiting) => show(row.key)}
          onFound={(message: MessageDocument) => show(message.retailerId ?? message.chatId ?? '', message.id)}
        />
        {key === null || chat === null ? (
          <div className={classes.middle}>
            {ready ? (
              <EmptyState
                icon={<IconMessages size={32} stroke={1.4} aria-hidden />}
                title={t('inbox.nothing')}
                text={t('inbox.nothingText')}
              />
            ) : (
              <RowsSkeleton />
            )}
          </div>
        ) : (
          <section className={classes.middle} aria-label={t('messages.thread')}>
            <ChatHead
              shop={shop}
              waiting={waiting}
              maySettle={may('alert.acknowledge') && questions.length > 0}
              onSettle={() => setSettling(true)}
            />
            <Thread key={key} of={chat} found={params.get('message')} />
            {shop && mayReply ? (
              <ReplyBox
                shop={shop}
                text={texts.get(shop.id) ?? ''}
                onText={(text) => setText(shop.id, text)}
                mode={mode}
                onMode={setMode}
                onSent={() => field.current?.focus()}
                field={field}
              />
            ) : null}
            {offline && mayReply ? <p className={classes.offline}>{t('inbox.offline')}</p> : null}
          </section>
        )}
        {shop ? (
          <ShopBeside shop={shop} />
        ) : waiting ? (
          <Stranger phone={waiting.phone} />
        ) : (
          <aside className={classes.beside} />
        )}
      </div>
      {settling && questions.length > 0 ? <SettleDialog alerts={questions} onClose={() => setSettling(false)} /> : null}
    </Page>
  );
}
