import { type ReactNode, useMemo } from 'react';
import { parseMarkup, type Span } from '../text/markup.ts';

/** A text with WhatsApp's marks; every part of it is a text node. */
export function Markup({ text }: { text: string }) {
  const spans = useMemo(() => parseMarkup(text), [text]);
  return <>{spans.map(show)}</>;
}

function show(span: Span, key: number): ReactNode {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'link':
      return (
        <a key={key} href={span.href} target="_blank" rel="noopener noreferrer nofollow">
          {span.text}
        </a>
      );
    case 'bold':
      return <strong key={key}>{span.children.map(show)}</strong>;
    case 'italic':
      return <em key={key}>{span.children.map(show)}</em>;
    case 'strike':
      return <s key={key}>{span.children.map(show)}</s>;
    case 'code':
      return <code key={key}>{span.children.map(show)}</code>;
  }
}
