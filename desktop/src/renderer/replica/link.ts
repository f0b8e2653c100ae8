import type { ErrorCode } from '@khaacho/shared/kernel/errors.ts';
import type {
  Changed,
  Command,
  PullAnswer,
  PullRequest,
  PushAnswer,
  RenewAnswer,
} from '@khaacho/shared/sync/protocol.ts';

/** The connection is gone or did not answer in time; whether the other side has heard is not known. */
export class LinkLost extends Error {
  override readonly name = 'LinkLost';
}

export type LinkEvents = {
  /** Let in by the server. Nothing is asked before. */
  opened(): void;
  /** Ended for whatever reason but our own `close`; comes once. `refused` where the server said why. */
  closed(why: { refused: { code: ErrorCode; message: string } | null; message: string }): void;
  changed(change: Changed): void;
  resync(): void;
  revoked(): void;
};

/** One connection, from one token to its end. Questions reject with `LinkLost` when it ends before the answer. */
export type Link = {
  pull(request: PullRequest): Promise<PullAnswer>;
  push(commands: readonly Command[]): Promise<PushAnswer>;
  /** A fresh token of the same person and device for this connection, which goes on. */
  renew(token: string): Promise<RenewAnswer>;
  close(): void;
};

export type Transport = {
  open(token: string, events: LinkEvents): Link;
};
