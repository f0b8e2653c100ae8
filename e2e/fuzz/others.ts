/** What happens at the server besides the desks: chat, payments, the office, administrators, and who holds a transaction open. */
import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { Random } from '../../desktop/src/renderer/replica/testing/virtual-time.ts';
import { raiseAlert } from '../../server/src/alerts/service.ts';
import { type Tx, transaction } from '../../server/src/db/database.ts';
import { completeIfPaid, moveOrder } from '../../server/src/orders/move-service.ts';
import { take } from '../../server/src/orders/take-service.ts';
import { recordPayment } from '../../server/src/payments/service.ts';
import { revokeDevice } from '../../server/src/people/service.ts';
import { changeUser } from '../../server/src/people/users.ts';
import { type Ground, insertSession } from './ground.ts';
import { type Lane, OFFICE_USER } from './lane.ts';
import type { Person } from './person.ts';
import type { SimTime } from './sim-time.ts';
import { pick } from './wishes.ts';

export type Others = {
  lane: Lane;
  time: SimTime;
  random: Random;
  ground: Ground;
  people: Person[];
  count(fault: string): void;
};

const office: Caller = {
  ...{ userId: OFFICE_USER, role: 'ADMIN', deviceId: null, vendorId: null, retailerId: null, territoryIds: [] },
};

/** One change by somebody without a desk, drawn but not yet carried out: the draw must not hang on what the rows say. */
type Deed = (tx: Tx) => Promise<void>;

function drawDeed({ ground, random, time }: Others): Deed {
  const dice = random.below(100);
  const [shop, good, amount] = [pick(random, ground.shops) ?? '', pick(random, ground.products) ?? '', random.next()];
  const now = time.now();
  const [id, place] = [ground.newId(), random.below(100)];
  if (dice < 25) {
    const lines = [{ productId: good, quantityMilli: (1 + (place % 5)) * 1000 }];
    const by = { userId: null, label: 'Shop', deviceId: null };
    const ask = { orderId: id, retailerId: shop, lines, source: 'WHATSAPP' as const, originKey: `draft:${id}`, by };
    return async (tx) => void (await take(tx, { ...ask, commandId: null, deviceAt: null }, now));
  }
  if (dice < 40) {
    const payload = { paymentId: id, retailerId: shop, amountPaisa: 1_000 + Math.floor(amount * 50_000) };
    return async (tx) => {
      const context = { commandId: null, issuedAt: now, now };
      const paid = await recordPayment(tx, { ...payload, method: 'BANK' }, office, context);
      if (paid.ok) for (const order of paid.value.settledOrderIds) await completeIfPaid(tx, order, now);
    };
  }
  if (dice < 60) return (tx) => passOrderOn(tx, ground, place, now);
  if (dice < 70) {
    return async (tx) => {
      await tx
        .updateTable('retailers')
        .set({ name: `Shop ${id}`, updatedAt: now })
        .where('id', '=', shop)
        .execute();
    };
  }
  if (dice < 78) {
    return async (tx) => {
      await tx
        .updateTable('products')
        .set({ name: `Good ${id}`, updatedAt: now })
        .where('id', '=', good)
        .execute();
    };
  }
  if (dice < 85) {
    const vendor = pick(random, ground.vendors) ?? '';
    return async (tx) => {
      await tx
        .updateTable('vendors')
        .set({ name: `Vendor ${id}`, updatedAt: now })
        .where('id', '=', vendor)
        .execute();
    };
  }
  if (dice < 92) {
    const alert = { kind: 'MESSAGE_UNREAD' as const, severity: 'WARNING' as const, cause: `fuzz:${id}` };
    return async (tx) => void (await raiseAlert(tx, { ...alert, message: 'A message.', retailerId: shop }, now));
  }
  const territoryId = pick(random, ground.territories) ?? '';
  ground.shopTerritories.get(shop)?.add(territoryId);
  return async (tx) => {
    await tx.updateTable('retailers').set({ territoryId, updatedAt: now }).where('id', '=', shop).execute();
  };
}

