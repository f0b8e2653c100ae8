import { splitText } from '@khaacho/shared/messages/fit.ts';
import { windowEndsAt } from '@khaacho/shared/messages/projection.ts';
import { MOST_REPLY_CHARACTERS } from '@khaacho/shared/messages/send-contract.ts';
import { isWindowOpen } from '@khaacho/shared/messages/send-rules.ts';
import type { RetailerDocument } from '@khaacho/shared/parties/contract.ts';
import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { type KeyboardEvent, type Ref, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFilledIn } from '../../../app/again.ts';
import { FilledIn } from '../../../app/filled-in.tsx';
import { useDo } from '../../../app/send.ts';
import { useFormat } from '../../../language/format.ts';
import { Phone } from '../../../ui/figures.tsx';
import { Notice } from '../../../ui/section.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { cannedAnswers, cannedNames } from '../canned.ts';
import { useThread } from '../queries.ts';
import classes from './reply-box.module.css';

export type ReplyMode = 'reply' | 'note';

/** Where a person answers a shop: in their own words or with one tap, for as long as WhatsApp lets them; or keeps a note. */
export function ReplyBox({
  shop,
  text,
  onText,
  mode,
  onMode,
  onSent,
  field,
}: {
  shop: RetailerDocument;
  text: string;
  onText: (text: string) => void;
  mode: ReplyMode;
  onMode: (mode: ReplyMode) => void;
  onSent: () => void;
  field: Ref<HTMLTextAreaElement>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const act = useDo();
  const filled = useFilledIn('message.send') !== null;
  const now = useNow();
  const thread = useThread({ retailerId: shop.id }).documents;
  const heard = useMemo(() => thread.filter((message) => message.direction === 'INBOUND'), [thread]);
  const ends = windowEndsAt(heard);
  const closed = mode === 'reply' && !isWindowOpen(ends, now);
  const written = text.trim();
  const parts = splitText(written).length;
  const ready = written !== '' && written.length <= MOST_REPLY_CHARACTERS && !closed;

  const send = async () => {
    if (!ready) return;
    const last = heard.at(-1);
    const answers = mode === 'reply' && last ? { answers: last.id } : {};
    const internal = mode === 'note' ? { internal: true } : {};
    const sent = await act('message.send', { retailerId: shop.id, text: written, ...answers, ...internal });
    if (!sent.ok) return;
    onText('');
    onMode('reply');
    onSent();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      className={classes.box}
      data-mode={mode}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {filled ? <FilledIn /> : null}
      <div className={classes.head}>
        <SegmentedControl
          size="xs"
          value={mode}
          onChange={(value) => onMode(value === 'note' ? 'note' : 'reply')}
          data={[
            { value: 'reply', label: t('inbox.reply') },
            { value: 'note', label: t('inbox.note') },
          ]}
        />
        <span className={classes.hint}>
          {mode === 'note'
            ? t('inbox.noteHint')
            : ends && !closed
              ? t('inbox.until', { at: format.moment(ends.toISOString(), now) })
              : null}
        </span>
        {closed ? null : <span className={classes.keys}>{t('inbox.sendKeys')}</span>}
      </div>
      {closed ? (
        <Notice>
          {t(ends ? 'inbox.closed' : 'inbox.neverWrote', { shop: shop.name })} <Phone phone={shop.phone} />
        </Notice>
      ) : (
        <>
          {mode === 'reply' ? (
            <div className={classes.canned} role="group" aria-label={t('inbox.canned.title')}>
              {cannedNames.map((name) => (
                <button
                  key={name}
                  type="button"
                  className={classes.chip}
                  title={cannedAnswers[name][shop.language]}
                  data-testid={`canned-${name}`}
                  onClick={() => onText([written, cannedAnswers[name][shop.language]].filter(Boolean).join('\n'))}
                >
                  {t(`inbox.canned.${name}`)}
                </button>
              ))}
            </div>
          ) : null}
          <div className={classes.write}>
            <Textarea
              ref={field}
              className={classes.field}
              autosize
              minRows={2}
              maxRows={6}
              value={text}
              error={
                written.length > MOST_REPLY_CHARACTERS
                  ? t('inbox.tooLong', { most: format.count(MOST_REPLY_CHARACTERS) })
                  : undefined
              }
              placeholder={t(mode === 'note' ? 'inbox.writeNote' : 'inbox.writeReply', { shop: shop.name })}
              aria-label={t(mode === 'note' ? 'inbox.note' : 'inbox.reply')}
              data-testid="reply-text"
              onChange={(event) => onText(event.currentTarget.value)}
              onKeyDown={onKeyDown}
            />
            <Button type="submit" disabled={!ready} data-testid="reply-send">
              {t(mode === 'note' ? 'inbox.keepNote' : 'inbox.send')}
            </Button>
          </div>
          {parts > 1 && mode === 'reply' ? (
            <div className={classes.hint}>{t('inbox.parts', { shown: format.count(parts) })}</div>
          ) : null}
        </>
      )}
    </form>
  );
}
