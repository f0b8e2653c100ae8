import {
  ABSENT,
  aligned,
  type Column,
  type Fields,
  HEADER_LENGTH_BYTES,
  headerSchema,
  NULL,
  type Section,
  sectionTypes,
  UUID_BYTES,
} from './format.ts';

/** What a block holds is not what its header says. */
export class BrokenBlock extends Error {
  override readonly name = 'BrokenBlock';
}

export type PackedField = {
  name: string;
  /** Lists are the bulk of a document and seldom looked at: worth being read only then. */
  list: boolean;
  /** The field of one row; undefined where the document does not have it. Lists and objects are made anew each time. */
  at(row: number): unknown;
};

export type Packed = { rows: number; fields: readonly PackedField[] };

/** Makes equal texts one text in memory; returns its argument where it has not seen it. */
export type Share = (text: string) => string;

const asTheyAre: Share = (text) => text;

/**
 * Opens a block: nothing but the header is read yet, and the bytes are kept as they are. They begin an ArrayBuffer of
 * their own. Throws `BrokenBlock`.
 */
export function openPacked(bytes: Uint8Array<ArrayBuffer>, share: Share = asTheyAre): Packed {
  try {
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const text = new TextDecoder().decode(bytes.subarray(HEADER_LENGTH_BYTES, HEADER_LENGTH_BYTES + length));
    const { rows, fields } = headerSchema.parse(JSON.parse(text));
    const body = { bytes, start: bytes.byteOffset + aligned(HEADER_LENGTH_BYTES + length), share };
    const opened = Object.entries(fields).map(([name, column]): PackedField => {
      const { kind, missing } = column;
      // Every reader reads these of every document: written in one go. Those inside lists are looked at one by one.
      if (kind === 'instant' && !missing) return { name, list: false, at: instantsReader(column, rows, body) };
      return { name, list: kind === 'list', at: readerOf(column, rows, body) };
    });
    return { rows, fields: opened };
  } catch (cause) {
    throw new BrokenBlock('a block of packed documents cannot be read', { cause });
  }
}

/** All documents of a block, whole. Throws `BrokenBlock`. */
export function unpack(bytes: Uint8Array<ArrayBuffer>): { [field: string]: unknown }[] {
  const { rows, fields } = openPacked(bytes);
  return Array.from({ length: rows }, (_, row) => objectOf(fields, row));
}

type Body = { bytes: Uint8Array<ArrayBuffer>; start: number; share: Share };
type Reader = (row: number) => unknown;

function readerOf(column: Column, rows: number, body: Body): Reader {
  const read = presentReader(column, rows, body);
  if (!column.missing) return read;
  const missing = numbersOf(column.missing, rows, body);
  return (row) => {
    const what = missing[row];
    return what === NULL ? null : what === ABSENT ? undefined : read(row);
  };
}

function presentReader(column: Column, rows: number, body: Body): Reader {
  switch (column.kind) {
    case 'constant': {
      const value = shared(column.value, body.share);
      return () => value;
    }
    case 'table': {
      const values = column.values.map((value) => shared(value, body.share));
      const codes = numbersOf(column.codes, rows, body);
      return (row) => values[codes[row] ?? 0];
    }
    case 'number': {
      const numbers = numbersOf(column.numbers, rows, body);
      return (row) => numbers[row];
    }
    case 'uuid':
      return uuidReader(new Uint8Array(body.bytes.buffer, body.start + column.at, rows * UUID_BYTES));
    case 'instant': {
      const numbers = numbersOf(column.numbers, rows, body);
      return (row) => new Date(numbers[row] ?? 0).toISOString();
    }
    case 'text':
      return textReader(column, rows, body);
    case 'json':
      return (row) => column.values[row];
    case 'object': {
      const fields = fieldsOf(column.fields, rows, body);
      return (row) => objectOf(fields, row);
    }
    case 'list': {
      const ends = numbersOf(column.ends, rows, body);
      const fields = fieldsOf(column.fields, column.items, body);
      return (row) => {
        const list = [];
        for (let item = row === 0 ? 0 : (ends[row - 1] ?? 0); item < (ends[row] ?? 0); item += 1) {
          list.push(objectOf(fields, item));
        }
        return list;
      };
    }
  }
}

type ReadField = { name: string; at: Reader };

function fieldsOf(fields: Fields, rows: number, body: Body): ReadField[] {
  return Object.entries(fields).map(([name, column]) => ({ name, at: readerOf(column, rows, body) }));
}

