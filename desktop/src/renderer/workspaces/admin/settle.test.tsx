// @vitest-environment jsdom
import type { ParkedFact } from '@khaacho/shared/sync/parked-contract.ts';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeReplica } from '../../story/fake-replica.ts';
import { NOW, userFixture } from '../../story/fixtures.ts';
import { onPage } from '../../story/on-page.tsx';
import { parkedFixtures } from '../../story/outbox.ts';
import { makeWorld } from '../../story/world.ts';
import { Settle } from './settle.tsx';

const world = makeWorld('usual');
type Asked = { url: string; method: string; body: unknown; key: string | null };

/** The server's half: keeps the list, books or refuses as told. */
function serve(facts: ParkedFact[], refuse: 'OFFER_UNKNOWN' | null = null) {
  const asked: Asked[] = [];
  let open = facts;
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const key = new Headers(init.headers).get('Idempotency-Key');
    const method = init.method ?? 'GET';
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    asked.push({ url, method, body, key });
    const timestamp = NOW.toISOString();
    if (method === 'GET') return Response.json({ success: true, data: open, timestamp });
    if (refuse && url.endsWith('/book')) {
      const error = { code: refuse, message: 'English.', details: [], requestId: 'r' };
      return Response.json({ success: false, error, timestamp }, { status: 404 });
    }
    const fact = open.find(({ id }) => url.includes(id));
    open = open.filter((one) => one !== fact);
    const settled = { at: timestamp, how: url.endsWith('/book') ? 'BOOKED' : 'DISMISSED', by: 'Asha', note: null };
    return Response.json({ success: true, data: { ...fact, settled }, timestamp });
  });
  return asked;
}
function open(role: 'ADMIN' | 'SUPPORT' = 'ADMIN', language: 'en' | 'ne' = 'en') {
  const replica = fakeReplica({ world, user: userFixture({ role }), now: () => NOW });
  onPage(<Settle />, { replica, path: '/settle', language });
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('the desk where facts are settled', () => {
  it('tells what was reported, by whom and why it did not fit, in the person’s language', async () => {
    const [, payment] = parkedFixtures(world);
    serve(payment ? [payment] : []);
    open('ADMIN', 'ne');
    const row = await screen.findByTestId(`fact-${payment?.id}`);
    expect(row.textContent).toContain('भुक्तानी · Sita Kirana, रु. १२,४००.००');
    fireEvent.click(row);
    const panel = within(await screen.findByTestId('side-panel'));
    expect(panel.getByText('चेक')).toBeDefined();
    expect(panel.getByText('004512, Nabil Bank')).toBeDefined();
    expect(panel.getByText(/हाम्रोतिर केही बिग्रियो/)).toBeDefined();
  });

  it('books it, or says in words that it still does not fit; each press is a wish of its own', async () => {
    const [count] = parkedFixtures(world);
    const asked = serve(count ? [count] : [], 'OFFER_UNKNOWN');
    open();
    fireEvent.click(await screen.findByTestId(`fact-${count?.id}`));
    fireEvent.click(await screen.findByTestId('fact-book'));
    expect(await screen.findByText('It still does not fit')).toBeDefined();
    fireEvent.keyDown(document.body, { key: 'b', code: 'KeyB' });
    const presses = () => asked.filter(({ method }) => method === 'POST');
    await waitFor(() => expect(presses()).toHaveLength(2));
    expect(presses()[0]?.key).not.toBe(presses()[1]?.key);
    expect(screen.getByTestId(`fact-${count?.id}`)).toBeDefined();
  });

  it('closes it by hand only with a note, and takes it off the list', async () => {
    const [count] = parkedFixtures(world);
    const asked = serve(count ? [count] : []);
    open();
    fireEvent.click(await screen.findByTestId(`fact-${count?.id}`));
    fireEvent.click(await screen.findByTestId('fact-dismiss'));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByTestId<HTMLButtonElement>('reason-confirm').disabled).toBe(true);
    fireEvent.change(dialog.getByTestId('reason-note'), { target: { value: 'Counted again' } });
    fireEvent.click(dialog.getByTestId('reason-confirm'));
    expect(await screen.findByText('Nothing to settle')).toBeDefined();
    expect(asked.find(({ method }) => method === 'POST')).toMatchObject({ body: { note: 'Counted again' } });
  });

  it('may be looked at, but not acted on, by support; what this version does not know stands as it was sent', async () => {
    const unknown = parkedFixtures(world)[2];
    serve(unknown ? [unknown] : []);
    open('SUPPORT');
    fireEvent.click(await screen.findByTestId(`fact-${unknown?.id}`));
    const panel = within(await screen.findByTestId('side-panel'));
    expect(panel.getByText('crater: Tycho')).toBeDefined();
    expect(panel.getByText('An administrator settles this.')).toBeDefined();
    expect(screen.queryByTestId('fact-book')).toBeNull();
  });

  it('says what it needs where the server cannot be reached', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    open();
    expect(await screen.findByText('The list could not be read')).toBeDefined();
    serve([]);
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Nothing to settle')).toBeDefined();
  });
});
