/** One rule, two runners: what a desk shows of a waiting command is what the server makes of it. */
import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Actor } from '@khaacho/shared/sync/projection.ts';
import { project } from '@khaacho/shared/sync/projections.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandDoors } from '../features.ts';
import { checkInvariants } from '../invariants/check.ts';
import { createLog } from '../log.ts';
import { createGate } from '../sync/gate.ts';
import { createPush, type Push } from '../sync/push.ts';
import { createRegistry } from '../sync/registry.ts';
import { createMirror, type Mirror } from '../testing/mirror.ts';
import { type AnyCommand, freshShop, makeRoom, type Step, sequenceOf, stepArbitrary } from '../testing/parity-steps.ts';
import { callerOf, createTestWorld, MORNING, productId, type TestWorld } from '../testing/world.ts';

const log = createLog({ level: 'error' });
let world: TestWorld;
let goods: string[];
let admin: Actor;
let mirror: Mirror;
let push: Push;

async function actorOf(email: string): Promise<Actor> {
  const caller = await callerOf(world.db, email);
  const user = await world.db
    .selectFrom('users')
    .select('name')
    .where('id', '=', caller.userId)
    .executeTakeFirstOrThrow();
  return { ...caller, deviceId: `desk-of-${email}`, name: user.name };
}

beforeAll(async () => {
  world = await createTestWorld();
  goods = [await productId(world.db, 'RICE-1KG'), await productId(world.db, 'DAL-1KG')];
  admin = await actorOf('admin@khaacho.test');
  mirror = await createMirror(world.db, admin);
  push = createPush({
    db: world.db,
    registry: createRegistry([], commandDoors),
    log,
    clock: { now: () => MORNING },
    gate: createGate(1),
    numbered: async () => {},
  });
});
afterAll(() => world.close());

const sent = new Map<string, number>();
/** The server's verdicts, one push for all as a desk sends them when the network is back. */
async function serverVerdicts(commands: readonly AnyCommand[], actor: Actor): Promise<string[]> {
  const numbered = commands.map(({ id, type, payload, issuedAt }) => {
    const deviceSeq = (sent.get(actor.deviceId ?? '') ?? 0) + 1;
    sent.set(actor.deviceId ?? '', deviceSeq);
    return { id, type, payload, issuedAt, version: 1, deviceSeq };
  });
  const answer = await push(actor, numbered);
  if ('refused' in answer) throw new Error(answer.refused.message);
  return answer.verdicts.map((verdict) =>
    verdict.status === 'applied' ? 'applied' : `${verdict.status} ${verdict.code}`,
  );
}

/** Shows all commands on the desk first, as if without network, then lets the server decide them. */
async function bothSides(commands: readonly AnyCommand[], actor: Actor, desk: Mirror) {
  const overlay = desk.overlay();
  const shown = commands.map((command) => {
    const projected = project(overlay, command, actor, new Date(command.issuedAt));
    if (projected.ok) overlay.apply(projected.value);
    return projected.ok ? 'applied' : `rejected ${projected.error.code}`;
  });
  const decided = await serverVerdicts(commands, actor);
  const projected = overlay.changed();
  return { shown, decided, projected, happened: await desk.catchUp() };
}

/** A shop of its own with an order on the first good; the shelves full. */
async function orderOf(quantityMilli: number) {
  const shop = await freshShop(world.db, 1_000_000);
  await makeRoom(world.db, goods);
  await mirror.catchUp();
  const step: Step = { kind: 'create', order: 0, amount: quantityMilli, vendor: 0, flag: false };
  const commands = sequenceOf([step], { shop, goods, offers: mirror.all('offers') });
  expect((await bothSides(commands, admin, mirror)).decided).toEqual(['applied']);
  const order = mirror.all('orders').find((one) => one.retailerId === shop);
  if (!order) throw new Error('the order was not taken');
  return { order, offerId: order.lines[0]?.offerId ?? '' };
}

const stamp = () => ({ id: newId(MORNING), issuedAt: MORNING.toISOString() });

