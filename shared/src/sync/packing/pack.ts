import {
  ABSENT,
  aligned,
  type Column,
  type Fields,
  HEADER_LENGTH_BYTES,
  type Header,
  NULL,
  PACKING_VERSION,
  PRESENT,
  type Section,
  sectionTypes,
  UUID_BYTES,
} from './format.ts';

type Plain = { [field: string]: unknown };
type Numbers = Uint8Array | Uint16Array | Int32Array | Float64Array;

/** Beyond so many different values in so many rows a table saves nothing. */
const RECURRING = 0.5;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Every month has it. */
const LAST_SAFE_DAY = '28';
const INSTANT = /^\d{4}-[01]\d-[0-3]\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Packs documents (plain JSON, each with the same fields or nearly so) into one block; `unpack` gives equal ones back. */
export function pack(documents: readonly object[]): Uint8Array<ArrayBuffer> {
  const body = new Body();
  const fields = packFields(documents as readonly Plain[], body);
  const header: Header = { version: PACKING_VERSION, rows: documents.length, fields };
  return body.under(JSON.stringify(header));
}

/** The sections, as they come. */
class Body {
  readonly #parts: { at: number; bytes: Uint8Array }[] = [];
  #length = 0;

  bytes(bytes: Uint8Array): number {
    const at = this.#length;
    this.#parts.push({ at, bytes });
    this.#length = aligned(at + bytes.byteLength);
    return at;
  }

  numbers(values: readonly number[]): Section {
    const type = narrowest(values);
    const packed: Numbers = new sectionTypes[type](values);
    return { type, at: this.bytes(new Uint8Array(packed.buffer)) };
  }

