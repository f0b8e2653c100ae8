import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BrowserWindow, dialog } from '../testing/electron.ts';
import { createMainWindow } from './window.ts';

describe('a page that dies', () => {
  let clock: number;
  let notes: string[];
  let window: BrowserWindow;
  const die = (reason = 'crashed') => window.webContents.emit('render-process-gone', {}, { reason, exitCode: 1 });

  beforeEach(() => {
    clock = 1_000_000;
    notes = [];
    dialog.asked = [];
    createMainWindow({
      address: 'app://khaacho/',
      preload: '/preload.cjs',
      devTools: false,
      now: () => clock,
      note: (line) => notes.push(line),
    });
    const made = BrowserWindow.made.at(-1);
    if (!made) throw new Error('no window was made');
    window = made;
  });

  it('is hidden until it can be shown', () => {
    expect(window.options.show).toBe(false);
    window.emit('ready-to-show');
    expect(window.calls).toEqual(['show']);
  });

  it('comes back by itself three times in a minute, then a person is asked', async () => {
    for (let n = 0; n < 3; n += 1) die();
    expect(window.loaded).toHaveLength(4);
    dialog.response = 0;
    die();
    await vi.waitFor(() => expect(window.loaded).toHaveLength(5));
    expect(dialog.asked).toHaveLength(1);
    expect(notes).toHaveLength(4);
  });

  it('is closed where the person has had enough', async () => {
    for (let n = 0; n < 3; n += 1) die();
    dialog.response = 1;
    die();
    await vi.waitFor(() => expect(window.calls).toContain('close'));
  });

  it('forgets deaths of long ago', () => {
    for (let n = 0; n < 6; n += 1) {
      die('oom');
      clock += 30_000;
    }
    expect(window.loaded).toHaveLength(7);
    expect(dialog.asked).toEqual([]);
  });

  it('stays away when it ended in order', () => {
    die('clean-exit');
    expect(window.loaded).toHaveLength(1);
  });

  it('is loaded again when it hangs and the person says so', async () => {
    dialog.response = 1;
    window.emit('unresponsive');
    await vi.waitFor(() => expect(window.webContents.reloads).toBe(1));
  });
});
