import type { Role } from '@khaacho/shared/people/contract.ts';
import type { Random } from '../../desktop/src/renderer/replica/testing/virtual-time.ts';
import { type Tx, transaction } from '../../server/src/db/database.ts';
import type { Lane } from './lane.ts';

const OFFERS = 3;
const SHOPS = 4;
/** A price nobody but the vendor and the back office may read; odd enough to be searched for in what an agent was sent. */
const COST_PAISA = 7_310_000;

export type Member = {
  userId: string;
  name: string;
  role: Role;
  vendorId: string | null;
  territoryIds: string[];
  deviceId: string;
  sessionId: string;
};

/** What belongs to one seed: its own territories, vendors, shops, goods and people, among those of others. */
export type Ground = {
  seed: number;
  territories: string[];
  vendors: string[];
  /** The first two in the first territory, the others in the second. */
  shops: string[];
  products: string[];
  /** Of each vendor, in the order of the goods. */
  offers: string[][];
  /** An offer of the first vendor that nobody orders; see `watch.ts`. */
  watched: { offerId: string; productId: string; openingMilli: number };
  openingMilli: Map<string, number>;
  costs: Map<string, number>;
  /** Where each shop has ever been. */
  shopTerritories: Map<string, Set<string>>;
  members: Member[];
  /** Whose device keeps to no rule. */
  raw: Member;
  newId(): string;
};

/** Ids of a seed: version 7 in form, told by the seed and a count, so that a run can be read beside another of the same seed. */
export function idsOf(seed: number): () => string {
  let count = 0;
  return () => {
    count += 1;
    const own = (seed >>> 0).toString(16).padStart(8, '0');
    return `0199${own.slice(0, 4)}-${own.slice(4)}-7000-8000-${count.toString(16).padStart(12, '0')}`;
  };
}

export const PEOPLE: { role: Role; vendor: number | null; territories: number[] }[] = [
  { role: 'VENDOR_STAFF', vendor: 0, territories: [] },
  { role: 'FIELD_AGENT', vendor: null, territories: [0] },
  { role: 'VENDOR_STAFF', vendor: 1, territories: [] },
  { role: 'FIELD_AGENT', vendor: null, territories: [0, 1] },
  { role: 'ADMIN', vendor: null, territories: [] },
  { role: 'SUPPORT', vendor: null, territories: [] },
  { role: 'FIELD_AGENT', vendor: null, territories: [1] },
  { role: 'VENDOR_STAFF', vendor: 0, territories: [] },
];

/** Lays the ground of a seed, with the people of these places of `PEOPLE`. */
export async function layGround(lane: Lane, seed: number, random: Random, places: readonly number[]): Promise<Ground> {
  const newId = idsOf(seed);
  const list = (length: number) => Array.from({ length }, newId);
  const [territories, vendors, shops, products] = [list(2), list(2), list(SHOPS), list(OFFERS)];
  const offers = vendors.map(() => list(OFFERS));
  const ground: Ground = {
    watched: { offerId: newId(), productId: newId(), openingMilli: 7_000 },
    ...{ seed, territories, vendors, shops, products, offers, newId },
    members: places.flatMap((place) => memberOf(place, vendors, territories, newId, `P${seed}.${place}`)),
    raw: memberOf(0, vendors, territories, newId, `P${seed}.raw`),
    openingMilli: new Map(offers.flat().map((offer) => [offer, (5 + random.below(60)) * 1000])),
    costs: new Map(offers.flat().map((offer, n) => [offer, COST_PAISA + n])),
    shopTerritories: new Map(shops.map((shop, n) => [shop, new Set([territoryOf(territories, n)])])),
  };
  const now = lane.time.now();
  await transaction(lane.house.db, async (tx) => {
    await insertParties(tx, ground, now);
    await insertGoods(tx, ground, now);
    for (const member of [...ground.members, ground.raw]) await insertMember(tx, member, now);
  });
  return ground;
}

function memberOf(
  place: number,
  vendors: readonly string[],
  territories: readonly string[],
  newId: () => string,
  name: string,
): Member {
  const one = PEOPLE[place];
  if (!one) throw new Error(`nobody has place ${place}`);
  return {
    ...{ userId: newId(), name, role: one.role, deviceId: `device-${newId()}`, sessionId: newId() },
    vendorId: one.vendor === null ? null : (vendors[one.vendor] ?? null),
    territoryIds: one.territories.flatMap((n) => territories[n] ?? []),
  };
}

