import { refusal } from '@khaacho/shared/kernel/errors.ts';
import type { CommandDocument } from '@khaacho/shared/sync/protocol.ts';
import { IconAlertTriangle, IconArchive, IconCheck, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useDocument, useReplica } from '../../replica/hooks.tsx';
import type { OutboxEntry } from '../../replica/replica-api.ts';
import { useNow } from '../../ui/use-now.ts';
import { useRefusalWords } from '../words.ts';
import { useCommandParts, useCommandWords } from './command-words.ts';
import classes from './sync-panel.module.css';

/** Why the server refused a command, in the person's language. */
export function useVerdictWords(): (entry: OutboxEntry) => string {
  const words = useRefusalWords();
  return ({ verdict }) => words(refusal(verdict?.code ?? 'INTERNAL', verdict?.message ?? '', verdict?.details ?? []));
}

/** The time it was done here, in the person's calendar, and how long ago that is. */
function Given({ at }: { at: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  useNow();
  // Commands carry the server's time, so that is what their age is counted from.
  const now = useReplica().now();
  const age = Math.max(0, now.getTime() - Date.parse(at));
  const ago = age < 60_000 ? t('sync.justNow') : t('sync.ago', { span: format.duration(age) });
  return (
    <time className="k-num" dateTime={at} title={format.stamp(at)}>
      {format.moment(at, now)} · {ago}
    </time>
  );
}

function Head({ entry }: { entry: OutboxEntry }) {
  const parts = useCommandParts();
  const { what, subject } = parts(entry);
  return (
    <div className={classes.head}>
      <strong>{what}</strong>
      {subject ? ` · ${subject}` : ''}
    </div>
  );
}

/** A command of this desk that another one builds on, in words; null where it is not kept here. */
function useNamed(): (id: string) => string | null {
  const words = useCommandWords();
  const { outbox } = useReplica();
  return (id) => {
    const { waiting, refused } = outbox.get();
    const entry = [...waiting, ...refused].find((candidate) => candidate.id === id);
    return entry ? words(entry) : null;
  };
}

/** Not answered yet: what, since when, and what goes before it. */
export function WaitingRow({
  entry,
  sending,
  children,
}: {
  entry: OutboxEntry;
  sending: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const named = useNamed();
  const before = entry.dependsOn.map(named).find((words) => words !== null);
  return (
    <div className={classes.row}>
      <span className={classes.dot} data-full={sending} aria-hidden />
      <div className={classes.words}>
        <Head entry={entry} />
        <div className={classes.quiet}>
          <Given at={entry.issuedAt} />
          {sending ? ` · ${t('sync.beingSent')}` : ''}
        </div>
        {before ? <div className={classes.quiet}>↳ {t('sync.after', { what: before })}</div> : null}
        {children}
      </div>
    </div>
  );
}

/** Refused: the reason, what would make it pass, and what can be done. */
export function RefusedRow({ entry, children }: { entry: OutboxEntry; children: ReactNode }) {
  const { t } = useTranslation();
  const verdictWords = useVerdictWords();
  const named = useNamed();
  const before =
    entry.verdict?.code === 'DEPENDENCY_REFUSED'
      ? entry.dependsOn.map(named).find((words) => words !== null)
      : undefined;
  return (
    <div className={classes.refused}>
      <IconAlertTriangle size={16} aria-hidden />
      <div className={classes.words}>
        <Head entry={entry} />
        <div>{before ? t('sync.afterRefused', { what: before }) : verdictWords(entry)}</div>
        <div className={classes.quiet}>
          <Given at={entry.issuedAt} />
        </div>
        {children}
      </div>
    </div>
  );
}

/** A fact that did not fit is answered «applied», and kept for a person: its verdict says so in its figures. */
function keptBecause(entry: OutboxEntry): boolean {
  return entry.verdict?.details?.some((detail) => detail.figures?.kept !== undefined) ?? false;
}

function useAnswer(entry: OutboxEntry, document: CommandDocument | undefined): { kind: AnswerKind; text: string } {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (entry.state === 'dismissed') return { kind: 'discarded', text: t('sync.answer.discarded') };
  const settled = document?.settled;
  if (settled) {
    const key = settled.how === 'BOOKED' ? 'sync.answer.booked' : 'sync.answer.dismissed';
    return { kind: 'applied', text: t(key, { at: format.moment(settled.at, now) }) };
  }
  if (keptBecause(entry)) return { kind: 'kept', text: t('sync.answer.kept') };
  const at = format.moment(entry.answeredAt ?? entry.issuedAt, now);
  return { kind: 'applied', text: t('sync.answer.applied', { at }) };
}

type AnswerKind = 'applied' | 'kept' | 'discarded';
const answerIcons = { applied: IconCheck, kept: IconArchive, discarded: IconX };

/** Answered and done with: how it ended. */
export function AnsweredRow({ entry, children }: { entry: OutboxEntry; children: ReactNode }) {
  const { document } = useDocument('commands', entry.id);
  const { kind, text } = useAnswer(entry, document);
  const Icon = answerIcons[kind];
  return (
    <div className={classes.row} data-answer={kind} data-testid={`answer-${entry.id}`}>
      <Icon size={16} className={classes.answerIcon} aria-hidden />
      <div className={classes.words}>
        <Head entry={entry} />
        <div className={classes.quiet}>
          <Given at={entry.issuedAt} /> · <span className={classes.answer}>{text}</span>
        </div>
        {children}
      </div>
    </div>
  );
}
