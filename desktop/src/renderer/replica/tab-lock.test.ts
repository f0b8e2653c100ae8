import { afterEach, describe, expect, it, vi } from 'vitest';
import { TabLock, type TabPorts } from './tab-lock.ts';

/** The browser's lock manager and channel for tabs that live in one test. */
class Browser {
  #holder: { release: () => void; steal: () => void } | null = null;
  #line: (() => void)[] = [];
  readonly channels = new Set<{ onmessage: ((message: MessageEvent) => void) | null }>();
  readonly timers: (() => void)[] = [];

  ports(giveUp: () => Promise<void>): TabPorts {
    const channel = {
      onmessage: null as ((message: MessageEvent) => void) | null,
      postMessage: (data: unknown) => {
        for (const other of this.channels)
          if (other !== channel) other.onmessage?.(new MessageEvent('message', { data }));
      },
      close: () => this.channels.delete(channel),
    };
    this.channels.add(channel);
    const request = ((_: string, options: LockOptions, held: () => Promise<unknown>) =>
      this.#request(options, held)) as LockManager['request'];
    return { locks: { request }, channel, after: (_, run) => (this.timers.push(run), () => undefined), giveUp };
  }

  #request(options: LockOptions, held: () => Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const grant = () => {
        const mine = { release: () => this.#next(mine), steal: () => reject(new DOMException('stolen', 'AbortError')) };
        this.#holder = mine;
        held().then((value) => {
          mine.release();
          resolve(value);
        }, reject);
      };
      if (options.steal) {
        this.#holder?.steal();
        return grant();
      }
      if (!this.#holder) return grant();
      this.#line.push(grant);
      options.signal?.addEventListener('abort', () => {
        this.#line = this.#line.filter((other) => other !== grant);
        reject(new DOMException('called off', 'AbortError'));
      });
    });
  }

  #next(mine: object): void {
    if (this.#holder !== mine) return;
    this.#holder = null;
    this.#line.shift()?.();
  }
}

const tabs: TabLock[] = [];
function open(browser: Browser, giveUp = vi.fn(async () => undefined)) {
  const tab = new TabLock(browser.ports(giveUp));
  tabs.push(tab);
  tab.acquire();
  return { tab, giveUp, state: () => tab.state.get() };
}
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.close();
});

describe('one tab owns the replica', () => {
  it('lets the second wait until the first is closed', async () => {
    const browser = new Browser();
    const [first, second] = [open(browser), open(browser)];
    expect([first.state(), second.state()]).toEqual(['owner', 'waiting']);
    first.tab.close();
    await vi.waitFor(() => expect(second.state()).toBe('owner'));
  });

  it('passes on when asked, after the owner has let go of the disk', async () => {
    const browser = new Browser();
    let done = () => {};
    const first = open(
      browser,
      vi.fn(() => new Promise<undefined>((resolve) => (done = () => resolve(undefined)))),
    );
    const second = open(browser);
    second.tab.takeOver();
    await vi.waitFor(() => expect(first.giveUp).toHaveBeenCalledOnce());
    expect([first.state(), second.state()]).toEqual(['lost', 'waiting']);
    done();
    await vi.waitFor(() => expect(second.state()).toBe('owner'));
    first.tab.takeOver();
    await vi.waitFor(() => expect([first.state(), second.state()]).toEqual(['owner', 'lost']));
  });

  it('takes the lock from a tab that does not answer; that one stops when it wakes', async () => {
    const browser = new Browser();
    const first = open(browser);
    const second = open(browser);
    for (const channel of browser.channels) channel.onmessage = null;
    second.tab.takeOver();
    expect(second.state()).toBe('waiting');
    for (const run of browser.timers.splice(0)) run();
    await vi.waitFor(() => expect([first.state(), second.state()]).toEqual(['lost', 'owner']));
    expect(first.giveUp).toHaveBeenCalledOnce();
  });
});