function territoryOf(territories: readonly string[], shop: number): string {
  return territories[shop < SHOPS / 2 ? 0 : 1] ?? '';
}

async function insertParties(tx: Tx, ground: Ground, now: Date): Promise<void> {
  const stamps = { createdAt: now, updatedAt: now };
  const { seed, territories, vendors, shops } = ground;
  await tx
    .insertInto('territories')
    .values(territories.map((id, n) => ({ id, name: `T${seed}.${n}` })))
    .execute();
  const place = { address: 'Bazaar', city: 'Surkhet' };
  const open = { opensAtMinute: 0, closesAtMinute: 1440 };
  await tx
    .insertInto('vendors')
    .values(vendors.map((id, n) => ({ id, name: `V${seed}.${n}`, ...place, ...open, ...stamps })))
    .execute();
  await tx
    .insertInto('retailers')
    .values(
      shops.map((id, n) => ({
        ...{ id, name: `S${seed}.${n}`, ...place, approved: true, ...stamps },
        territoryId: territoryOf(territories, n),
      })),
    )
    .execute();
  await tx
    .insertInto('creditAccounts')
    .values(shops.map((retailerId) => ({ retailerId, limitPaisa: 3_000_000 })))
    .execute();
  await tx
    .insertInto('chats')
    .values(
      shops.map((retailerId, n) => ({
        ...{ id: ground.newId(), provider: 'whatsapp', externalId: `fuzz:${seed}:${n}`, retailerId, createdAt: now },
      })),
    )
    .execute();
}

async function insertGoods(tx: Tx, ground: Ground, now: Date): Promise<void> {
  const stamps = { createdAt: now, updatedAt: now };
  const { seed, vendors, offers, openingMilli, costs, watched } = ground;
  const products = [...ground.products, watched.productId];
  await tx
    .insertInto('products')
    .values(
      products.map((id, n) => ({
        ...{ id, sku: `G${seed}-${n}`, name: `Good ${n}`, nameNe: `सामान ${n}`, category: 'Rice', unit: 'packet' },
        ...{ baseUnit: 'g', basePerUnit: 1000, taxClass: 'VAT', ...stamps },
      })),
    )
    .execute();
  const all = offers.flatMap((ids, v) =>
    ids.map((id, n) => ({ id, vendorId: vendors[v] ?? '', productId: products[n] ?? '' })),
  );
  all.push({ id: watched.offerId, vendorId: vendors[0] ?? '', productId: watched.productId });
  await tx
    .insertInto('offers')
    .values(all.map((offer) => ({ ...offer, pricePaisa: 15_000, costPaisa: costs.get(offer.id) ?? 0, ...stamps })))
    .execute();
  const levels = [...openingMilli, [watched.offerId, watched.openingMilli] as const].map(([offerId, onHandMilli]) => ({
    offerId,
    onHandMilli,
  }));
  await tx.insertInto('stockLevels').values(levels).execute();
  await tx
    .insertInto('stockMoves')
    .values(levels.map((level) => ({ ...level, kind: 'OPENING', deltaMilli: level.onHandMilli, at: now })))
    .execute();
}

async function insertMember(tx: Tx, member: Member, now: Date): Promise<void> {
  const { userId, name, role, vendorId, territoryIds, deviceId } = member;
  await tx
    .insertInto('users')
    .values({ id: userId, role, name, email: `${userId}@fuzz.test`, vendorId, createdAt: now, updatedAt: now })
    .execute();
  if (territoryIds.length > 0) {
    const rows = territoryIds.map((territoryId) => ({ userId, territoryId }));
    await tx.insertInto('userTerritories').values(rows).execute();
  }
  await tx
    .insertInto('devices')
    .values({ id: deviceId, userId, name: 'Desk', createdAt: now, lastSeenAt: now })
    .execute();
  await insertSession(tx, member, now);
}

export async function insertSession(tx: Tx, { sessionId, userId, deviceId }: Member, now: Date): Promise<void> {
  await tx.insertInto('sessions').values({ id: sessionId, userId, deviceId, createdAt: now }).execute();
}
