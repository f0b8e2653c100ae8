import type { ReactNode } from 'react';
import classes from './section.module.css';

/** A titled part of a page or panel; `right` is what belongs to the title. */
export function Section({ title, right, children }: { title: string; right?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <h3>{title}</h3>
        {right}
      </div>
      {children}
    </section>
  );
}

/** Names and values under each other; a value leads to its rows where it is a link. */
export function Facts({ facts }: { facts: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One figure, large, with what it is. */
export function Figure({ label, value, note }: { label: string; value: ReactNode; note?: ReactNode }) {
  return (
    <div className={classes.figure}>
      <div className={classes.label}>{label}</div>
      <div className={classes.value}>{value}</div>
      {note ? <div className={classes.note}>{note}</div> : null}
    </div>
  );
}

/** A quiet amber box: what is in the way, and what can be done. */
export function Notice({ tone = 'warn', children }: { tone?: 'warn' | 'bad' | 'plain'; children: ReactNode }) {
  return (
    <div className={classes.notice} data-tone={tone} role="note">
      {children}
    </div>
  );
}