/** An assignment that runs out, an order given back: it goes to another vendor and leaves the first one's replica. */
async function passOrderOn(tx: Tx, ground: Ground, place: number, now: Date): Promise<void> {
  const open = await tx
    .selectFrom('orders')
    .select('id')
    .where('retailerId', 'in', ground.shops)
    .where('state', '=', 'ASSIGNED')
    .orderBy('id')
    .execute();
  const order = open[place % Math.max(1, open.length)];
  if (!order) return;
  const nobody = { userId: null, label: 'Khaacho', vendorId: null, deviceId: null, deviceAt: null, commandId: null };
  const ask = { orderId: order.id, move: 'expire' as const, by: 'SYSTEM' as const, reason: 'No answer in time' };
  await moveOrder(tx, { ...nobody, ...ask }, now);
}

/** Orders that are under way when the desks open: each some steps on its way. */
export async function ordersUnderWay({ lane, random, ground, time }: Others): Promise<void> {
  const steps = ['accept', 'pack', 'dispatch', 'outForDelivery', 'deliver'] as const;
  const by = { by: 'ADMIN' as const, userId: OFFICE_USER, label: 'Office', vendorId: null, deviceId: null };
  const now = time.now();
  const asks = Array.from({ length: 3 }, () => ({
    ...{ orderId: ground.newId(), retailerId: pick(random, ground.shops) ?? '', moves: random.below(steps.length + 1) },
    lines: [{ productId: pick(random, ground.products) ?? '', quantityMilli: 1000 }],
  }));
  await transaction(lane.house.db, async (tx) => {
    for (const { moves, ...ask } of asks) {
      const from = { source: 'WHATSAPP' as const, originKey: `draft:${ask.orderId}`, commandId: null, deviceAt: null };
      await take(tx, { ...ask, ...from, by: { userId: null, label: 'Shop', deviceId: null } }, now);
      for (const move of steps.slice(0, moves)) {
        const nothing = { deviceAt: null, commandId: null, reason: null };
        await moveOrder(tx, { orderId: ask.orderId, move, ...by, ...nothing }, now);
      }
    }
  });
}

/** By a process of its own. What another one was faster with is left. */
export function somebodyElse(others: Others): void {
  const deed = drawDeed(others);
  beside(others.lane, transaction(others.lane.house.db, deed));
}

/**
 * Changes one document in each scope of each collection, as far as there is one; answers `collection scope` of all. The next
 * news of a scope tells a desk that it has missed some before.
 */
export async function touchEach({ lane, ground, time }: Others): Promise<Set<string>> {
  const { db } = lane.house;
  const now = time.now();
  const touched = new Set(['products everyone', 'vendors all', 'vendors agents', 'offers all', 'offers agents']);
  const [vendors, shops] = [ground.vendors, ground.shops];
  for (const vendor of vendors) touched.add(`vendors vendor:${vendor}`).add(`offers vendor:${vendor}`);
  await db.updateTable('products').set({ updatedAt: now }).where('id', 'in', ground.products.slice(0, 1)).execute();
  await db.updateTable('vendors').set({ updatedAt: now }).where('id', 'in', vendors).execute();
  const offers = ground.offers.flatMap((list) => list.slice(0, 1));
  await db.updateTable('offers').set({ updatedAt: now }).where('id', 'in', offers).execute();
  const known = await db.selectFrom('retailers').select(['id', 'territoryId']).where('id', 'in', shops).execute();
  const orders = db.selectFrom('orders').select(['id', 'vendorId', 'territoryId']).where('retailerId', 'in', shops);
  const found = [
    ...known.map((shop) => ({ ...shop, vendorId: null, collection: 'retailers' as const })),
    ...(await orders.execute()).map((order) => ({ ...order, collection: 'orders' as const })),
  ];
  for (const { id, collection, vendorId, territoryId } of found) {
    const scopes = ['all', `territory:${territoryId}`, ...(vendorId === null ? [] : [`vendor:${vendorId}`])];
    if (scopes.every((scope) => touched.has(`${collection} ${scope}`))) continue;
    for (const scope of scopes) touched.add(`${collection} ${scope}`);
    await db.updateTable(collection).set({ updatedAt: now }).where('id', '=', id).execute();
  }
  for (const server of lane.servers) if (server.alive()) server.sync.nudge();
  return touched;
}

