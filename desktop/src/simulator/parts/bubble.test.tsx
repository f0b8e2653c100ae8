// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Message } from '../state/model.ts';
import { Bubble } from './bubble.tsx';

beforeAll(() => {
  // Mantine asks for the colour scheme, which jsdom does not know.
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
});
afterEach(cleanup);

const plain: Message = {
  sid: 'SM1',
  phone: '+9779800000001',
  channel: 'whatsapp',
  mine: false,
  type: 'text',
  body: '',
  header: null,
  footer: null,
  media: [],
  location: null,
  buttons: [],
  list: null,
  quote: null,
  payload: null,
  template: false,
  status: 'read',
  errorCode: null,
  errorMessage: null,
  delivery: null,
  at: '2026-11-20T04:15:00.000Z',
};

function show(message: Partial<Message>): HTMLElement {
  const nothing = () => undefined;
  return render(
    <MantineProvider>
      <Bubble
        message={{ ...plain, ...message }}
        follows={false}
        tapped={null}
        onReply={nothing}
        onQuote={nothing}
        onPanel={nothing}
      />
    </MantineProvider>,
  ).container;
}

it('shows hostile text as text, wherever it stands', () => {
  const hostile = '<img src=x onerror=alert(1)><script>alert(1)</script>';
  const shown = show({
    body: hostile,
    header: hostile,
    footer: hostile,
    quote: { sid: 'SM0', body: hostile, type: 'text', mine: true },
    location: { latitude: 28.6, longitude: 81.6, label: hostile, address: hostile },
    buttons: [{ id: 'a', title: hostile, kind: 'url', value: 'javascript:alert(1)' }],
    media: [{ url: 'media/x', contentType: 'text/html', bytes: 1, filename: hostile, voice: false }],
  });
  expect(shown.querySelectorAll('script, img[onerror]')).toHaveLength(0);
  expect(shown.textContent?.split(hostile)).toHaveLength(9);
  expect([...shown.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([
    '/simulator/api/media/x',
    null,
  ]);
});

it('makes the marks of WhatsApp, and a link that keeps its opener to itself', () => {
  const shown = show({ body: '*Total* https://khaacho.test/x' });
  expect(shown.querySelector('strong')?.textContent).toBe('Total');
  expect(shown.querySelector('a')?.rel).toContain('noopener');
});

it('puts the ticks under what the shop wrote, and buttons under what it got', () => {
  const mine = show({ mine: true, body: 'hi', delivery: 'accepted' });
  expect(mine.querySelector('[data-testid="bubble-out"] svg[role="img"]')?.getAttribute('aria-label')).toBe(
    'Khaacho has taken it',
  );
  cleanup();
  const got = show({ body: 'same?', buttons: [{ id: 'yes', title: 'Yes', kind: 'reply', value: null }] });
  expect(got.querySelector('[data-testid="bubble-in"] button[data-tapped]')?.textContent).toContain('Yes');
});
