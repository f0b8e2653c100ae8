// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { SyncStatus } from '../../replica/status.ts';
import { fakeReplica } from '../../story/fake-replica.ts';
import { NOW, userFixture } from '../../story/fixtures.ts';
import { onPage } from '../../story/on-page.tsx';
import { makeWorld } from '../../story/world.ts';
import { FirstSync } from './first-sync.tsx';

afterEach(cleanup);

function open(
  collections: SyncStatus['firstSync']['collections'],
  over: Partial<SyncStatus> = {},
  language: 'en' | 'ne' = 'en',
) {
  const status = { firstSync: { done: false, current: 'orders' as const, collections }, ...over };
  const replica = fakeReplica({ world: makeWorld('empty'), user: userFixture(), now: () => NOW, status });
  onPage(<FirstSync onStart={() => {}} />, { replica, language });
  return replica;
}
const orders = (received: number) => ({ collection: 'orders' as const, received, total: 38_000, done: false });
const none = { collection: 'vendors' as const, received: 0, total: 0, done: true };

describe('the first sync', () => {
  it('tells each collection in words and numbers, and what has none honestly', () => {
    open([none, orders(0)]);
    expect(screen.getByTestId('first-sync').textContent).toMatch(/Vendors.*none yet.*Orders.*0 of 38,000/);
    expect(screen.queryByText(/Goes on where it stopped/)).toBeNull();
    expect(screen.queryByTestId('start-early')).toBeNull();
  });

  it('lets the work begin with the newest orders', () => {
    open([none, orders(500)]);
    expect(screen.getByTestId('start-early')).toBeDefined();
  });

  it('says that it goes on where it was interrupted, and not that it is new what comes now', () => {
    const replica = open([none, orders(12_400)]);
    expect(screen.getByText('Goes on where it stopped: 12,400 were here already.')).toBeDefined();
    const { firstSync } = replica.status.get();
    act(() => replica.tell({ firstSync: { ...firstSync, collections: [none, orders(20_000)] } }));
    expect(screen.getByText('Goes on where it stopped: 12,400 were here already.')).toBeDefined();
  });

  it('says in Nepali that it waits for a connection', () => {
    open([none, orders(0)], { connection: 'offline' }, 'ne');
    expect(screen.getByText('अहिले नेट छैन। आउनासाथ यहीँबाट अगाडि बढ्छ।')).toBeDefined();
  });
});
