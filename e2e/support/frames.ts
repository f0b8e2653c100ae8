import type { Page } from 'playwright-core';

export type Frames = {
  /** Everything the sockets of the page have received and sent, as text. */
  received: string[];
  sent: string[];
  /** Questions for documents so far. */
  pulls(): number;
  /**
   * Of these, what stands in anything that was received. That a document is gone is told by its id and nothing else, so the
   * tombstone itself does not count.
   */
  heard(words: readonly string[]): string[];
  /** Forgets what was received so far. */
  forget(): void;
};

const TOMBSTONE = /\{"id":"[^"]+","_deleted":true\}/g;

/** Writes down what goes over the page's sockets from now on; sockets opened before are not heard. */
export function recordFrames(page: Page): Frames {
  const received: string[] = [];
  const sent: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => void received.push(payload.toString()));
    socket.on('framesent', ({ payload }) => void sent.push(payload.toString()));
  });
  return {
    received,
    sent,
    pulls: () => sent.filter((frame) => frame.includes('["pull"')).length,
    heard: (words) => {
      const said = received.map((frame) => frame.replace(TOMBSTONE, '')).join('\n');
      return words.filter((word) => said.includes(word));
    },
    forget: () => void received.splice(0),
  };
}
