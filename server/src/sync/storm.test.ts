/** Everybody comes back at once: 200 devices with commands, while others pull. Real sockets, a real database. */
import { setTimeout as pause } from 'node:timers/promises';
import { commandRoles } from '@khaacho/shared/people/permissions.ts';
import type { Command, PullAnswer, PushAnswer, Verdict } from '@khaacho/shared/sync/protocol.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  adjustDoor,
  type Client,
  connectDesk,
  type ReplicaServer,
  startReplicaServer,
} from '../testing/replica-server.ts';
import { callerIn, createReplicaWorld, id, NOW, type ReplicaWorld } from '../testing/replica-world.ts';

const DEVICES = 200;
const COMMANDS = 20;
/** A busy machine is slow; nothing here is about how fast it is. */
const PATIENCE_MS = 170_000;

let world: ReplicaWorld;
let server: ReplicaServer;
beforeAll(async () => {
  world = await createReplicaWorld();
  server = await startReplicaServer(world, [adjustDoor]);
});
afterAll(async () => {
  await server.close();
  await world.close();
});

function commandsOf(offers: readonly string[], device: number): Command[] {
  return Array.from({ length: COMMANDS }, (_, n) => {
    const payload = { offerId: offers[(device + n) % offers.length] ?? '', deltaMilli: 1_000, reason: 'RECEIVED' };
    return { id: id(), type: 'stock.adjust', version: 1, payload, issuedAt: NOW.toISOString(), deviceSeq: n + 1 };
  });
}

/** As a replica does it: sends, and comes again when it is told to. Answers the verdicts and how often it was sent away. */
async function deliver(client: Client, commands: readonly Command[]): Promise<{ verdicts: Verdict[]; away: number[] }> {
  const away: number[] = [];
  for (;;) {
    const answer: PushAnswer = await client.socket.timeout(PATIENCE_MS).emitWithAck('push', { commands });
    if ('verdicts' in answer) return { verdicts: answer.verdicts, away };
    if (answer.refused.code !== 'BUSY') throw new Error(answer.refused.code);
    away.push(answer.refused.retryAfterMs ?? 0);
    await pause((answer.refused.retryAfterMs ?? 0) * (1 + Math.random() / 4));
  }
}

async function gauge(name: string): Promise<number> {
  const line = (await server.metrics())
    .split('\n')
    .find((one) => one.startsWith(`${name}{`) || one.startsWith(`${name} `));
  return Number(line?.split(' ').at(-1));
}

describe('a storm of pushes', () => {
  it('is answered in full, nothing lost, nothing doubled, the house never fuller than it may be, and pulls go on', async () => {
    expect(commandRoles['stock.adjust']).toContain('VENDOR_STAFF');
    const callers = Array.from({ length: DEVICES }, () => callerIn('VENDOR_STAFF', { vendorId: world.vendors[0] }));
    const clients = await Promise.all(callers.map((caller) => connectDesk(server, caller)));
    const reader = await connectDesk(server, callerIn('ADMIN'));
    const before = await world.db
      .selectFrom('stockLevels')
      .select((eb) => eb.fn.sum('onHandMilli').as('sum'))
      .executeTakeFirst();
    const sent = callers.map((_, device) => commandsOf(world.offers.flat(), device));

    const storm = Promise.all(clients.map((client, n) => deliver(client, sent[n] ?? [])));
    let over = false;
    void storm.finally(() => void (over = true));
    let pulls = 0;
    let fullest = 0;
    while (!over) {
      const request = { collection: 'offers', checkpoint: null, limit: 5000 };
      const page: PullAnswer = await reader.socket.timeout(PATIENCE_MS).emitWithAck('pull', request);
      if ('documents' in page) pulls += 1;
      fullest = Math.max(fullest, await gauge('sync_pushes_inside'));
      await pause(20);
    }
    const answers = await storm;

    expect(answers.flatMap((one) => one.verdicts)).toHaveLength(DEVICES * COMMANDS);
    expect(answers.every(({ verdicts }, n) => verdicts.every((verdict, at) => verdict.id === sent[n]?.[at]?.id))).toBe(
      true,
    );
    expect(answers.flatMap((one) => one.verdicts).every((verdict) => verdict.status === 'applied')).toBe(true);
    const after = await world.db
      .selectFrom('stockLevels')
      .select((eb) => eb.fn.sum('onHandMilli').as('sum'))
      .executeTakeFirst();
    expect(Number(after?.sum) - Number(before?.sum)).toBe(DEVICES * COMMANDS * 1_000);
    const lines = await world.db
      .selectFrom('commandLog')
      .select((eb) => ['deviceId', eb.fn.countAll<number>().as('commands'), eb.fn.max('deviceSeq').as('last')])
      .groupBy('deviceId')
      .execute();
    expect(lines).toHaveLength(DEVICES);
    expect(lines.every((line) => Number(line.commands) === COMMANDS && line.last === COMMANDS)).toBe(true);

    expect(fullest).toBeGreaterThan(0);
    expect(fullest).toBeLessThanOrEqual(48);
    const away = answers.flatMap((one) => one.away);
    expect(away.length).toBeGreaterThan(0);
    expect(pulls).toBeGreaterThan(5);
    console.log(`${DEVICES} devices × ${COMMANDS} commands: ${away.length} times sent away, ${pulls} pulls meanwhile`);
    for (const client of [...clients, reader]) client.close();
  }, 180_000);
});
