// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WorkspaceRoutes } from '../../app/workspace-routes.tsx';
import { fakeReplica } from '../../story/fake-replica.ts';
import { NOW, userFixture } from '../../story/fixtures.ts';
import { PHOTO_SHA256, withInbox } from '../../story/inbox.ts';
import { onPage } from '../../story/on-page.tsx';
import { makeWorld, type World } from '../../story/world.ts';

type Opened = { role?: 'SUPPORT' | 'READONLY'; path?: string; world?: World; language?: 'en' | 'ne' };
function open({
  role = 'SUPPORT',
  path = '/inbox',
  world = withInbox(makeWorld('usual')),
  language = 'en',
}: Opened = {}) {
  const replica = fakeReplica({ world, user: userFixture({ role }), now: () => NOW });
  onPage(<WorkspaceRoutes role={role} />, { replica, path, language });
  return { replica, world };
}
const queue = () => within(screen.getByTestId('queue')).getAllByRole('button');
const press = (key: string) => fireEvent.keyDown(document.body, { key, code: `Key${key.toUpperCase()}` });
const shopCalled = (world: World, name: string) => world.retailers.find((shop) => shop.name === name)?.id ?? '';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the inbox', () => {
  it('has complaints on top, then who has waited longest, with what it is about and how it begins', () => {
    open();
    const rows = queue().map((row) => row.textContent);
    expect(rows[0]).toContain('Pooja General Store');
    expect(rows[0]).toContain('Complaint');
    expect(rows[0]).toContain('Two bags of the rice were wet');
    expect(rows.slice(1).map((row) => /Payment|Unknown number|Question|Not understood/.exec(row ?? '')?.[0])).toEqual([
      'Payment',
      'Unknown number',
      'Question',
      'Not understood',
    ]);
    expect(rows[4]).toContain('अस्ति भनेको');
  });

  it('shows the thread of the first, the draft with what is still asked, and the shop’s credit', () => {
    open();
    expect(screen.getByText('Third time this month. ABC takes the bags back tomorrow.')).toBeDefined();
    expect(screen.getByText('Note by Nabin Karki, not sent')).toBeDefined();
    const beside = within(screen.getByTestId('beside'));
    expect(beside.getByText('72 % sure')).toBeDefined();
    expect(beside.getByText('How many?')).toBeDefined();
    expect(beside.getByText(/Which good/).textContent).toContain('Dhara Mustard Oil');
    expect(screen.getByTestId('beside').textContent).toMatch(/Credit left.*Rs\. /s);
  });

  it('walks the queue with j and k, answers with Ctrl and Enter, and the question leaves it', async () => {
    const { replica, world } = open();
    press('j');
    await waitFor(() =>
      expect(
        screen
          .getAllByTestId('bubble-theirs')
          .map((one) => one.textContent)
          .join(),
      ).toContain('hijo 12 hajar'),
    );
    press('k');
    await screen.findByText('Third time this month. ABC takes the bags back tomorrow.');
    const field = screen.getByTestId<HTMLTextAreaElement>('reply-text');
    fireEvent.change(field, { target: { value: 'The bags are fetched tomorrow' } });
    fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect(replica.outbox.get().waiting).toHaveLength(1));
    const heard = world.messages.filter(
      (message) => message.direction === 'INBOUND' && message.retailerId === shopCalled(world, 'Pooja General Store'),
    );
    expect(replica.outbox.get().waiting[0]).toMatchObject({
      type: 'message.send',
      payload: { text: 'The bags are fetched tomorrow', answers: heard.at(-1)?.id },
    });
    const [ours] = (await screen.findAllByTestId('bubble-ours')).slice(-1);
    expect(ours?.textContent).toContain('The bags are fetched tomorrow');
    expect(ours?.textContent).toContain('waiting since');
    expect(within(screen.getByTestId('answered-here')).getByText('Pooja General Store')).toBeDefined();
    expect(queue().map((row) => row.textContent?.includes('Complaint'))).not.toContain(true);
    expect(screen.getByTestId<HTMLTextAreaElement>('reply-text').value).toBe('');
  });

  it('offers answers in the language of the shop, whatever the desk speaks', () => {
    const { world } = open({ language: 'ne', path: '/inbox' });
    const shop = world.retailers.find(({ name }) => name === 'Pooja General Store');
    fireEvent.click(screen.getByTestId('canned-call'));
    const { value } = screen.getByTestId<HTMLTextAreaElement>('reply-text');
    expect(value).toBe(shop?.language === 'ne' ? 'हामी तपाईंलाई एकैछिनमा फोन गर्छौँ।' : 'We will call you shortly.');
    expect(screen.getByTestId('reply-send').textContent).toBe('पठाउने');
  });

  it('keeps what is being written when another chat is looked at, and a note is no reply', async () => {
    const { replica, world } = open();
    fireEvent.change(screen.getByTestId('reply-text'), { target: { value: 'half of it' } });
    fireEvent.click(screen.getByTestId(`question-${shopCalled(world, 'Nepalgunj Road Traders')}`));
    expect((await screen.findByTestId<HTMLTextAreaElement>('reply-text')).value).toBe('');
    fireEvent.click(screen.getByTestId(`question-${shopCalled(world, 'Pooja General Store')}`));
    expect((await screen.findByTestId<HTMLTextAreaElement>('reply-text')).value).toBe('half of it');
    fireEvent.click(screen.getByText('Note'));
    fireEvent.click(screen.getByTestId('reply-send'));
    await waitFor(() => expect(replica.outbox.get().waiting[0]).toMatchObject({ payload: { internal: true } }));
    expect(queue()[0]?.textContent).toContain('Complaint');
  });

  it('takes no reply a day after the shop wrote, says why, and still takes a note', () => {
    const { world } = open({ path: '/inbox' });
    const quiet = { ...world, messages: world.messages.filter(({ at }) => at < '2026-11-19') };
    open({ world: quiet });
    expect(screen.getByText(/has not written for 24 hours|has never written/)).toBeDefined();
    expect(screen.queryByTestId('reply-text')).toBeNull();
    fireEvent.click(screen.getByText('Note'));
    expect(screen.getByTestId('reply-text')).toBeDefined();
  });

  it('settles without a reply, with a reason that stays with the question', async () => {
    const { replica } = open();
    press('e');
    fireEvent.click(await screen.findByTestId('reason-called'));
    fireEvent.change(screen.getByTestId('reason-note'), { target: { value: 'new bags tomorrow' } });
    fireEvent.click(screen.getByTestId('reason-confirm'));
    await waitFor(() =>
      expect(replica.outbox.get().waiting[0]).toMatchObject({
        type: 'alert.acknowledge',
        payload: { note: 'Answered by phone: new bags tomorrow' },
      }),
    );
  });

  it('finds what was said in every chat, and in this one only', async () => {
    const { world } = open();
    fireEvent.change(screen.getByTestId('inbox-search'), { target: { value: 'ESEWA' } });
    const hits = await screen.findByTestId('hits');
    expect(hits.textContent).toContain('Nepalgunj Road Traders');
    fireEvent.click(within(hits).getAllByRole('button')[0] ?? hits);
    const paid = world.messages.find(({ body }) => body.includes('esewa'));
    await waitFor(() =>
      expect(screen.getAllByTestId('bubble-theirs').some((one) => one.dataset['found'] === 'true')).toBe(true),
    );
    expect(paid).toBeDefined();
    fireEvent.change(screen.getByTestId('inbox-search'), { target: { value: 'rice' } });
    fireEvent.click(await screen.findByTestId('search-here'));
    expect(await screen.findByText('No message says that')).toBeDefined();
  });

  it('says that a file needs a connection, and shows it where there is one', async () => {
    open();
    expect(await screen.findByTestId('evidence-away')).toBeDefined();
    expect(screen.getByText('चामल बासमती १०')).toBeDefined();
    cleanup();
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      asked.push(`${url} ${new Headers(init.headers).get('Authorization')}`);
      return new Response(new Blob(['x'], { type: 'image/jpeg' }));
    });
    URL.createObjectURL = () => 'blob:photo';
    URL.revokeObjectURL = () => {};
    open();
    const photo = await screen.findByTestId<HTMLImageElement>('evidence-photo');
    expect(photo.src).toBe('blob:photo');
    expect(asked[0]).toMatch(new RegExp(`^/api/v1/media/${PHOTO_SHA256} Bearer .`));
  });

  it('may be looked at, but not answered, by who only reads', () => {
    open({ role: 'READONLY' });
    expect(queue()).toHaveLength(5);
    expect(screen.queryByTestId('reply-text')).toBeNull();
    expect(screen.queryByTestId('settle-question')).toBeNull();
  });

  it('says so where nobody waits', () => {
    open({ world: makeWorld('empty') });
    expect(screen.getByText('Nobody waits for an answer')).toBeDefined();
    expect(screen.getByText('All chats are answered')).toBeDefined();
  });

  it('draws only what is on screen of a thousand messages and two hundred chats', () => {
    open({ world: withInbox(makeWorld('usual'), { long: 1000, strangers: 195 }) });
    expect(queue().length).toBeLessThan(30);
    expect(document.querySelectorAll('[data-testid^=bubble-]').length).toBeLessThan(60);
  });
});
