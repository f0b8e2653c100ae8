import { afterEach, describe, expect, it } from 'vitest';
import { createChaos, standardChaos, type Trouble, troubles } from './chaos.ts';
import { BUSINESS, GITA, SITA, startWorld, type World } from './testing/world.ts';

const calm = Object.fromEntries(troubles.map((trouble) => [trouble, 0])) as Record<Trouble, number>;

describe('decisions', () => {
  const run = (seed: string, lane: string, count = 500) => {
    const chaos = createChaos(standardChaos, seed);
    return Array.from({ length: count }, () => chaos.strikes('duplicateInbound', lane));
  };

  it('are the same for the same seed, and others for another', () => {
    expect(run('a', SITA)).toEqual(run('a', SITA));
    expect(run('a', SITA)).not.toEqual(run('b', SITA));
  });

  it('in one conversation do not depend on the others', () => {
    const chaos = createChaos(standardChaos, 'a');
    const mixed = Array.from({ length: 500 }, () => {
      chaos.strikes('duplicateInbound', GITA);
      chaos.strikes('dropStatus', SITA);
      return chaos.strikes('duplicateInbound', SITA);
    });
    expect(mixed).toEqual(run('a', SITA));
  });

  it('strike about as often as the profile says, and never when it is off', () => {
    const share = run('a', SITA, 5_000).filter(Boolean).length / 5_000;
    expect(share).toBeGreaterThan(0.17);
    expect(share).toBeLessThan(0.23);
    const off = createChaos(null, 'a');
    expect(troubles.some((trouble) => off.strikes(trouble, SITA))).toBe(false);
  });

  it('can be forced, a number of times', () => {
    const chaos = createChaos(null, 'a');
    chaos.force('createFails', 2);
    expect([1, 2, 3].map(() => chaos.strikes('createFails', SITA))).toEqual([true, true, false]);
  });
});

describe('trouble', () => {
  let world: World;
  afterEach(() => world.close());
  const send = () => world.client.messages.create({ from: BUSINESS, to: `whatsapp:${SITA}`, body: 'x' });

  it('duplicates an inbound webhook under the same sid', async () => {
    world = await startWorld({ chaos: { ...calm, duplicateInbound: 1 } });
    const sid = await world.says(SITA, 'hi');
    expect(world.of('webhook').map((each) => each.params.MessageSid)).toEqual([sid, sid]);
  });

  it('drops an inbound webhook, which the list by REST still shows', async () => {
    world = await startWorld({ chaos: { ...calm, dropInbound: 1 } });
    const sid = await world.says(SITA, 'hi');
    expect(world.of('webhook')).toEqual([]);
    expect((await world.client.messages.list({ to: BUSINESS })).map((each) => each.sid)).toEqual([sid]);
  });

  it('duplicates, reorders and drops status callbacks', async () => {
    const statuses = async (trouble: Partial<Record<Trouble, number>>) => {
      if (world) await world.close();
      world = await startWorld({ chaos: { ...calm, ...trouble } });
      await world.says(SITA, 'hi');
      await send();
      await world.drain();
      return world.of('status').map((each) => each.params.MessageStatus);
    };
    world = await startWorld();
    expect(await statuses({ duplicateStatus: 1 })).toEqual(['sent', 'sent', 'delivered', 'delivered', 'read', 'read']);
    expect(await statuses({ reorderStatus: 1 })).toEqual(['delivered', 'sent', 'read']);
    expect(await statuses({ dropStatus: 1 })).toEqual([]);
  });

  it('throttles with 20429 and fails with 20500, accepting nothing', async () => {
    world = await startWorld();
    await world.says(SITA, 'hi');
    await world.control('POST', '/faults', { trouble: 'createThrottled', times: 1 });
    await expect(send()).rejects.toMatchObject({ status: 429, code: 20429 });
    await world.control('POST', '/faults', { trouble: 'createFails', times: 1 });
    await expect(send()).rejects.toMatchObject({ status: 500, code: 20500 });
    expect(await world.client.messages.list({ to: `whatsapp:${SITA}` })).toEqual([]);
    expect((await send()).status).toBe('queued');
  });

  it('breaks the connection after accepting: only a list shows that the message went out', async () => {
    world = await startWorld();
    await world.says(SITA, 'hi');
    await world.control('POST', '/faults', { trouble: 'createLost', times: 1 });
    await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' });
    await world.drain();
    expect((await world.client.messages.list({ to: `whatsapp:${SITA}` })).map((each) => each.status)).toEqual(['read']);
  });

  it('tells the first status before the create call has returned', async () => {
    world = await startWorld({ chaos: { ...calm, earlyCallback: 1 } });
    await world.says(SITA, 'hi');
    const sent = await send();
    expect(sent.status).toBe('queued');
    expect(world.of('status').map((each) => [each.params.MessageStatus, each.params.MessageSid])).toContainEqual([
      'sent',
      sent.sid,
    ]);
  });

  it('is switched by the page, seed and all', async () => {
    world = await startWorld();
    const state = await world.control('PUT', '/chaos', { on: true, seed: 'monsoon', profile: { duplicateInbound: 1 } });
    expect(state).toMatchObject({
      chaos: { on: true, seed: 'monsoon', profile: { duplicateInbound: 1, createFails: 0.02 } },
    });
    expect(await world.control('PUT', '/chaos', { on: false })).toMatchObject({ chaos: { on: false, profile: null } });
  });
});
