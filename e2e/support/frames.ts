import type { Page } from 'playwright-core';

export type Frames = {
  /** Everything the sockets of the page have received and sent, as text. */
  received: string[];
  sent: string[];
  /** Questions for documents so far. */
  pulls(): number;
  /** Ids or words that stand in what was received. */
  heard(words: readonly string[]): string[];
};

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
    heard: (words) => words.filter((word) => received.some((frame) => frame.includes(word))),
  };
}
