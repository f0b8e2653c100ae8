// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SyncStatus } from '../../replica/status.ts';
import { type FakeOptions, fakeReplica } from '../../story/fake-replica.ts';
import { NOW, userFixture } from '../../story/fixtures.ts';
import { onPage } from '../../story/on-page.tsx';
import { answeredEntries, entryFixture, refusedEntries, waitingEntries } from '../../story/outbox.ts';
import { makeWorld } from '../../story/world.ts';
import { WorkspaceRoutes } from '../workspace-routes.tsx';
import { SyncCenter } from './sync-center.tsx';
import { SyncPill } from './sync-pill.tsx';

const world = makeWorld('usual', true);
type Options = Partial<FakeOptions> & { language?: 'en' | 'ne'; path?: string };

/** The shell as far as sync goes: pill, panel, and the screens of the role. */
function open({ language = 'en', path = '/today', ...options }: Options = {}) {
  const user = options.user ?? userFixture({ vendorId: world.vendors[0]?.id ?? null });
  const replica = fakeReplica({ world, now: () => NOW, ...options, user });
  onPage(
    <SyncCenter>
      <SyncPill />
      <WorkspaceRoutes role={user.role} />
    </SyncCenter>,
    { replica, language, path },
  );
  return replica;
}
const openPanel = async () => {
  fireEvent.click(screen.getByTestId('sync-pill'));
  return within(await screen.findByTestId('sync-panel'));
};

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  localStorage.clear();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('what waits', () => {
  it('is told in words, with since when, how long, and what goes before it', async () => {
    open({ waiting: waitingEntries(world, 3) });
    const panel = await openPanel();
    const [first, second] = panel.getAllByTestId(/^waiting-/);
    expect(first?.textContent).toMatch(/^Accept order · ORD\d+, .+08:48 · 3 h 12 min ago/);
    expect(second?.textContent).toContain('goes after: Accept order');
  });

  it('is told in Nepali with the Nepali calendar and digits', async () => {
    const entry = { ...waitingEntries(world, 1)[0], issuedAt: '2026-11-15T03:03:00.000Z' };
    open({
      waiting: [entryFixture({ type: 'order.pack', payload: { orderId: world.orders[0]?.id ?? '' }, ...entry })],
      language: 'ne',
    });
    const panel = await openPanel();
    expect(panel.getByTestId(/^waiting-/).textContent).toMatch(/२९ कात्तिक, ०८:४८ · ५ दिन ३ घण्टा अघि/);
  });

  it('stays quick with a thousand: only what is on screen is in the page, arrows walk it', async () => {
    const waiting = waitingEntries(world, 1000);
    open({ waiting });
    const panel = await openPanel();
    expect(screen.getByTestId('sync-tab-waiting').textContent).toContain('1,000');
    const shown = panel.getAllByTestId(/^waiting-/);
    expect(shown.length).toBeLessThan(60);
    shown[0]?.focus();
    fireEvent.keyDown(shown[0] ?? document.body, { key: 'ArrowDown' });
    await waitFor(() => expect(document.activeElement).toBe(panel.getByTestId(`waiting-${waiting[1]?.id}`)));
  });

  it('opens by key, and says where there is nothing', async () => {
    open();
    fireEvent.keyDown(document.body, { key: 's', code: 'KeyS' });
    const panel = within(await screen.findByTestId('sync-panel'));
    fireEvent.click(screen.getByTestId('sync-tab-waiting'));
    expect(panel.getByText('All you did has reached the server.')).toBeDefined();
  });
});

describe('what was refused', () => {
  it('says why, and is discarded only after a question, with a way back', async () => {
    const refused = refusedEntries(world);
    const [gone] = refused;
    open({ refused });
    const panel = await openPanel();
    const card = within(panel.getByTestId(`conflict-${gone?.id}`));
    expect(card.getByText(/went to another vendor/)).toBeDefined();
    fireEvent.click(card.getByTestId(`entry-discard-${gone?.id}`));
    fireEvent.click(await screen.findByTestId('discard-confirm'));
    await waitFor(() => expect(screen.queryByTestId(`conflict-${gone?.id}`)).toBeNull());
    const undo = await screen.findByTestId('toast-undo');
    act(() => undo.click());
    expect(await screen.findByTestId(`conflict-${gone?.id}`)).toBeDefined();
  });

  it('says that a step failed with the one before it', async () => {
    open({ refused: refusedEntries(world) });
    const panel = await openPanel();
    expect(panel.getByText(/^It followed “Accept order · ORD/)).toBeDefined();
  });

  it('is given again from its form, filled in as it was; the new one takes its place', async () => {
    const refused = refusedEntries(world);
    const stock = refused[2];
    const replica = open({ refused });
    await openPanel();
    fireEvent.click(screen.getByTestId(`entry-change-${stock?.id}`));
    const quantity = await screen.findByTestId<HTMLInputElement>('adjust-quantity');
    expect(quantity.value).toBe('60');
    expect(screen.getByText(/Filled in as you had it/)).toBeDefined();
    fireEvent.change(quantity, { target: { value: '12' } });
    fireEvent.click(screen.getByTestId('adjust-submit'));
    await waitFor(() =>
      expect(replica.outbox.get().waiting).toMatchObject([
        { type: 'stock.adjust', payload: { deltaMilli: -12_000, reason: 'DAMAGED' } },
      ]),
    );
    await waitFor(() => expect(replica.outbox.get().refused.map(({ id }) => id)).not.toContain(stock?.id));
  });

  it('is sent once more by key, without leaving the list', async () => {
    const refused = refusedEntries(world);
    const [, follows] = refused;
    const replica = open({ refused });
    const panel = await openPanel();
    const item = panel.getByTestId(`conflict-${follows?.id}`);
    act(() => item.focus());
    fireEvent.keyDown(item, { key: 'T', code: 'KeyT' });
    // The rule says here and now what the server would: the order is not this far, so nothing is queued.
    expect(await screen.findByText('Not done')).toBeDefined();
    expect(replica.outbox.get().waiting).toHaveLength(0);
  });

  it('is copied for support without names or amounts', async () => {
    const written = vi.fn(async (_text: string) => undefined);
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: written } });
    const refused = refusedEntries(world);
    open({ refused });
    await openPanel();
    fireEvent.click(screen.getByTestId(`entry-copy-${refused[0]?.id}`));
    await waitFor(() => expect(written).toHaveBeenCalled());
    const [text] = written.mock.calls[0] ?? [];
    expect(text).toContain(`Khaacho command ${refused[0]?.id}`);
    expect(text).toContain('ORDER_TAKEN_AWAY');
    expect(text).not.toContain('Kirana');
  });
});

