/** What went wrong on this machine, for whoever helps: versions, settings, the last crashes. No customer data, no secrets. */
import { join } from 'node:path';
import { replaceFile } from './files.ts';

/** Enough to see a pattern. */
const LINES = 200;

export type Diagnostics = {
  note(line: string): void;
  /** Writes the report and answers its file. */
  write(facts: Record<string, string>): Promise<string>;
};

export function openDiagnostics(folder: string, now: () => Date): Diagnostics {
  const lines: string[] = [];
  return {
    note(line) {
      lines.push(`${now().toISOString()} ${line}`);
      if (lines.length > LINES) lines.shift();
    },
    async write(facts) {
      const file = join(folder, 'diagnostics.txt');
      const head = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
      await replaceFile(file, `${[`written: ${now().toISOString()}`, ...head, '', ...lines].join('\n')}\n`);
      return file;
    },
  };
}
