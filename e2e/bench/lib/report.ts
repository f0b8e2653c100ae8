/** One table on the screen and the same figures as JSON. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { perSecond, spreadOf, type Timings } from './load.ts';

export const quick = process.env.BENCH_QUICK === '1';

/** A bench asked for by name takes its time; as one of all it has little. */
export function long<T>(whole: T, short: T): T {
  return quick ? short : whole;
}

export type Row = Record<string, string | number | null>;

/** Rounds for reading; the JSON has the same figures. */
export function figure(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}

export function timed(timings: Timings): Row {
  const { p50, p95, p99, max } = spreadOf(timings.ms);
  return {
    'per s': figure(perSecond(timings), 0),
    'p50 ms': figure(p50, 2),
    'p95 ms': figure(p95, 2),
    'p99 ms': figure(p99, 2),
    'max ms': figure(max),
    errors: timings.errors,
  };
}

export class Report {
  readonly #name: string;
  readonly #rows: Row[] = [];
  readonly #notes: string[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  row(row: Row): void {
    this.#rows.push(row);
  }

  /** A sentence below the table. */
  note(sentence: string): void {
    this.#notes.push(sentence);
  }

  /** Prints the table and writes `<name>.json`. */
  finish(): void {
    const columns = [...new Set(this.#rows.flatMap((row) => Object.keys(row)))];
    const cells = this.#rows.map((row) => columns.map((column) => String(row[column] ?? '')));
    const widths = columns.map((column, index) =>
      Math.max(column.length, ...cells.map((row) => row[index]?.length ?? 0)),
    );
    const line = (row: readonly string[]) =>
      row
        .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
        .join('  ');
    console.log([line(columns), line(widths.map((width) => '─'.repeat(width))), ...cells.map(line)].join('\n'));
    for (const note of this.#notes) console.log(`  ${note}`);
    const folder = process.env.BENCH_OUT ?? join(import.meta.dirname, '..', '..', '..', '.cache', 'bench');
    mkdirSync(folder, { recursive: true });
    const about = { name: this.#name, at: new Date().toISOString(), quick, cpus: cpus().length, node: process.version };
    const json = { ...about, rows: this.#rows, notes: this.#notes };
    writeFileSync(join(folder, `${this.#name}.json`), `${JSON.stringify(json, null, 2)}\n`);
  }
}
