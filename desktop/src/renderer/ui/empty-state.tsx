import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

/** Says what will appear here and how; `children` is what a person can do about it now. */
export function EmptyState({
  title,
  text,
  icon,
  children,
  compact = false,
}: {
  title: string;
  text?: string;
  icon?: ReactNode;
  children?: ReactNode;
  compact?: boolean;
}) {
  return (
    <div className={classes.empty} data-compact={compact}>
      {icon ? <div className={classes.icon}>{icon}</div> : null}
      <p className={classes.title}>{title}</p>
      {text ? <p className={classes.text}>{text}</p> : null}
      {children ? <div className={classes.actions}>{children}</div> : null}
    </div>
  );
}
