import type { ReactNode } from 'react';
import classes from './timeline.module.css';

export type TimelineLine = {
  key: string;
  what: ReactNode;
  /** Who, when, why. */
  detail: ReactNode;
  /** Not confirmed by the server yet. */
  waiting?: boolean;
};

/** What happened, newest first. */
export function Timeline({ lines }: { lines: readonly TimelineLine[] }) {
  return (
    <ol className={classes.timeline}>
      {lines.map((line) => (
        <li key={line.key} data-waiting={line.waiting ?? false}>
          <div>{line.what}</div>
          <div className={classes.detail}>{line.detail}</div>
        </li>
      ))}
    </ol>
  );
}
