import type { ReactNode } from 'react';
import classes from './cut.module.css';

/** Text that may be too long for its cell: cut with an ellipsis, whole in its tooltip; what stands after it is never cut. */
export function Cut({ text, after, strong = false }: { text: string; after?: ReactNode; strong?: boolean }) {
  return (
    <span className={classes.cut} data-strong={strong}>
      <span title={text}>{text}</span>
      {after}
    </span>
  );
}
