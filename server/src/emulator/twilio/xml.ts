import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';

export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: (XmlElement | string)[];
}

// Deeper than any TwiML; a hostile answer must not exhaust the stack.
const MAX_DEPTH = 20;

/** A small strict reader of XML 1.0 without document types: what TwiML needs. The error says where it went wrong. */
export function parseXml(text: string): Result<XmlElement, string> {
  const reader = new Reader(text.replace(/^\uFEFF/, ''));
  try {
    return ok(reader.document());
  } catch (error) {
    if (error instanceof XmlProblem) return err(error.message);
    throw error;
  }
}

class XmlProblem extends Error {}

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): XmlElement {
    this.misc();
    const root = this.element(0);
    this.misc();
    if (this.at < this.text.length) this.fail('content after the document');
    return root;
  }

  /** White space, comments, the prolog and processing instructions. */
  private misc(): void {
    for (;;) {
      this.take(/\s+/y);
      if (this.take(/<\?[\s\S]*?\?>/y) !== null || this.take(/<!--[\s\S]*?-->/y) !== null) continue;
      return;
    }
  }

  private element(depth: number): XmlElement {
    if (depth > MAX_DEPTH) this.fail('nested too deep');
    const name = this.take(/<[A-Za-z_][\w.:-]*/y)?.slice(1);
    if (name === undefined) this.fail('an element was expected');
    const element: XmlElement = { name, attributes: this.attributes(), children: [] };
    if (this.take(/\s*\/>/y) !== null) return element;
    if (this.take(/\s*>/y) === null) this.fail(`<${name}> is not closed`);
    while (!this.text.startsWith('</', this.at)) element.children.push(...this.content(depth, name));
    const close = this.take(/<\/[\w.:-]+\s*>/y);
    if (close?.slice(2, -1).trim() !== name) this.fail(`</${name}> was expected`);
    return element;
  }

  private attributes(): Record<string, string> {
    const attributes: Record<string, string> = {};
    for (;;) {
      const pair = this.take(/\s+[A-Za-z_][\w.:-]*\s*=\s*("[^"<]*"|'[^'<]*')/y);
      if (pair === null) return attributes;
      const equals = pair.indexOf('=');
      const name = pair.slice(0, equals).trim();
      if (Object.hasOwn(attributes, name)) this.fail(`attribute ${name} twice`);
      attributes[name] = this.decode(
        pair
          .slice(equals + 1)
          .trim()
          .slice(1, -1),
      );
    }
  }

  private content(depth: number, parent: string): (XmlElement | string)[] {
    if (this.at >= this.text.length) this.fail(`<${parent}> is not closed`);
    if (this.take(/<!--[\s\S]*?-->/y) !== null) return [];
    const data = this.take(/<!\[CDATA\[[\s\S]*?\]\]>/y);
    if (data !== null) return [data.slice('<![CDATA['.length, -']]>'.length)];
    const plain = this.take(/[^<]+/y);
    return plain !== null ? [this.decode(plain)] : [this.element(depth + 1)];
  }

  private decode(raw: string): string {
    return raw.replace(/&([^;\s]{0,10});?/g, (whole, name: string) => {
      if (!whole.endsWith(';')) this.fail('a bare &');
      const code = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(name);
      const point = code ? Number.parseInt(code[1] ?? code[2] ?? '', code[1] ? 16 : 10) : null;
      if (point !== null && point <= 0x10ffff) return String.fromCodePoint(point);
      return ENTITIES.get(name) ?? this.fail(`unknown entity &${name};`);
    });
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }

  private fail(what: string): never {
    const line = this.text.slice(0, this.at).split('\n').length;
    throw new XmlProblem(`${what} (line ${line})`);
  }
}
