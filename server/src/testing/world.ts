import { type Caller, roleSchema } from '@khaacho/shared/people/contract.ts';
import { createDatabase, type Database, type Db } from '../db/database.ts';
import { demoId } from '../demo/random.ts';
import { seedDemoWorld } from '../demo/world.ts';
import { createLog } from '../log.ts';
import { createTestDatabase } from './postgres.ts';

/** Ten in the morning of a working day in Nepal: every vendor is open, every clock runs. */
export const MORNING = new Date('2026-11-20T04:15:00.000Z');

export type TestWorld = {
  url: string;
  database: Database;
  db: Db;
  /** Sita Kirana: limit Rs 50,000, nothing outstanding. */
  sita: string;
  close(): Promise<void>;
};

/** The demo world on a database of its own, with a clock that stands where the test puts it. */
export async function createTestWorld(now = MORNING): Promise<TestWorld> {
  const testDatabase = await createTestDatabase();
  const database = createDatabase(testDatabase.url, { log: createLog({ level: 'error' }) });
  await seedDemoWorld(database.db, { now });
  return {
    url: testDatabase.url,
    database,
    db: database.db,
    sita: demoId('retailer', 1),
    close: async () => {
      await database.close();
      await testDatabase.drop();
    },
  };
}

export async function productId(db: Db, sku: string): Promise<string> {
  return (await db.selectFrom('products').select('id').where('sku', '=', sku).executeTakeFirstOrThrow()).id;
}

/** A caller as a token would give it, for one of the demo's sign-ins. */
export async function callerOf(db: Db, email: string): Promise<Caller> {
  const user = await db
    .selectFrom('users')
    .select(['id', 'role', 'vendorId', 'retailerId'])
    .where('email', '=', email)
    .executeTakeFirstOrThrow();
  const territories = await db
    .selectFrom('userTerritories')
    .select('territoryId')
    .where('userId', '=', user.id)
    .execute();
  return {
    userId: user.id,
    role: roleSchema.parse(user.role),
    deviceId: null,
    vendorId: user.vendorId,
    retailerId: user.retailerId,
    territoryIds: territories.map((row) => row.territoryId),
  };
}