/** Writes now and commits much later, when others have long been numbered. */
export function lateTransaction(others: Others): void {
  const { lane, time, random, count } = others;
  count('transaction held open');
  const deed = drawDeed(others);
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = quietly(
    transaction(lane.house.db, async (tx) => {
      await deed(tx);
      await promise;
    }),
  ).then(() => void lane.late.delete(work));
  lane.late.add(work);
  time.after(200 + random.below(6_000), resolve);
}

/** A statement that met another's lock or rule: in the world somebody would try again; here it did not happen. */
async function quietly(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined);
}

/** Waited for with the servers' answers, not here: it may need a row that a transaction holds which time is to end. */
function beside(lane: Lane, work: Promise<unknown>): void {
  const settled = quietly(work).then(() => void lane.asked.delete(settled));
  lane.asked.add(settled);
}

/** Answers whose. Rights change: by an administrator, through one of the two servers; the other one learns of it as it does in the world. */
export async function changeRights(others: Others): Promise<Person | undefined> {
  const { lane, random, ground, people, count, time } = others;
  const person = pick(random, people);
  const dice = random.below(100);
  const server = await lane.server(random.below(2));
  if (!person || person.wiped) return undefined;
  const { access } = server.people;
  const inTransaction = (deed: (tx: Tx) => Promise<unknown>) => beside(lane, transaction(server.database.db, deed));
  const change = (ask: Parameters<typeof changeUser>[3]) =>
    inTransaction((tx) => changeUser(tx, access, person.userId, ask, office, time.now()));
  if (dice < 12) {
    count('device revoked');
    const { deviceId } = person.member;
    inTransaction((tx) => revokeDevice(tx, access, deviceId, office, time.now()));
  } else if (dice < 30) {
    count('account closed and opened again');
    change({ status: 'DISABLED' });
    time.after(5_000 + random.below(60_000), () => beside(lane, openAgain(others, person)));
  } else if (person.member.role === 'FIELD_AGENT' && dice < 80) {
    count('territories changed');
    const territoryIds = ground.territories.filter(() => random.chance(0.5));
    for (const id of territoryIds) person.territoriesEver.add(id);
    change({ territoryIds });
  } else if (person.member.role === 'VENDOR_STAFF') {
    count('moved to another vendor');
    const vendorId = pick(random, ground.vendors) ?? '';
    person.vendorsEver.add(vendorId);
    change({ vendorId });
  } else {
    count('role changed');
    const territoryIds = ground.territories.slice(0, 1);
    const back = person.member.role === 'FIELD_AGENT';
    for (const id of back ? [] : territoryIds) person.territoriesEver.add(id);
    person.officeEver = true;
    change(back ? { role: 'SUPPORT', territoryIds: [] } : { role: 'FIELD_AGENT', territoryIds });
  }
  return person;
}

/** The account is opened again and its person signs in anew on the same desk. */
async function openAgain({ lane, time, ground }: Others, person: Person): Promise<void> {
  const now = time.now();
  const sessionId = ground.newId();
  await transaction(lane.house.db, async (tx) => {
    const active = { status: 'ACTIVE', updatedAt: now };
    await tx.updateTable('users').set(active).where('id', '=', person.userId).execute();
    await insertSession(tx, { ...person.member, sessionId }, now);
  });
  person.member.sessionId = sessionId;
  person.desk?.connection.retryNow();
}