  under(header: string): Uint8Array<ArrayBuffer> {
    const head = new TextEncoder().encode(header);
    const start = aligned(HEADER_LENGTH_BYTES + head.byteLength);
    const block = new Uint8Array(start + this.#length);
    new DataView(block.buffer).setUint32(0, head.byteLength, true);
    block.set(head, HEADER_LENGTH_BYTES);
    for (const { at, bytes } of this.#parts) block.set(bytes, start + at);
    return block;
  }
}

function narrowest(values: readonly number[]): Section['type'] {
  let least = 0;
  let most = 0;
  for (const value of values) {
    if (!Number.isInteger(value)) return 'f64';
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least < 0) return least >= -(2 ** 31) && most < 2 ** 31 ? 'i32' : 'f64';
  return most < 2 ** 8 ? 'u8' : most < 2 ** 16 ? 'u16' : most < 2 ** 31 ? 'i32' : 'f64';
}

function packFields(rows: readonly Plain[], body: Body): Fields {
  const fields: Fields = {};
  for (const name of namesOf(rows)) {
    fields[name] = packColumn(
      rows.map((row) => row[name]),
      body,
    );
  }
  return fields;
}

/** Every field that any row has. Rows are nearly always alike, so each is held against the list before it is searched. */
function namesOf(rows: readonly Plain[]): string[] {
  const names: string[] = [];
  for (const row of rows) {
    let expected = 0;
    for (const name in row) {
      if (names[expected] !== name && !names.includes(name)) names.push(name);
      expected += 1;
    }
  }
  return names;
}

function packColumn(values: readonly unknown[], body: Body): Column {
  let last: unknown;
  let gaps = 0;
  for (const value of values) {
    if (value === null || value === undefined) gaps += 1;
    else last ??= value;
  }
  if (gaps === 0) return packPresent(values, body);
  if (gaps === values.length && !values.includes(undefined)) return { kind: 'constant', value: null };
  const missing = body.numbers(values.map((value) => (value === null ? NULL : value === undefined ? ABSENT : PRESENT)));
  if (last === undefined) return { kind: 'constant', value: null, missing };
  if (Array.isArray(last)) last = [];
  // A row without a value is filled with its neighbour's: that costs nothing once deflated.
  const filled = values.map((value) => {
    if (value === null || value === undefined) return last;
    if (!Array.isArray(value)) last = value;
    return value;
  });
  return { ...packPresent(filled, body), missing };
}

function packPresent(values: readonly unknown[], body: Body): Column {
  if (values.every((value) => typeof value === 'number')) return packNumbers(values, body);
  const texts = values.every((value) => typeof value === 'string') ? values : null;
  const instants = texts && instantsOf(texts);
  if (instants) return { kind: 'instant', numbers: body.numbers(instants) };
  if (!texts && values.every(isListOfObjects)) return packLists(values, body);
  const table = tableOf(values);
  if (table?.values.length === 1) return { kind: 'constant', value: table.values[0] };
  if (table) return { kind: 'table', values: table.values, codes: body.numbers(table.codes) };
  if (texts) return packTexts(texts, body);
  if (values.every(isPlain)) return { kind: 'object', fields: packFields(values, body) };
  return { kind: 'json', values: [...values] };
}

function packNumbers(values: readonly number[], body: Body): Column {
  const [first] = values;
  if (first !== undefined && values.every((value) => value === first)) return { kind: 'constant', value: first };
  return { kind: 'number', numbers: body.numbers(values) };
}

function packLists(values: readonly Plain[][], body: Body): Column {
  let items = 0;
  const ends = values.map((list) => (items += list.length));
  return { kind: 'list', ends: body.numbers(ends), items, fields: packFields(values.flat(), body) };
}

function packTexts(values: readonly string[], body: Body): Column {
  if (values.every((value) => UUID.test(value))) return { kind: 'uuid', at: body.bytes(uuidBytes(values)) };
  let length = 0;
  const ends = values.map((value) => (length += value.length));
  const bytes = new TextEncoder().encode(values.join(''));
  return { kind: 'text', at: body.bytes(bytes), bytes: bytes.byteLength, ends: body.numbers(ends) };
}

/** Null where too few values recur. */
function tableOf(values: readonly unknown[]): { values: unknown[]; codes: number[] } | null {
  const most = Math.max(1, Math.floor(values.length * RECURRING));
  const places = new Map<unknown, number>();
  const distinct: unknown[] = [];
  const codes: number[] = [];
  for (const value of values) {
    // The mark in front keeps it apart from a text that reads the same.
    const key = typeof value === 'string' ? value : `\u0000${JSON.stringify(value)}`;
    let place = places.get(key);
    if (place === undefined) {
      if (distinct.length === most) return null;
      place = distinct.push(value) - 1;
      places.set(key, place);
    }
    codes.push(place);
  }
  return { values: distinct, codes };
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfObjects(value: unknown): value is Plain[] {
  return Array.isArray(value) && value.every(isPlain);
}

/** Null unless every text is an instant written as `toISOString` writes it. */
function instantsOf(texts: readonly string[]): number[] | null {
  const instants: number[] = [];
  for (const text of texts) {
    if (!INSTANT.test(text)) return null;
    const instant = Date.parse(text);
    instants.push(instant);
    // A day such as 30 February passes the pattern, is parsed, and would come back as another text.
    const late = text.slice(8, 10) > LAST_SAFE_DAY;
    if (Number.isNaN(instant) || (late && new Date(instant).toISOString() !== text)) return null;
  }
  return instants;
}

const FIRST_LETTER = 'a'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);
const DASH = '-'.charCodeAt(0);

function uuidBytes(values: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(values.length * UUID_BYTES);
  let digits = 0;
  for (const value of values) {
    for (let at = 0; at < value.length; at += 1) {
      const code = value.charCodeAt(at);
      if (code === DASH) continue;
      const digit = code < FIRST_LETTER ? code - ZERO : code - FIRST_LETTER + 10;
      bytes[digits >> 1] = ((bytes[digits >> 1] ?? 0) << 4) | digit;
      digits += 1;
    }
  }
  return bytes;
}