function objectOf(fields: readonly ReadField[], row: number): { [field: string]: unknown } {
  const made: { [field: string]: unknown } = {};
  for (const { name, at } of fields) {
    const value = at(row);
    if (value !== undefined) made[name] = value;
  }
  return made;
}

function shared(value: unknown, share: Share): unknown {
  return typeof value === 'string' ? share(value) : value;
}

/** Throws where the block is shorter than its header says. */
function numbersOf({ type, at }: Section, count: number, { bytes, start }: Body): ArrayLike<number> {
  return new sectionTypes[type](bytes.buffer, start + at, count);
}

function textReader(column: Extract<Column, { kind: 'text' }>, rows: number, body: Body): Reader {
  const bytes = new Uint8Array(body.bytes.buffer, body.start + column.at, column.bytes);
  const ends = numbersOf(column.ends, rows, body);
  let whole: string | null = null;
  return (row) => {
    whole ??= new TextDecoder().decode(bytes);
    return whole.slice(row === 0 ? 0 : ends[row - 1], ends[row]);
  };
}

const DAY_MS = 86_400_000;
const INSTANT_LENGTH = '2026-11-20T00:00:00.000Z'.length;
const DATE_LENGTH = '2026-11-20T'.length;
const ZERO = '0'.charCodeAt(0);
/** Where the digits of the time of day stand, and what one step of each is in milliseconds, up to how many. */
const TIME_DIGITS = [
  { at: 11, step: 36_000_000, base: 10 },
  { at: 12, step: 3_600_000, base: 10 },
  { at: 14, step: 600_000, base: 6 },
  { at: 15, step: 60_000, base: 10 },
  { at: 17, step: 10_000, base: 6 },
  { at: 18, step: 1_000, base: 10 },
  { at: 20, step: 100, base: 10 },
  { at: 21, step: 10, base: 10 },
  { at: 22, step: 1, base: 10 },
];

/** As `toISOString`, which takes ten times as long for each: the day is asked once, the rest is digits. */
function instantsReader(column: Extract<Column, { kind: 'instant' }>, rows: number, body: Body): Reader {
  const numbers = numbersOf(column.numbers, rows, body);
  let whole: string | null = null;
  return (row) => {
    whole ??= instantsText(numbers);
    return whole.slice(row * INSTANT_LENGTH, (row + 1) * INSTANT_LENGTH);
  };
}

function instantsText(numbers: ArrayLike<number>): string {
  const encoder = new TextEncoder();
  const dates = new Map<number, Uint8Array>();
  const frame = encoder.encode('2026-11-20T00:00:00.000Z');
  const text = new Uint8Array(numbers.length * INSTANT_LENGTH);
  for (let row = 0; row < numbers.length; row += 1) {
    const instant = numbers[row] ?? 0;
    const day = Math.floor(instant / DAY_MS);
    const start = row * INSTANT_LENGTH;
    let date = dates.get(day);
    if (!date) {
      date = encoder.encode(new Date(day * DAY_MS).toISOString().slice(0, DATE_LENGTH));
      dates.set(day, date);
    }
    text.set(frame, start);
    text.set(date, start);
    const time = instant - day * DAY_MS;
    for (const { at, step, base } of TIME_DIGITS) text[start + at] = ZERO + (Math.floor(time / step) % base);
  }
  return new TextDecoder().decode(text);
}

/** Digits of a UUID by groups of bytes, with the dash that follows. */
const DASH_AFTER = [3, 5, 7, 9];
const UUID_LENGTH = 36;
const HEX = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const DASH = '-'.charCodeAt(0);

/** All texts are written in one go and cut out of it: putting each together from sixteen parts is several times slower. */
function uuidReader(bytes: Uint8Array): Reader {
  let whole: string | null = null;
  return (row) => {
    whole ??= new TextDecoder().decode(uuidText(bytes));
    return whole.slice(row * UUID_LENGTH, (row + 1) * UUID_LENGTH);
  };
}

function uuidText(bytes: Uint8Array): Uint8Array {
  const text = new Uint8Array((bytes.length / UUID_BYTES) * UUID_LENGTH);
  let to = 0;
  for (let from = 0; from < bytes.length; from += 1) {
    const byte = bytes[from] ?? 0;
    text[to] = HEX[byte >> 4] ?? 0;
    text[to + 1] = HEX[byte & 15] ?? 0;
    to += 2;
    if (DASH_AFTER.includes(from % UUID_BYTES)) {
      text[to] = DASH;
      to += 1;
    }
  }
  return text;
}
