import { type ReactNode, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import './print-sheet.css';

/**
 * Paper: black on white, no screen parts. The sheet is laid out only while it is printed, from the local documents,
 * so it works without network.
 */
export function usePrint(): { print: (sheet: ReactNode) => void; portal: ReactNode } {
  const [sheet, setSheet] = useState<ReactNode>(null);
  useEffect(() => {
    if (sheet === null) return;
    const done = () => setSheet(null);
    window.addEventListener('afterprint', done, { once: true });
    // The sheet is in the page now; one frame later it is laid out.
    const frame = requestAnimationFrame(() => window.print());
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('afterprint', done);
    };
  }, [sheet]);
  const root = document.getElementById('print-root');
  return { print: setSheet, portal: sheet !== null && root ? createPortal(sheet, root) : null };
}

export function PrintSheet({
  title,
  from,
  facts,
  children,
  foot,
}: {
  title: string;
  from: string;
  facts: readonly { label: string; value: ReactNode }[];
  children: ReactNode;
  foot?: ReactNode;
}) {
  return (
    <article className="k-sheet">
      <header>
        <div>
          <h1>{title}</h1>
          <p>{from}</p>
        </div>
        <dl>
          {facts.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </header>
      {children}
      {foot ? <footer>{foot}</footer> : null}
    </article>
  );
}
