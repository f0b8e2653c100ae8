import { sql } from 'kysely';
import { type Db, type Tx, transaction } from '../db/database.ts';
import { createPasswords } from '../people/passwords.ts';
import { type History, writeHistory } from './history/history.ts';
import { demoId } from './random.ts';
import { catalogueRows } from './rows/catalogue.ts';
import { chatRows } from './rows/chats.ts';
import { insertRows } from './rows/insert.ts';
import { entryRows, ledgerRows } from './rows/ledger.ts';
import { orderRows } from './rows/orders.ts';
import { peopleRows } from './rows/people.ts';
import { DEMO_PASSWORD } from './users.ts';

export type DemoOptions = {
  /** The history ends here; open orders have been placed in the hours before. */
  now: Date;
  /** So many times thirty shops, each with a history; 1 where it is left out. */
  scale?: number;
};

/** `seeded` is false where the demo world stood already: nothing was changed then. */
export type DemoSeed = { seeded: boolean; rows: Record<string, number> };

/**
 * Seeds the demo world in one transaction: all of it or nothing. The same moment and scale give the same rows (passwords'
 * salt apart); a database that has it already is left as it is.
 */
export async function seedDemoWorld(db: Db, { now, scale = 1 }: DemoOptions): Promise<DemoSeed> {
  if (!Number.isSafeInteger(scale) || scale < 1) throw new RangeError('The demo scale is a whole number from 1 on.');
  if (await isSeeded(db)) return { seeded: false, rows: {} };
  const history = writeHistory(now, scale);
  const passwordHash = await createPasswords().hash(DEMO_PASSWORD);
  if (passwordHash === null) throw new Error('the demo password was not hashed');
  const seed = await transaction(db, async (tx): Promise<DemoSeed> => {
    // Two servers that start together: the second waits and then finds the world made.
    await sql`select pg_advisory_xact_lock(hashtext('khaacho.demo'))`.execute(tx);
    if (await isSeeded(tx)) return { seeded: false, rows: {} };
    // A large scale takes its time, also at commit, where the deferred constraints are checked.
    await sql`set local statement_timeout = 0`.execute(tx);
    return { seeded: true, rows: await writeWorld(tx, history, passwordHash, now) };
  });
  // The planner knows nothing of rows that came in one go; its guesses would last until the first autovacuum.
  if (seed.seeded) await sql`analyze`.execute(db);
  return seed;
}

async function isSeeded(db: Db): Promise<boolean> {
  const first = await db
    .selectFrom('retailers')
    .select('id')
    .where('id', '=', demoId('retailer', 1))
    .executeTakeFirst();
  return first !== undefined;
}

/** Parents before children, the ledger's entries in the order they were written. */
async function writeWorld(tx: Tx, history: History, passwordHash: string, now: Date): Promise<Record<string, number>> {
  const people = peopleRows(history, passwordHash);
  const catalogue = catalogueRows(history);
  const orders = orderRows(history);
  const ledger = ledgerRows(history);
  const chats = chatRows(history, now);
  return {
    houseSettings: await insertRows(tx, 'houseSettings', people.houseSettings),
    territories: await insertRows(tx, 'territories', people.territories),
    vendors: await insertRows(tx, 'vendors', people.vendors),
    retailers: await insertRows(tx, 'retailers', people.retailers),
    users: await insertRows(tx, 'users', people.users),
    userTerritories: await insertRows(tx, 'userTerritories', people.userTerritories),
    creditLimitChanges: await insertRows(tx, 'creditLimitChanges', people.creditLimitChanges),
    products: await insertRows(tx, 'products', catalogue.products),
    productAliases: await insertRows(tx, 'productAliases', catalogue.productAliases),
    offers: await insertRows(tx, 'offers', catalogue.offers),
    offerPrices: await insertRows(tx, 'offerPrices', catalogue.offerPrices),
    stockLevels: await insertRows(tx, 'stockLevels', catalogue.stockLevels),
    orderNumberDays: await insertRows(tx, 'orderNumberDays', orders.orderNumberDays),
    orders: await insertRows(tx, 'orders', orders.orders),
    orderLines: await insertRows(tx, 'orderLines', orders.orderLines),
    orderHistory: await insertRows(tx, 'orderHistory', orders.orderHistory),
    assignments: await insertRows(tx, 'assignments', orders.assignments),
    routingDecisions: await insertRows(tx, 'routingDecisions', orders.routingDecisions),
    stockMoves: await insertRows(tx, 'stockMoves', catalogue.stockMoves),
    payments: await insertRows(tx, 'payments', ledger.payments),
    paymentAllocations: await insertRows(tx, 'paymentAllocations', ledger.paymentAllocations),
    accounts: await insertRows(tx, 'accounts', ledger.accounts),
    creditAccounts: await insertRows(tx, 'creditAccounts', ledger.creditAccounts),
    journals: await insertRows(tx, 'journals', ledger.journals),
    ...(await writeEntries(tx, history)),
    chats: await insertRows(tx, 'chats', chats.chats),
    messages: await insertRows(tx, 'messages', chats.messages),
    alerts: await insertRows(tx, 'alerts', chats.alerts),
  };
}

async function writeEntries(tx: Tx, history: History): Promise<Record<string, number>> {
  const rows = await tx.selectFrom('accounts').select(['id', 'kind', 'party']).execute();
  const ids = new Map(rows.map(({ id, kind, party }) => [`${kind} ${party}`, id]));
  const idOf = ({ kind, party }: { kind: string; party: string | null }): number => {
    const id = ids.get(`${kind} ${party}`);
    if (id === undefined) throw new Error(`no account ${kind} of ${party}`);
    return id;
  };
  const balances = history.accounts.map((account) => ({
    accountId: idOf(account),
    balancePaisa: account.balancePaisa,
  }));
  return {
    accountBalances: await insertRows(tx, 'accountBalances', balances),
    journalEntries: await insertRows(tx, 'journalEntries', entryRows(history, idOf)),
  };
}
