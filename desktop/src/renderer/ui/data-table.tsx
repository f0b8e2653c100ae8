import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import classes from './data-table.module.css';
import { cursorAfter, type Sort, sortRows, toggleSort } from './table-order.ts';
import { useWidth } from './use-width.ts';

export type Column<Row> = {
  id: string;
  header: string;
  /** A CSS grid track: `120px`, `minmax(160px, 2fr)`. */
  width: string;
  /** Figures to the right. */
  align?: 'left' | 'right';
  cell: (row: Row) => ReactNode;
  /** The column gives its place to the others in a table narrower than this many pixels. */
  dropBelow?: number;
  /** … or wider: for what stands in for dropped columns. */
  dropAbove?: number;
  /** Left out: the column does not sort. */
  sortBy?: (row: Row) => string | number | null;
};

type Props<Row> = {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowId: (row: Row) => string;
  rowTestId?: (row: Row) => string;
  /** What a row is called by a screen reader when it is reached by arrow. */
  rowLabel?: (row: Row) => string;
  /** Amber for what was refused or needs an eye. */
  rowTone?: (row: Row) => 'warn' | undefined;
  onOpen?: (row: Row) => void;
  /** The row the keys act on; told whenever it changes. */
  onCursor?: (row: Row | undefined) => void;
  /** The row an arrow has just led to: what stands open beside the table follows it. */
  onStep?: (row: Row) => void;
  openId?: string | null;
  initialSort?: Sort;
  rowHeight?: number;
  /** Shown instead of rows where there are none. */
  empty: ReactNode;
  /** Takes the focus when it appears, so that arrows work at once. */
  autoFocus?: boolean;
};

/**
 * Rows a person compares: only those on screen are in the page, arrows move, Enter opens, headers sort. Rows arrive in
 * their natural order and keep it until a header is pressed.
 */
export function DataTable<Row>(props: Props<Row>) {
  const { rows, rowId, onOpen, onCursor, rowHeight = 36 } = props;
  const [sort, setSort] = useState<Sort | null>(props.initialSort ?? null);
  const [cursorId, setCursorId] = useState<string | null>(props.openId ?? null);
  const scroller = useRef<HTMLDivElement>(null);
  const gridId = useId();
  const width = useWidth(scroller, 1200);
  const columns = useMemo(
    () =>
      props.columns.filter(
        ({ dropBelow = 0, dropAbove = Number.POSITIVE_INFINITY }) => width >= dropBelow && width < dropAbove,
      ),
    [props.columns, width],
  );

  const sorted = useMemo(() => {
    const column = sort ? columns.find((candidate) => candidate.id === sort.column) : undefined;
    return sort && column?.sortBy ? sortRows(rows, column.sortBy, sort.descending) : rows;
  }, [rows, columns, sort]);
  const found = sorted.findIndex((row) => rowId(row) === cursorId);
  const cursor = found === -1 ? 0 : found;
  const current = sorted[cursor];

  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // Tests and the first paint have no measured height; a screenful is a good guess.
    initialRect: { width: 1000, height: 640 },
  });

  const told = useRef(onCursor);
  told.current = onCursor;
  useEffect(() => {
    told.current?.(current);
  }, [current]);
  useEffect(() => {
    if (props.autoFocus) scroller.current?.focus({ preventScroll: true });
  }, [props.autoFocus]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter' && current) {
      event.preventDefault();
      onOpen?.(current);
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 360) / rowHeight) - 2);
    const next = cursorAfter(event.key, cursor, sorted.length, page);
    const row = next === null ? undefined : sorted[next];
    if (next === null || !row) return;
    event.preventDefault();
    setCursorId(rowId(row));
    virtual.scrollToIndex(next);
    props.onStep?.(row);
  };

  const tracks = columns.map((column) => column.width).join(' ');
  return (
    <div className={classes.frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual grid cannot be a <table> */}
      <div
        ref={scroller}
        className={classes.scroller}
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={sorted.length + 1}
        aria-activedescendant={current ? `${gridId}-${rowId(current)}` : undefined}
        onKeyDown={onKeyDown}
        data-datatable
      >
        <div role="row" aria-rowindex={1} className={classes.header} style={{ gridTemplateColumns: tracks }}>
          {columns.map((column) => (
            <HeaderCell
              key={column.id}
              column={column}
              sort={sort}
              onSort={() => setSort((before) => toggleSort(before, column.id))}
            />
          ))}
        </div>
        {sorted.length === 0 ? (
          <div role="row">
            <div role="gridcell" className={classes.empty}>
              {props.empty}
            </div>
          </div>
        ) : (
          <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = sorted[index];
              if (row === undefined) return null;
              const id = rowId(row);
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself takes the keys
                <div
                  key={id}
                  id={`${gridId}-${id}`}
                  role="row"
                  tabIndex={-1}
                  aria-rowindex={index + 2}
                  aria-selected={index === cursor}
                  aria-label={props.rowLabel?.(row)}
                  className={classes.row}
                  data-open={props.openId === id}
                  data-tone={props.rowTone?.(row)}
                  data-testid={props.rowTestId?.(row)}
                  style={{ gridTemplateColumns: tracks, height: rowHeight, transform: `translateY(${start}px)` }}
                  onClick={() => {
                    setCursorId(id);
                    scroller.current?.focus({ preventScroll: true });
                    onOpen?.(row);
                  }}
                >
                  {columns.map((column) => (
                    <div key={column.id} role="gridcell" className={classes.cell} data-align={column.align ?? 'left'}>
                      {column.cell(row)}
                    </div>
                  ))}
                </div>
              );
            })}
          </div>
        )}
      </div>
    </div>
  );
}

function HeaderCell<Row>({ column, sort, onSort }: { column: Column<Row>; sort: Sort | null; onSort: () => void }) {
  const active = sort?.column === column.id ? sort : null;
  const Arrow = active?.descending ? IconArrowDown : IconArrowUp;
  return (
    <div
      role="columnheader"
      className={classes.headerCell}
      data-align={column.align ?? 'left'}
      aria-sort={active ? (active.descending ? 'descending' : 'ascending') : 'none'}
    >
      {column.sortBy ? (
        <button type="button" onClick={onSort} tabIndex={-1}>
          {column.header}
          {active ? <Arrow size={13} aria-hidden /> : null}
        </button>
      ) : (
        column.header
      )}
    </div>
  );
}
