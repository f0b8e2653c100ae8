import type { SyncStatus } from '../../replica/status.ts';

/** What there is to say about this desk besides its work. */
export const noticeKinds = [
  'UNREADABLE',
  'DISK_FULL',
  'UPGRADE_REQUIRED',
  'ACCOUNT_CLOSED',
  'SIGN_IN_AGAIN',
  'RESTORED',
  'LOCAL_WRITE',
  'CLOCK_AHEAD',
  'CLOCK_BEHIND',
  'STORAGE_LOW',
  'SERVER',
  'PACED',
  'LONG_OFFLINE',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export type SyncNotice = {
  kind: NoticeKind;
  /** `stop`: work does not reach the server, or cannot be saved, until somebody does something. */
  weight: 'stop' | 'know';
  /** Milliseconds for `CLOCK_…` and `PACED`, bytes for `STORAGE_LOW`, a count for `RESTORED`. */
  figure: number;
};

export type NoticeFacts = {
  status: SyncStatus;
  offlineSince: string | null;
  freeBytes: number | null;
  handedBack: number | null;
  /** The server runs on this computer: a clock that differs is a clock that was pushed on on purpose. */
  sameComputer: boolean;
  now: Date;
};

/** A clock may be a few minutes off without anybody's bill falling on another day. */
const CLOCK_MS = 10 * 60_000;
const LONG_MS = 24 * 3_600_000;
const TURN_MS = 3_000;

const stops: readonly NoticeKind[] = ['UNREADABLE', 'DISK_FULL', 'UPGRADE_REQUIRED', 'ACCOUNT_CLOSED', 'SIGN_IN_AGAIN'];

function ofProblem(code: string): NoticeKind {
  switch (code) {
    case 'UNREADABLE':
    case 'DISK_FULL':
    case 'LOCAL_WRITE':
    case 'SIGN_IN_AGAIN':
    case 'UPGRADE_REQUIRED':
      return code;
    case 'USER_DISABLED':
      return 'ACCOUNT_CLOSED';
    default:
      return 'SERVER';
  }
}

/** What a person should know about this desk now, what matters most first. */
export function noticesOf(facts: NoticeFacts): SyncNotice[] {
  const { status, offlineSince, freeBytes, handedBack, now } = facts;
  const found = new Map<NoticeKind, number>();
  if (status.problem) found.set(ofProblem(status.problem.code), 0);
  if (handedBack !== null) found.set('RESTORED', handedBack);
  const ahead = facts.sameComputer ? 0 : (status.clockAheadMs ?? 0);
  if (Math.abs(ahead) >= CLOCK_MS) found.set(ahead > 0 ? 'CLOCK_AHEAD' : 'CLOCK_BEHIND', Math.abs(ahead));
  // A full disk says it already.
  if (freeBytes !== null && !found.has('DISK_FULL')) found.set('STORAGE_LOW', freeBytes);
  const turn = status.pacedUntil === null ? 0 : Date.parse(status.pacedUntil) - now.getTime();
  // A turn of seconds comes before it is read.
  if (turn >= TURN_MS) found.set('PACED', turn);
  const away = offlineSince === null ? 0 : now.getTime() - Date.parse(offlineSince);
  if (away >= LONG_MS) found.set('LONG_OFFLINE', away);
  return noticeKinds.flatMap((kind) => {
    const figure = found.get(kind);
    return figure === undefined ? [] : [{ kind, weight: stops.includes(kind) ? ('stop' as const) : 'know', figure }];
  });
}
