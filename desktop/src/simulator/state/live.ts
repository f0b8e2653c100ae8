import { z } from 'zod';
import { api } from './api.ts';
import { alert, contact, exchange, message, world } from './model.ts';
import { store } from './store.ts';

const deleted = z.object({ sid: z.string() });

/**
 * Keeps the model level with the emulator. The browser connects again by itself; on every `hello` the whole state is
 * read afresh, so nothing that happened in between is missed. The answer ends it.
 */
export function goLive(): () => void {
  const source = api.stream();
  const on = <Schema extends z.ZodType>(type: string, schema: Schema, use: (data: z.infer<Schema>) => void) => {
    source.addEventListener(type, (event: MessageEvent<string>) => {
      const parsed = schema.safeParse(JSON.parse(event.data));
      if (parsed.success) use(parsed.data);
    });
  };
  source.addEventListener('hello', () => {
    store.set({ link: 'live' });
    void readAll();
  });
  source.addEventListener('error', () => store.set({ link: 'lost' }));
  on('message', message, store.message);
  on('contact', contact, store.contact);
  on('exchange', exchange, store.exchange);
  on('alert', alert, store.alert);
  on('state', world, store.world);
  on('deleted', deleted, ({ sid }) => store.forget(sid));
  return () => source.close();
}

async function readAll(): Promise<void> {
  try {
    const [now, contacts, wire] = await Promise.all([api.world(), api.contacts(), api.wire()]);
    store.world(now);
    store.contacts(contacts);
    store.set({ exchanges: wire.exchanges, alerts: wire.alerts });
    await Promise.all(Object.keys(store.read().threads).map(openThread));
  } catch (error) {
    store.set({ problem: error instanceof Error ? error : new Error(String(error)) });
  }
}

/** Loads a chat, once or again. */
export async function openThread(phone: string): Promise<void> {
  const answer = await api.thread(phone);
  store.thread(phone, answer.messages);
  store.contact(answer.contact);
}

/** Runs what a click has started; what goes wrong is shown and not thrown. */
export function attempt(work: Promise<unknown>): void {
  work.catch((error: unknown) => store.set({ problem: error instanceof Error ? error : new Error(String(error)) }));
}
