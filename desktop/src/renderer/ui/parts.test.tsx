// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onPage } from '../story/on-page.tsx';
import { AgeBadge, Clock, DateText } from './dates.tsx';
import { Money, Phone, Quantity } from './figures.tsx';
import { MoneyEntry, type MoneyInput, noMoney } from './money-entry.tsx';

const NOW = new Date('2026-11-20T06:15:00Z');
beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(NOW);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});
const inMinutes = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000).toISOString();

describe('figures', () => {
  it('are said in the person’s script', () => {
    onPage(<Money paisa={237_300} />);
    expect(screen.getByText('Rs. 2,373.00')).toBeDefined();
    onPage(<Money paisa={237_300} />, { language: 'ne' });
    expect(screen.getByText('रु. २,३७३.००')).toBeDefined();
  });

  it('name their unit in the person’s language, and one they do not know as it is', () => {
    onPage(<Quantity milli={2_500} unit="bori" />, { language: 'ne' });
    expect(document.body.textContent).toContain('२.५ बोरा');
    onPage(<Quantity milli={1000} unit="Gagri" />);
    expect(document.body.textContent).toContain('1 Gagri');
  });

  it('read phone numbers as people do', () => {
    onPage(<Phone phone="+9779800000001" />);
    expect(screen.getByRole('link').textContent).toBe('980-0000001');
    expect(screen.getByRole('link').getAttribute('href')).toBe('tel:+9779800000001');
  });
});

describe('clock', () => {
  it('counts down, warns in the last half hour, and says how long it is over', () => {
    onPage(<Clock until={inMinutes(31)} />);
    const clock = screen.getByRole('timer');
    expect([clock.textContent, clock.dataset['tone']]).toEqual(['31 min left', 'plain']);
    act(() => void vi.advanceTimersByTime(2 * 60_000));
    expect([clock.textContent, clock.dataset['tone']]).toEqual(['29 min left', 'warn']);
    act(() => void vi.advanceTimersByTime(28 * 60_000 + 30_000));
    expect(clock.textContent).toBe('30 s left');
    act(() => void vi.advanceTimersByTime(5 * 60_000));
    expect([clock.textContent, clock.dataset['tone']]).toEqual(['4 min over', 'bad']);
  });

  it('shows how old something is, and from when that is too old', () => {
    onPage(<AgeBadge since={inMinutes(-70)} warnMinutes={60} badMinutes={120} />);
    expect(screen.getByText('1 h 10 min').dataset['tone']).toBe('warn');
  });
});

describe('days', () => {
  it('carry the other calendar in their tooltip', () => {
    onPage(<DateText day="2026-11-20" />);
    expect(screen.getByText('20 Nov 2026').getAttribute('title')).toBe('4 Mangsir 2083');
  });
});

describe('money entry', () => {
  function Entry({ onMoney }: { onMoney: (value: MoneyInput) => void }) {
    const [value, setValue] = useState(noMoney);
    return (
      <MoneyEntry
        label="Amount"
        value={value}
        onChange={(next) => {
          setValue(next);
          onMoney(next);
        }}
      />
    );
  }

  it('reads commas, either script, and reads the amount back', () => {
    const told = vi.fn();
    onPage(<Entry onMoney={told} />);
    const input = screen.getByLabelText('Amount');
    fireEvent.change(input, { target: { value: '1,25,000.5' } });
    expect(told).toHaveBeenLastCalledWith({ text: '1,25,000.5', paisa: 12_500_050 });
    expect(screen.getByText('Rs. 1,25,000.50')).toBeDefined();
    fireEvent.change(input, { target: { value: '५००' } });
    expect(told).toHaveBeenLastCalledWith({ text: '५००', paisa: 50_000 });
  });

  it('takes no nothing, no minus and no third decimal, and says so after the field is left', () => {
    const told = vi.fn();
    onPage(<Entry onMoney={told} />);
    const input = screen.getByLabelText('Amount');
    for (const text of ['0', '-5', '1.234', 'abc', '9'.repeat(20)]) {
      fireEvent.change(input, { target: { value: text } });
      expect(told).toHaveBeenLastCalledWith({ text, paisa: null });
    }
    expect(screen.queryByText(/Write an amount/)).toBeNull();
    fireEvent.blur(input);
    expect(screen.getByText(/Write an amount/)).toBeDefined();
  });
});
