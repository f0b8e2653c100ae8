/** How a table is sorted: by which column, which way. */
export type Sort = { column: string; descending: boolean };

/** First press ascending, second descending, third back to the natural order. */
export function toggleSort(before: Sort | null, column: string): Sort | null {
  if (before?.column !== column) return { column, descending: false };
  return before.descending ? null : { column, descending: true };
}

type Value = string | number | null;

function compare(a: Value, b: Value): number {
  // What is missing goes last, whichever way the rest is turned.
  if (a === null || b === null) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b));
}

/** A sorted copy; equal rows keep their order, rows without a value come last both ways. */
export function sortRows<Row>(rows: readonly Row[], by: (row: Row) => Value, descending: boolean): Row[] {
  const keyed = rows.map((row) => ({ row, value: by(row) }));
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    return descending ? compare(b.value, a.value) : compare(a.value, b.value);
  });
  return keyed.map(({ row }) => row);
}

/** Where a key takes the cursor; null for keys that do not move it. */
export function cursorAfter(key: string, cursor: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const steps: Record<string, number> = {
    ArrowDown: cursor + 1,
    ArrowUp: cursor - 1,
    PageDown: cursor + page,
    PageUp: cursor - page,
    Home: 0,
    End: count - 1,
  };
  const next = steps[key];
  return next === undefined ? null : Math.min(count - 1, Math.max(0, next));
}
