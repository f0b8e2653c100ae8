/** Somebody connects, asks or listens, and does not read. */
import { setTimeout as pause } from 'node:timers/promises';
import type { PullAnswer } from '@khaacho/shared/sync/protocol.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, connectDesk, type ReplicaServer, startReplicaServer } from '../testing/replica-server.ts';
import { callerIn, createReplicaWorld, placeOrder, type ReplicaWorld, touchOrder } from '../testing/replica-world.ts';

let world: ReplicaWorld;
let server: ReplicaServer;
const NOTES = 'x'.repeat(60_000);
const orders: string[] = [];
beforeAll(async () => {
  world = await createReplicaWorld();
  server = await startReplicaServer(world);
  for (let n = 0; n < 40; n += 1) orders.push(await placeOrder(world, { retailer: 0, vendor: 0 }));
  for (const order of orders) await touchOrder(world.db, order, { notes: NOTES });
  await server.sync.drain();
});
afterAll(async () => {
  await server.close();
  await world.close();
});

/** A page of all orders here, on the wire. */
const PAGE = 40 * 60_000;

/** Stops reading at the TCP stream; answers how to read again. */
function stopReading(client: Client): () => void {
  const raw = client.socket.io.engine.transport;
  const stream: unknown = 'ws' in raw && raw.ws instanceof Object && '_socket' in raw.ws ? raw.ws._socket : null;
  if (!(stream instanceof Object && 'pause' in stream && 'resume' in stream)) throw new Error('no stream');
  const { pause: stop, resume } = stream;
  if (typeof stop !== 'function' || typeof resume !== 'function') throw new Error('no stream');
  stop.call(stream);
  return () => void resume.call(stream);
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await pause(5);
}

async function gauge(name: string): Promise<number> {
  const line = (await server.metrics())
    .split('\n')
    .find((one) => one.startsWith(`${name}{`) || one.startsWith(`${name} `));
  return Number(line?.split(' ').at(-1));
}

describe('a client that does not read', () => {
  it('has a megabyte of changes waiting for it, not all of them, and pulls what it missed', async () => {
    const slow = await connectDesk(server, callerIn('ADMIN'));
    const fast = await connectDesk(server, callerIn('ADMIN'));
    await server.sync.drain();
    const readAgain = stopReading(slow);
    let most = 0;
    // 24 MB of changes; what the kernel's buffers take of them is not ours.
    for (let n = 0; n < 400; n += 1) {
      await touchOrder(world.db, orders[0] ?? '', { notes: `${n}${NOTES}` });
      await server.sync.drain();
      most = Math.max(most, await gauge('sync_waiting_bytes'));
    }
    expect(most).toBeGreaterThan(500_000);
    expect(most).toBeLessThan(1_500_000);
    readAgain();
    await until(() => slow.resyncs() > 0);
    expect(fast.resyncs()).toBe(0);
    await until(async () => (await gauge('sync_waiting_bytes')) === 0);
    for (const client of [slow, fast]) client.close();
  }, 60_000);

  it('that asks for page after page gets them one after the other, as it reads', async () => {
    const slow = await connectDesk(server, callerIn('ADMIN'));
    await server.sync.drain();
    const asked = server.asked();
    const readAgain = stopReading(slow);
    const answers: PullAnswer[] = [];
    const request = { collection: 'orders', checkpoint: null, limit: 5000 };
    for (let n = 0; n < 200; n += 1) slow.socket.emit('pull', request, (answer: PullAnswer) => answers.push(answer));
    await until(async () => (await gauge('sync_waiting_bytes')) > PAGE);
    let most = 0;
    for (let look = 0; look < 100; look += 1) {
      await server.sync.drain();
      most = Math.max(most, await gauge('sync_waiting_bytes'));
    }
    expect(most).toBeLessThan(3 * PAGE);
    // Each is checked when it is begun; what the kernel took in before it was full is among them.
    expect(server.asked() - asked).toBeLessThan(20);
    readAgain();
    await until(() => answers.length === 200);
    const pages = answers.filter((answer) => 'documents' in answer);
    expect(pages).toHaveLength(34);
    const others = answers.filter((answer) => 'refused' in answer && answer.refused.code === 'RATE_LIMITED');
    expect(others).toHaveLength(166);
    slow.close();
  }, 60_000);

  it('and asks without end is cut off', async () => {
    const slow = await connectDesk(server, callerIn('ADMIN'));
    const before = await gauge('sync_sockets');
    const readAgain = stopReading(slow);
    const request = { collection: 'orders', checkpoint: null, limit: 5000 };
    const ask = (times: number) => {
      for (let n = 0; n < times; n += 1) slow.socket.emit('pull', request, () => undefined);
    };
    ask(30);
    await until(async () => (await gauge('sync_waiting_bytes')) > PAGE);
    ask(800);
    await until(async () => (await gauge('sync_sockets')) < before);
    expect(await gauge('sync_waiting_bytes')).toBe(0);
    readAgain();
    await until(() => slow.disconnected() !== null);
  }, 30_000);
});