describe('what was answered', () => {
  it('is listed with how it ended; what was kept is settled by the office, and says so', async () => {
    const answered = answeredEntries(world);
    const kept = answered[1];
    open({
      answered,
      world: {
        ...world,
        commands: [
          {
            ...{ id: kept?.id ?? '', type: 'stock.count', deviceSeq: 1, issuedAt: NOW.toISOString() },
            ...{ decidedAt: NOW.toISOString(), status: 'applied', code: null, message: null, details: [] },
            ...{ settled: { at: NOW.toISOString(), how: 'DISMISSED' }, updatedAt: NOW.toISOString() },
          },
        ],
      },
    });
    const panel = await openPanel();
    await waitFor(() => expect(panel.getAllByTestId(/^answered-/)).toHaveLength(3));
    expect(panel.getByTestId(`answered-${answered[0]?.id}`).textContent).toContain('confirmed');
    expect(panel.getByTestId(`answered-${kept?.id}`).textContent).toContain('The office has settled it by hand');
    const discarded = answered[2];
    expect(panel.getByTestId(`answered-${discarded?.id}`).textContent).toContain('refused, discarded');
  });
});

describe('the state of the desk', () => {
  const at = NOW.toISOString();
  const cases: [name: string, status: Partial<SyncStatus>, english: RegExp, nepali: RegExp, action: string][] = [
    [
      'an old version keeps what waits',
      { connection: 'offline', problem: { code: 'UPGRADE_REQUIRED', message: '', since: at } },
      /too old for the server. What waits here stays safe/,
      /पठाउन बाँकी काम सुरक्षित छ/,
      'Load the new version',
    ],
    [
      'a full disk loses nothing',
      { problem: { code: 'DISK_FULL', message: '', since: at } },
      /Nothing you did is lost/,
      /केही हराएको छैन/,
      'I have made room',
    ],
    [
      'a restored server was given back what it had lost',
      { restored: { at, handedBack: 14 } },
      /14 things you had done were missing/,
      /१४ काम त्यहाँ थिएनन्/,
      'All right',
    ],
    [
      'days without a connection',
      { connection: 'offline', since: '2026-11-17T06:00:00.000Z' },
      /no connection since 17 Nov/,
      /१ मंसिर, ११:४५ देखि यो डेस्कमा नेट छैन/,
      'Try to connect',
    ],
  ];
  it.each(cases)('%s: one sentence in both languages, one action', async (_, status, english, nepali, action) => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    open({ status, language: 'ne' });
    expect((await screen.findAllByText(nepali)).length).toBeGreaterThan(0);
    cleanup();
    localStorage.clear();
    open({ status });
    expect((await screen.findAllByText(english)).length).toBeGreaterThan(0);
    expect(screen.getAllByRole('button', { name: action }).length).toBeGreaterThan(0);
    vi.restoreAllMocks();
  });

  it('what a restored server was given is told until it is read, also over a reload', async () => {
    open({ status: { restored: { at, handedBack: 2 } } });
    await screen.findByTestId('notice-RESTORED');
    open();
    fireEvent.click(within(await screen.findByTestId('notice-RESTORED')).getByRole('button'));
    await waitFor(() => expect(screen.queryByTestId('notice-RESTORED')).toBeNull());
    open();
    expect(screen.queryByTestId('notice-RESTORED')).toBeNull();
  });

  it('a session that is renewed neither goes offline nor asks for anything', async () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true);
    const replica = open();
    const pill = screen.getByTestId('sync-pill');
    expect(pill.dataset['state']).toBe('saved');
    const problem = { code: 'SIGN_IN_AGAIN' as const, message: '', since: at };
    act(() => replica.tell({ connection: 'offline', problem }));
    expect(pill.dataset['state']).toBe('saved');
    expect(screen.queryByTestId('notice-SIGN_IN_AGAIN')).toBeNull();
    act(() => void window.dispatchEvent(new Event('offline')));
    await waitFor(() => expect(pill.dataset['state']).toBe('offline'));
    vi.restoreAllMocks();
  });

  it('counts what waits beside whatever else the pill has to say', () => {
    open({ waiting: waitingEntries(world, 7), refused: refusedEntries(world) });
    expect(screen.getByTestId('sync-pill').textContent).toBe('3 refused · 7 waiting');
  });
});
