import type { Query, Selector } from './replica-api.ts';

type Condition = {
  $in?: readonly unknown[];
  $ne?: unknown;
  $gt?: unknown;
  $gte?: unknown;
  $lt?: unknown;
  $lte?: unknown;
};
const OPERATORS: readonly string[] = ['$in', '$ne', '$gt', '$gte', '$lt', '$lte'];

/** Strings and numbers among themselves; anything else, and nothing, comes before them. */
export function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  const rank = (value: unknown) => (value === null || value === undefined ? 0 : typeof value === 'string' ? 2 : 1);
  return rank(a) - rank(b);
}

function isCondition(wanted: unknown): wanted is Condition {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return false;
  const keys = Object.keys(wanted);
  return keys.length > 0 && keys.every((key) => OPERATORS.includes(key));
}

function holds(value: unknown, wanted: unknown): boolean {
  if (!isCondition(wanted)) return value === wanted;
  // Nothing is neither above nor below anything.
  const ordered = value !== null && value !== undefined;
  if (wanted.$in !== undefined && !wanted.$in.includes(value)) return false;
  if ('$ne' in wanted && value === wanted.$ne) return false;
  if (wanted.$gt !== undefined && !(ordered && compareValues(value, wanted.$gt) > 0)) return false;
  if (wanted.$gte !== undefined && !(ordered && compareValues(value, wanted.$gte) >= 0)) return false;
  if (wanted.$lt !== undefined && !(ordered && compareValues(value, wanted.$lt) < 0)) return false;
  return wanted.$lte === undefined || (ordered && compareValues(value, wanted.$lte) <= 0);
}

/** A test of one document by selector and predicate. An undefined condition is no condition. */
export function matcherOf<D extends object>(query: Query<D>): (document: D) => boolean {
  const conditions = conditionsOf(query.selector);
  const { predicate } = query;
  return (document) => {
    const fields: { [field: string]: unknown } = document as { [field: string]: unknown };
    for (const [field, wanted] of conditions) if (!holds(fields[field], wanted)) return false;
    return predicate === undefined || predicate(document);
  };
}

function conditionsOf<D>(selector: Selector<D> | undefined): [string, unknown][] {
  return Object.entries(selector ?? {}).filter(([, wanted]) => wanted !== undefined);
}

export type SortTerm = { field: string; descending: boolean };

export function sortTermsOf<D>(query: Query<D>): SortTerm[] {
  return (query.sort ?? []).map((term) => {
    return term.startsWith('-') ? { field: term.slice(1), descending: true } : { field: term, descending: false };
  });
}

/** Orders documents by the terms, then by id in the direction of the last term, as an index walked that way does. */
export function comparatorOf<D extends { id: string }>(terms: readonly SortTerm[]): (a: D, b: D) => number {
  const tie = terms.at(-1)?.descending ? -1 : 1;
  return (a, b) => {
    const left = a as { [field: string]: unknown };
    const right = b as { [field: string]: unknown };
    for (const { field, descending } of terms) {
      const order = compareValues(left[field], right[field]);
      if (order !== 0) return descending ? -order : order;
    }
    return (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) * tie;
  };
}
