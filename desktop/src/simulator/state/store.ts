import { useSyncExternalStore } from 'react';
import type { Alert, Contact, Exchange, Message, World } from './model.ts';

/** Everything the page knows. One object, replaced as a whole, so that React sees every change. */
export interface Model {
  world: World | null;
  /** performance.now() at the moment `world` was read: the demo clock runs on from there. */
  worldReadAt: number;
  contacts: Record<string, Contact>;
  /** Loaded chats, oldest message first. */
  threads: Record<string, Message[]>;
  /** Newest first. */
  exchanges: Exchange[];
  alerts: Alert[];
  link: 'connecting' | 'live' | 'lost';
  /** How many messages of each phone the person at the screen has seen. */
  seen: Record<string, number>;
  /** What the last click ran into. */
  problem: Error | null;
}

const SEEN_KEY = 'khaacho.simulator.seen';
// More than anyone scrolls through; a load test must not slow the page down.
const KEPT_EXCHANGES = 400;

let model: Model = {
  world: null,
  worldReadAt: 0,
  contacts: {},
  threads: {},
  exchanges: [],
  alerts: [],
  link: 'connecting',
  seen: readSeen(),
  problem: null,
};
const listeners = new Set<() => void>();

function set(change: Partial<Model>): void {
  model = { ...model, ...change };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** One part of the model; renders again only when that part was replaced. */
export function useModel<Part>(select: (model: Model) => Part): Part {
  return useSyncExternalStore(subscribe, () => select(model));
}

export const store = {
  read: () => model,
  subscribe,
  set,
  world: (world: World) => set({ world, worldReadAt: performance.now() }),
  contact: (contact: Contact) => set({ contacts: { ...model.contacts, [contact.phone]: contact } }),
  contacts: (list: Contact[]) => set({ contacts: Object.fromEntries(list.map((each) => [each.phone, each])) }),
  thread: (phone: string, messages: Message[]) => set({ threads: { ...model.threads, [phone]: messages } }),
  message(message: Message): void {
    const thread = model.threads[message.phone];
    if (thread) set({ threads: { ...model.threads, [message.phone]: upsert(thread, message) } });
  },
  forget(sid: string): void {
    const threads = Object.entries(model.threads).map(([phone, thread]) => [
      phone,
      thread.filter((each) => each.sid !== sid),
    ]);
    set({ threads: Object.fromEntries(threads) });
  },
  exchange(exchange: Exchange): void {
    const others = model.exchanges.filter((each) => each.id !== exchange.id);
    const next = [exchange, ...others].sort((a, b) => b.id - a.id);
    set({ exchanges: next.slice(0, KEPT_EXCHANGES) });
  },
  alert: (alert: Alert) => set({ alerts: [alert, ...model.alerts].slice(0, KEPT_EXCHANGES) }),
  /** Marks all that has arrived on a phone as seen. */
  see(phone: string): void {
    const received = model.contacts[phone]?.received ?? 0;
    if (model.seen[phone] === received) return;
    const seen = { ...model.seen, [phone]: received };
    localStorage.setItem(SEEN_KEY, JSON.stringify(seen));
    set({ seen });
  },
};

export function unread(contact: Contact, seen: Record<string, number>): number {
  return Math.max(0, contact.received - (seen[contact.phone] ?? 0));
}

/** A message keeps its place in the chat while its status moves on. */
function upsert(thread: Message[], message: Message): Message[] {
  const index = thread.findIndex((each) => each.sid === message.sid);
  return index < 0 ? [...thread, message] : thread.with(index, message);
}

function readSeen(): Record<string, number> {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(SEEN_KEY) ?? '{}');
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(
      Object.entries(parsed).filter((pair): pair is [string, number] => typeof pair[1] === 'number'),
    );
  } catch {
    return {};
  }
}
