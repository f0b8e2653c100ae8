import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createVirtualClock, parseDuration } from './clock.ts';

describe('the virtual clock', () => {
  const base = () => new Date('2026-11-20T00:00:00Z');

  it('jumps forward, tells its listeners and never goes back', () => {
    const clock = createVirtualClock({ base });
    let told = 0;
    const off = clock.onAdvance(() => {
      told += 1;
    });
    clock.advance(25 * 3_600_000);
    expect(clock.now().toISOString()).toBe('2026-11-21T01:00:00.000Z');
    expect(() => clock.advance(-1)).toThrow('forward');
    expect(() => clock.advance(0.5)).toThrow('forward');
    off();
    clock.advance(1);
    expect(told).toBe(1);
  });

  it('keeps its lead in a file, and does without when the file is damaged', () => {
    const folder = mkdtempSync(join(tmpdir(), 'clock-'));
    const file = join(folder, 'offset');
    createVirtualClock({ base, file }).advance(5_000);
    expect(createVirtualClock({ base, file }).offsetMs()).toBe(5_000);
    writeFileSync(file, 'soon');
    expect(createVirtualClock({ base, file }).offsetMs()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['25h', 90_000_000],
    ['90s', 90_000],
    ['1d2h', 93_600_000],
    [' 15M ', 900_000],
    ['250ms', 250],
    ['', null],
    ['-1h', null],
    ['1 h', null],
    ['500d', null],
    ['1e9h', null],
  ])('reads %j as %j', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });
});
