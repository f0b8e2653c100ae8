import type { OrderState } from '@khaacho/shared/orders/contract.ts';
import type { OrderFacts } from '@khaacho/shared/orders/rules.ts';
import { VENDOR_OPEN } from '@khaacho/shared/orders/states.ts';
import { defaultHouseSettings } from '@khaacho/shared/settings/contract.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';

/** What of a shop stands on its orders, and who may reach it; `orderedBy` is the name of the user who was asked about. */
export type FactsBeside = {
  shop: { name: string; phone: string | null; address: string; territoryId: string | null };
  orderedBy: string | null;
};

type FactsRow = Omit<OrderFacts, 'retailer' | 'settings'> &
  FactsBeside & { retailer: OrderFacts['retailer'] | null; settings: OrderFacts['settings'] | null };

/**
 * Everything the rule needs to take an order and what its document shows beside it, unlocked, in one call; see order_facts
 * in the migrations. Null where the retailer is not known.
 */
export async function selectOrderFacts(
  db: Db,
  retailerId: string,
  productIds: readonly string[],
  userId: string | null,
): Promise<(OrderFacts & FactsBeside) | null> {
  const { rows } = await sql<{ facts: FactsRow }>`SELECT order_facts(${retailerId}, ${[...productIds]}::uuid[],
    ${[...VENDOR_OPEN]}::text[], ${userId}::uuid) AS facts`.execute(db);
  const facts = rows[0]?.facts;
  if (!facts?.retailer) return null;
  return { ...facts, retailer: facts.retailer, settings: facts.settings ?? defaultHouseSettings };
}

export type Taken = { orderNumber: string } | { existing: string } | { missed: 'stock' | 'credit' };

/** One guarded call; see take_order in the migrations. */
export async function callTakeOrder(tx: Tx, order: unknown): Promise<Taken> {
  const result = await sql<{ taken: Taken }>`SELECT take_order(${JSON.stringify(order)}::jsonb) AS taken`.execute(tx);
  const taken = result.rows[0]?.taken;
  if (!taken) throw new Error('take_order gave no answer');
  return taken;
}

export type LockedOrder = {
  id: string;
  orderNumber: string;
  state: OrderState;
  vendorId: string | null;
  retailerId: string;
  territoryId: string | null;
  assignment: number;
  acceptBy: Date | null;
  reason: string | null;
  reservedPaisa: number;
  subtotalPaisa: number;
  taxPaisa: number;
  totalPaisa: number;
  stockHeld: boolean;
  placedAt: Date;
  version: number;
};

/** The order row, locked until the transaction ends: everything that moves an order goes through here first. */
export async function lockOrder(tx: Tx, orderId: string): Promise<LockedOrder | undefined> {
  const row = await tx
    .selectFrom('orders')
    .select([
      'id',
      'orderNumber',
      'state',
      'vendorId',
      'retailerId',
      'territoryId',
      'assignment',
      'acceptBy',
      'reason',
      'reservedPaisa',
      'subtotalPaisa',
      'taxPaisa',
      'totalPaisa',
      'stockHeld',
      'placedAt',
      'version',
    ])
    .where('id', '=', orderId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  // The column's check constraint lists exactly the states of the contract.
  return row ? { ...row, state: row.state as OrderState } : undefined;
}

export async function heldLines(
  tx: Tx,
  orderId: string,
): Promise<{ productId: string; offerId: string; quantityMilli: number; lineNumber: number }[]> {
  const rows = await tx
    .selectFrom('orderLines')
    .select(['productId', 'offerId', 'quantityMilli', 'lineNumber'])
    .where('orderId', '=', orderId)
    .orderBy('lineNumber')
    .execute();
  return rows.flatMap((row) => (row.offerId === null ? [] : [{ ...row, offerId: row.offerId }]));
}

export type OrderChange = {
  state: OrderState;
  vendorId?: string | null;
  assignment?: number;
  acceptBy?: Date | null;
  stockHeld?: boolean;
  reservedPaisa?: number;
  reason?: string | null;
  deliveredAt?: Date;
  dueDay?: string;
};

export async function writeOrder(tx: Tx, orderId: string, change: OrderChange, now: Date): Promise<void> {
  await tx
    .updateTable('orders')
    .set((eb) => ({ ...change, version: eb('version', '+', 1), updatedAt: now }))
    .where('id', '=', orderId)
    .execute();
}

export type HistoryRow = {
  orderId: string;
  from: OrderState | null;
  to: OrderState;
  at: Date;
  deviceAt: Date | null;
  byUser: string | null;
  /** Used where no user stands behind it. */
  label: string;
  deviceId: string | null;
  reason: string | null;
  commandId: string | null;
};

export async function appendHistory(tx: Tx, line: HistoryRow): Promise<void> {
  await tx
    .insertInto('orderHistory')
    .values((eb) => ({
      orderId: line.orderId,
      step: eb
        .selectFrom('orderHistory')
        .select((inner) => inner(inner.fn.coalesce(inner.fn.max('step'), sql<number>`0`), '+', 1).as('step'))
        .where('orderId', '=', line.orderId),
      fromState: line.from,
      toState: line.to,
      at: line.at,
      deviceAt: line.deviceAt,
      byUser: line.byUser,
      byLabel: line.byUser
        ? eb.fn.coalesce(
            eb.selectFrom('users').select('name').where('id', '=', line.byUser),
            sql<string>`${line.label}`,
          )
        : line.label,
      deviceId: line.deviceId,
      reason: line.reason,
      commandId: line.commandId,
    }))
    .execute();
}

export async function closeAssignment(
  tx: Tx,
  orderId: string,
  outcome: 'ACCEPTED' | 'REJECTED' | 'EXPIRED' | 'CANCELLED',
  reason: string | null,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('assignments')
    .set({ outcome, outcomeAt: now, reason })
    .where('orderId', '=', orderId)
    .where('outcome', 'is', null)
    .execute();
}

export async function openAssignment(
  tx: Tx,
  assignment: { orderId: string; number: number; vendorId: string; assignedAt: Date; acceptBy: Date },
): Promise<void> {
  await tx.insertInto('assignments').values(assignment).execute();
}

export async function vendorsAsked(tx: Tx, orderId: string): Promise<string[]> {
  const rows = await tx.selectFrom('assignments').select('vendorId').where('orderId', '=', orderId).execute();
  return rows.map((row) => row.vendorId);
}

/** The lines now come from another vendor's offers; what the retailer pays stays as quoted. */
export async function relinkLines(
  tx: Tx,
  orderId: string,
  offers: readonly { id: string; productId: string; costPaisa: number }[],
): Promise<void> {
  for (const offer of offers) {
    await tx
      .updateTable('orderLines')
      .set({ offerId: offer.id, unitCostPaisa: offer.costPaisa })
      .where('orderId', '=', orderId)
      .where('productId', '=', offer.productId)
      .execute();
  }
}

/** Orders whose acceptance window is over, oldest first. */
export async function expiredOrderIds(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('orders')
    .select('id')
    .where('state', '=', 'ASSIGNED')
    .where('acceptBy', '<=', now)
    .orderBy('acceptBy')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** Orders that wait for a vendor with room, oldest first; those whose last vendor has been asked wait for a person. */
export async function waitingOrderIds(db: Db, maxAssignments: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('orders')
    .select('id')
    .where('state', '=', 'PENDING')
    .where('assignment', '<', maxAssignments)
    .orderBy('placedAt')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}
