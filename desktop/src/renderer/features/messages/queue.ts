import type { AlertDocument } from '@khaacho/shared/alerts/contract.ts';
import type { PendingMark } from '../../replica/replica-api.ts';

export const abouts = ['COMPLAINT', 'PAYMENT', 'CANCEL', 'INQUIRY', 'MEDIA', 'OTHER', 'STRANGER'] as const;
/** What a question is about; STRANGER is somebody nobody has registered. */
export type About = (typeof abouts)[number];

/** One chat that waits for a person, with everything that is open in it. */
export type Waiting = {
  /** The shop's id, or the chat's where no shop is known: names the thread too. */
  key: string;
  retailerId: string | null;
  chatId: string | null;
  phone: string | null;
  /** Most urgent first. */
  abouts: readonly About[];
  /** When the oldest of it was asked. */
  since: string;
  alerts: readonly AlertDocument[];
  /** Answered here, and not with the server yet. */
  pending: PendingMark | undefined;
};

export function aboutOf({ kind, figures }: AlertDocument): About {
  if (kind === 'UNKNOWN_SENDER') return 'STRANGER';
  return abouts.find((about) => about === figures.about) ?? 'OTHER';
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

/** Which thread a question belongs to. */
function keyOf({ id, retailerId, chatId, figures }: AlertDocument): string {
  return retailerId ?? chatId ?? text(figures.chatId) ?? id;
}

/**
 * The queue: a row for each chat with open questions, complaints first, then who has waited longest; below it what was
 * answered here and waits to be sent.
 */
export function queueOf(
  alerts: readonly AlertDocument[],
  pending: ReadonlyMap<string, PendingMark> = new Map(),
): { open: Waiting[]; answered: Waiting[] } {
  const chats = new Map<string, AlertDocument[]>();
  for (const alert of alerts) {
    if (alert.acknowledgedAt !== null && !pending.has(alert.id)) continue;
    const key = keyOf(alert);
    const known = chats.get(key);
    if (known) known.push(alert);
    else chats.set(key, [alert]);
  }
  const open: Waiting[] = [];
  const answered: Waiting[] = [];
  for (const [key, all] of chats) {
    const unanswered = all.filter((alert) => alert.acknowledgedAt === null);
    if (unanswered.length > 0) open.push(waiting(key, unanswered, undefined));
    else answered.push(waiting(key, all, all.map(({ id }) => pending.get(id)).find(Boolean)));
  }
  const rank = ({ abouts: [first] }: Waiting) => (first === 'COMPLAINT' ? 0 : 1);
  return {
    open: open.sort((a, b) => rank(a) - rank(b) || a.since.localeCompare(b.since) || a.key.localeCompare(b.key)),
    answered: answered.sort((a, b) => a.since.localeCompare(b.since)),
  };
}

function waiting(key: string, alerts: AlertDocument[], pending: PendingMark | undefined): Waiting {
  const sorted = alerts.sort((a, b) => a.openedAt.localeCompare(b.openedAt));
  const said = new Set(sorted.map(aboutOf));
  const [first] = sorted;
  return {
    key,
    retailerId: first?.retailerId ?? null,
    chatId: first?.chatId ?? text(first?.figures.chatId),
    phone: text(first?.figures.phone),
    abouts: abouts.filter((about) => said.has(about)),
    since: first?.openedAt ?? '',
    alerts: sorted,
    pending,
  };
}