describe('a desk and the server', () => {
  it('agree on any sequence of commands: verdicts, and every order, shop and offer to the paisa', async () => {
    let commands = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 1, maxLength: 24, size: 'max' }), async (steps) => {
        const shop = await freshShop(world.db, 1_000_000);
        await makeRoom(world.db, goods);
        await mirror.catchUp();
        const list = sequenceOf(steps, { shop, goods, offers: mirror.all('offers') });
        const { shown, decided, projected, happened } = await bothSides(list, admin, mirror);
        expect(shown).toEqual(decided);
        expect(projected).toEqual(happened);
        commands += list.length;
        refused += decided.filter((one) => one !== 'applied').length;
      }),
      { numRuns: 60 },
    );
    console.log(`parity: ${commands} commands, ${refused} of them refused, on both sides alike`);
  });

  it('agree on what a refusal by a vendor frees; who is asked next only the server knows', async () => {
    const { order, offerId } = await orderOf(10_000);
    const payload = { orderId: order.id, reason: 'TOO_FAR', note: 'the bridge is out' } as const;
    const reject: AnyCommand = { ...stamp(), type: 'order.reject', payload };
    const { shown, decided, projected, happened } = await bothSides([reject], admin, mirror);
    expect([shown, decided]).toEqual([['applied'], ['applied']]);
    expect(projected[`offers/${offerId}`]).toEqual(happened[`offers/${offerId}`]);
    expect(projected[`orders/${order.id}`]).toMatchObject({
      state: 'PENDING',
      vendorId: null,
      reason: 'TOO_FAR: the bridge is out',
    });
    expect(mirror.get('orders', order.id)?.vendorId).not.toBe(order.vendorId);
  });

  it('agree on what a vendor sees of its own orders, and keep what another vendor says was delivered', async () => {
    const { order } = await orderOf(10_000);
    const staff = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => actorOf(`vendor${n}@khaacho.test`)));
    const owner = staff.find((one) => one.vendorId === order.vendorId);
    const other = staff.find((one) => one.vendorId !== order.vendorId);
    if (!owner || !other) throw new Error('the vendor has no staff');
    const step = (type: 'order.accept' | 'order.pack' | 'order.dispatch' | 'order.outForDelivery'): AnyCommand => ({
      ...stamp(),
      type,
      payload: { orderId: order.id },
    });
    const life = [
      step('order.accept'),
      step('order.pack'),
      step('order.dispatch'),
      step('order.pack'),
      step('order.outForDelivery'),
    ];
    const { shown, decided, projected, happened } = await bothSides(life, owner, await createMirror(world.db, owner));
    expect(decided).toEqual(['applied', 'applied', 'applied', 'rejected ORDER_MOVE_ILLEGAL', 'applied']);
    expect(shown).toEqual(decided);
    expect(projected).toEqual(happened);

    const foreign = await createMirror(world.db, other);
    expect(foreign.get('orders', order.id)).toBe(undefined);
    const deliver: AnyCommand = { ...stamp(), type: 'order.deliver', payload: { orderId: order.id } };
    expect(await bothSides([deliver], other, foreign)).toEqual({
      shown: ['applied'],
      decided: ['applied'],
      projected: {},
      happened: {},
    });
  });

  it('agree on a shelf that a count has left short: goods may come in, and what leaves ends at nothing', async () => {
    const { order, offerId } = await orderOf(20_000);
    const againstMilli = mirror.get('offers', offerId)?.onHandMilli ?? 0;
    const commands: AnyCommand[] = [
      { ...stamp(), type: 'stock.count', payload: { offerId, countedMilli: 0, againstMilli } },
      { ...stamp(), type: 'stock.adjust', payload: { offerId, deltaMilli: 1_000, reason: 'RECEIVED' } },
      { ...stamp(), type: 'stock.adjust', payload: { offerId, deltaMilli: -1, reason: 'LOST' } },
    ];
    const { shown, decided, projected, happened } = await bothSides(commands, admin, mirror);
    expect(decided).toEqual(['applied', 'applied', 'rejected STOCK_BELOW_RESERVED']);
    expect(shown).toEqual(decided);
    expect(projected).toEqual(happened);
    const level = await world.db
      .selectFrom('stockLevels')
      .select(['onHandMilli', 'shortSince'])
      .where('offerId', '=', offerId)
      .executeTakeFirst();
    expect(level).toEqual({ onHandMilli: 1_000, shortSince: MORNING });

    const payload = { orderId: order.id };
    const leaving = await bothSides(
      [
        { ...stamp(), type: 'order.accept', payload },
        { ...stamp(), type: 'order.pack', payload },
        { ...stamp(), type: 'order.dispatch', payload },
      ],
      admin,
      mirror,
    );
    expect(leaving.decided).toEqual(['applied', 'applied', 'applied']);
    expect(leaving.projected).toEqual(leaving.happened);
    expect(mirror.get('offers', offerId)?.onHandMilli).toBe(0);
  });

  it('leave the server with every invariant true', async () => {
    expect((await checkInvariants(world.db)).broken).toEqual([]);
  });
});
