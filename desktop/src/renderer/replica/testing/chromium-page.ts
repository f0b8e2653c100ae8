// Bundled and run in a real Chromium by `segment-store.chromium.test.ts`.
import { openReplicaStore, startMark } from '../database.ts';
import { sealWith } from '../sealing.ts';
import { blockOf, orderOf } from './samples.ts';

const PAGE = 1_000;
const BLOCKS = 5;
const PACKED_USER = 'chromium-packed';

/** Another person's replica for each kind of sync. */
let user = 'chromium';

async function open() {
  const key = await crypto.subtle.importKey('raw', new Uint8Array(32).fill(7), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  return openReplicaStore(user, 'e1', sealWith(key));
}

export type SyncFigures = { milliseconds: number; longestStall: number; jsonMegabytes: number; diskMegabytes: number };
export type OpenFigures = {
  milliseconds: number;
  orders: number;
  received: number;
  lines: number;
  newest: string[];
  newestMilliseconds: number;
};

let longest = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
}).observe({ entryTypes: ['longtask'] });

/** Takes so many orders page by page, as a first sync does, from JSON text to disk. */
async function sync(orders: number): Promise<SyncFigures> {
  const store = await open();
  const pages: string[] = [];
  for (let from = 0; from < orders; from += PAGE) {
    const count = Math.min(PAGE, orders - from);
    pages.push(JSON.stringify(Array.from({ length: count }, (_, index) => orderOf(from + index))));
  }
  const jsonBytes = pages.reduce((sum, page) => sum + page.length, 0);
  await new Promise((resolve) => setTimeout(resolve, 200));
  longest = 0;
  const began = performance.now();
  for (const [index, page] of pages.entries()) {
    const complete = index === pages.length - 1;
    await store.receive('orders', JSON.parse(page), { ...startMark, checkpoint: String(index), complete });
  }
  const milliseconds = performance.now() - began;
  const diskMegabytes = store.sizeOnDisk() / 1e6;
  await store.close();
  return { milliseconds, longestStall: longest, jsonMegabytes: jsonBytes / 1e6, diskMegabytes };
}

/**
 * The same in packed pages of five blocks, as a server sends them; with `until`, the page is left behind in the middle: so many
 * pages are on disk, and one more has begun to arrive.
 */
async function syncPacked(orders: number, until = Number.POSITIVE_INFINITY): Promise<SyncFigures> {
  user = PACKED_USER;
  const store = await open();
  const from = store.mark('orders').received;
  const pages: Uint8Array<ArrayBuffer>[][] = [];
  let bytes = 0;
  for (let first = from; first < orders; first += PAGE * BLOCKS) {
    const blocks: Uint8Array<ArrayBuffer>[] = [];
    for (let at = first; at < Math.min(orders, first + PAGE * BLOCKS); at += PAGE) {
      const block = await blockOf(
        Array.from({ length: Math.min(PAGE, orders - at) }, (_, index) => orderOf(at + index)),
      );
      bytes += block.byteLength;
      blocks.push(block);
    }
    pages.push(blocks);
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  longest = 0;
  const began = performance.now();
  for (const [index, blocks] of pages.entries()) {
    const received = Math.min(orders, from + (index + 1) * PAGE * BLOCKS);
    const mark = { ...startMark, checkpoint: String(received), received, complete: received === orders };
    const taken = store.receive('orders', [], mark, blocks);
    if (index === until) {
      location.reload();
      return await new Promise(() => undefined);
    }
    await taken;
  }
  const milliseconds = performance.now() - began;
  const diskMegabytes = store.sizeOnDisk() / 1e6;
  await store.close();
  return { milliseconds, longestStall: longest, jsonMegabytes: bytes / 1e6, diskMegabytes };
}

/** Opens what lies on disk and asks for the newest fifty. */
async function reopen(packed = false): Promise<OpenFigures> {
  if (packed) user = PACKED_USER;
  const began = performance.now();
  const store = await open();
  const milliseconds = performance.now() - began;
  const asked = performance.now();
  const newest: string[] = [];
  for (const order of store.ordered('orders', 'placedAt', true) ?? []) {
    newest.push(order.placedAt);
    if (newest.length === 50) break;
  }
  const newestMilliseconds = performance.now() - asked;
  const orders = store.count('orders');
  const { received } = store.mark('orders');
  const lines = [...store.documents('orders')].reduce((sum, order) => sum + order.lines.length, 0);
  await store.close();
  return { milliseconds, orders, received, lines, newest, newestMilliseconds };
}

Object.assign(window, { replicaCheck: { sync, syncPacked, reopen } });
