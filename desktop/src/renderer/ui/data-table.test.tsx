// @vitest-environment jsdom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { onPage } from '../story/on-page.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { cursorAfter, sortRows, toggleSort } from './table-order.ts';

type Row = { id: string; name: string; amount: number | null };
const rows: Row[] = [
  { id: 'c', name: 'Chamal', amount: 30 },
  { id: 'a', name: 'Aata', amount: null },
  { id: 'b', name: 'Besan', amount: 10 },
];
const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', width: '1fr', cell: (row) => row.name, sortBy: (row) => row.name },
  {
    id: 'amount',
    header: 'Amount',
    width: '1fr',
    align: 'right',
    cell: (row) => row.amount,
    sortBy: (row) => row.amount,
  },
];

function draw(over: Partial<Parameters<typeof DataTable<Row>>[0]> = {}) {
  onPage(
    <DataTable
      label="Goods"
      rows={rows}
      columns={columns}
      rowId={(row) => row.id}
      empty={<p>Nothing yet</p>}
      {...over}
    />,
  );
  return screen.getByRole('grid', { name: 'Goods' });
}
const names = () =>
  within(screen.getByRole('grid'))
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.firstChild?.textContent);
const selected = () =>
  screen.getAllByRole('row').find((row) => row.getAttribute('aria-selected') === 'true')?.textContent;

afterEach(cleanup);

describe('table', () => {
  it('is walked by arrows and opened by Enter', () => {
    const onOpen = vi.fn();
    const onStep = vi.fn();
    const grid = draw({ onOpen, onStep });
    expect(selected()).toContain('Chamal');
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    expect(selected()).toContain('Aata');
    expect(onStep).toHaveBeenLastCalledWith(rows[1]);
    fireEvent.keyDown(grid, { key: 'End' });
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    expect(selected()).toContain('Besan');
    fireEvent.keyDown(grid, { key: 'Enter' });
    expect(onOpen).toHaveBeenCalledExactlyOnceWith(rows[2]);
    expect(grid.getAttribute('aria-activedescendant')).toBe(
      screen.getAllByRole('row').find((row) => row.textContent?.includes('Besan'))?.id,
    );
  });

  it('sorts by a header: up, down, and back to how the rows came', () => {
    draw();
    const header = screen.getByRole('button', { name: 'Amount' });
    fireEvent.click(header);
    expect(names()).toEqual(['Besan', 'Chamal', 'Aata']);
    expect(screen.getByRole('columnheader', { name: 'Amount' }).getAttribute('aria-sort')).toBe('ascending');
    fireEvent.click(header);
    expect(names()).toEqual(['Chamal', 'Besan', 'Aata']);
    fireEvent.click(header);
    expect(names()).toEqual(['Chamal', 'Aata', 'Besan']);
  });

  it('keeps the cursor on its row when rows are sorted', () => {
    const grid = draw();
    fireEvent.keyDown(grid, { key: 'End' });
    fireEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(selected()).toContain('Besan');
  });

  it('says what will appear where there is nothing', () => {
    draw({ rows: [] });
    expect(screen.getByText('Nothing yet')).toBeDefined();
  });

  it('draws only what is on screen', () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({ id: `${index}`, name: `Row ${index}`, amount: index }));
    const grid = draw({ rows: many });
    expect(grid.getAttribute('aria-rowcount')).toBe('5001');
    const drawn = screen.getAllByRole('row').length;
    expect(drawn).toBeGreaterThan(15);
    expect(drawn).toBeLessThan(60);
  });
});

describe('order of a table', () => {
  it('puts rows without a value last, both ways', () => {
    const ids = (descending: boolean) => sortRows(rows, (row) => row.amount, descending).map((row) => row.id);
    expect([ids(false), ids(true)]).toEqual([
      ['b', 'c', 'a'],
      ['c', 'b', 'a'],
    ]);
  });
  it('turns on repeated presses', () => {
    const up = toggleSort(null, 'name');
    const down = toggleSort(up, 'name');
    expect([up, down, toggleSort(down, 'name'), toggleSort(down, 'amount')]).toEqual([
      { column: 'name', descending: false },
      { column: 'name', descending: true },
      null,
      { column: 'amount', descending: false },
    ]);
  });
  it('stays inside', () => {
    expect([cursorAfter('PageDown', 3, 5, 10), cursorAfter('PageUp', 3, 5, 10), cursorAfter('x', 3, 5, 10)]).toEqual([
      4,
      0,
      null,
    ]);
    expect(cursorAfter('ArrowDown', 0, 0, 10)).toBeNull();
  });
});
