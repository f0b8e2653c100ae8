// Bundled and run in a real Chromium by `segment-store.chromium.test.ts`.
import { openReplicaStore, startMark } from '../database.ts';
import { sealWith } from '../sealing.ts';
import { orderOf } from './samples.ts';

const PAGE = 1_000;

async function open() {
  const key = await crypto.subtle.importKey('raw', new Uint8Array(32).fill(7), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  return openReplicaStore('chromium', 'e1', sealWith(key));
}

export type SyncFigures = { milliseconds: number; longestStall: number; jsonMegabytes: number; diskMegabytes: number };
export type OpenFigures = { milliseconds: number; orders: number; newest: string[]; newestMilliseconds: number };

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

/** Opens what lies on disk and asks for the newest fifty. */
async function reopen(): Promise<OpenFigures> {
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
  await store.close();
  return { milliseconds, orders, newest, newestMilliseconds };
}

Object.assign(window, { replicaCheck: { sync, reopen } });
