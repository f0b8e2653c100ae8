import type { Language } from '@khaacho/shared/kernel/language.ts';
import { type Role, roleSchema } from '@khaacho/shared/people/contract.ts';
import { type ExpressionBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { DB } from '../db/schema.ts';

export type UserStatus = 'ACTIVE' | 'DISABLED';

export type UserRow = {
  id: string;
  role: Role;
  name: string;
  email: string | null;
  phone: string | null;
  passwordHash: string | null;
  language: Language;
  status: UserStatus;
  vendorId: string | null;
  vendorName: string | null;
  retailerId: string | null;
  territoryIds: string[];
  lastLoginAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

function selectUsers(db: Db) {
  return db
    .selectFrom('users')
    .leftJoin('vendors', 'vendors.id', 'users.vendorId')
    .select([
      'users.id',
      'users.role',
      'users.name',
      'users.email',
      'users.phone',
      'users.passwordHash',
      'users.language',
      'users.status',
      'users.vendorId',
      'vendors.name as vendorName',
      'users.retailerId',
      'users.lastLoginAt',
      'users.createdAt',
      'users.updatedAt',
    ])
    .select(
      sql<string[]>`array(select territory_id from user_territories where user_id = users.id order by territory_id)`.as(
        'territoryIds',
      ),
    );
}

/** Check constraints keep the columns to these values; this gives them their types. */
function typed<R extends { role: string; language: string; status: string }>(
  row: R,
): R & Pick<UserRow, 'role' | 'language' | 'status'> {
  return {
    ...row,
    role: roleSchema.parse(row.role),
    language: row.language === 'ne' ? 'ne' : 'en',
    status: row.status === 'ACTIVE' ? 'ACTIVE' : 'DISABLED',
  };
}

export async function findUser(db: Db, id: string): Promise<UserRow | null> {
  const row = await selectUsers(db).where('users.id', '=', id).executeTakeFirst();
  return row ? typed(row) : null;
}

/** Locks the row until the transaction ends. */
export async function lockUser(tx: Tx, id: string): Promise<UserRow | null> {
  const row = await selectUsers(tx).where('users.id', '=', id).forUpdate('users').executeTakeFirst();
  return row ? typed(row) : null;
}

export async function findUserByEmail(db: Db, email: string): Promise<UserRow | null> {
  const row = await selectUsers(db).where(sql`lower(users.email)`, '=', email.toLowerCase()).executeTakeFirst();
  return row ? typed(row) : null;
}

export async function findUserByPhone(db: Db, phone: string): Promise<UserRow | null> {
  const row = await selectUsers(db).where('users.phone', '=', phone).executeTakeFirst();
  return row ? typed(row) : null;
}

export async function findUserByRetailer(db: Db, retailerId: string): Promise<UserRow | null> {
  const row = await selectUsers(db).where('users.retailerId', '=', retailerId).executeTakeFirst();
  return row ? typed(row) : null;
}

export type RetailerAccount = { id: string; name: string; language: Language };

/** A shop that writes to us by chat and has no user row yet. */
export async function findRetailerByPhone(db: Db, phone: string): Promise<RetailerAccount | null> {
  const row = await db
    .selectFrom('retailers')
    .select(['id', 'name', 'language'])
    .where('phone', '=', phone)
    .executeTakeFirst();
  return row ? { ...row, language: row.language === 'ne' ? 'ne' : 'en' } : null;
}

export async function findRetailer(db: Db, id: string): Promise<(RetailerAccount & { phone: string | null }) | null> {
  const row = await db
    .selectFrom('retailers')
    .select(['id', 'name', 'language', 'phone'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? { ...row, language: row.language === 'ne' ? 'ne' : 'en' } : null;
}

export type NewUser = Omit<UserRow, 'vendorName' | 'territoryIds' | 'lastLoginAt'>;

/** Throws a unique violation (`users_email`, `users_phone_key`, `users_retailer_id_key`) where somebody has that already. */
export async function insertUser(tx: Tx, user: NewUser): Promise<void> {
  await tx.insertInto('users').values(user).execute();
}

export type UserChange = Partial<
  Pick<UserRow, 'name' | 'role' | 'email' | 'phone' | 'passwordHash' | 'language' | 'status' | 'vendorId'>
>;

export async function updateUser(tx: Tx, id: string, change: UserChange, now: Date): Promise<void> {
  await tx
    .updateTable('users')
    .set({ ...change, updatedAt: now })
    .where('id', '=', id)
    .execute();
}

export async function writeLastLogin(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.updateTable('users').set({ lastLoginAt: now }).where('id', '=', id).execute();
}

export async function writeTerritories(tx: Tx, userId: string, territoryIds: readonly string[]): Promise<void> {
  await tx.deleteFrom('userTerritories').where('userId', '=', userId).execute();
  if (territoryIds.length === 0) return;
  await tx
    .insertInto('userTerritories')
    .values([...new Set(territoryIds)].map((territoryId) => ({ userId, territoryId })))
    .execute();
}

/** Of these ids, those that no vendor or territory has. */
export async function unknownReferences(
  db: Db,
  asked: { vendorId: string | null; territoryIds: readonly string[] },
): Promise<string[]> {
  const vendors =
    asked.vendorId === null
      ? []
      : await db.selectFrom('vendors').select('id').where('id', '=', asked.vendorId).execute();
  const territories =
    asked.territoryIds.length === 0
      ? []
      : await db
          .selectFrom('territories')
          .select('id')
          .where('id', 'in', [...asked.territoryIds])
          .execute();
  const known = new Set([...vendors, ...territories].map((row) => row.id));
  return [...(asked.vendorId === null ? [] : [asked.vendorId]), ...asked.territoryIds].filter((id) => !known.has(id));
}

export type UserFilter = {
  role?: Role | undefined;
  status?: UserStatus | undefined;
  vendorId?: string | undefined;
  /** Part of a name, address or number. */
  q?: string | undefined;
};

function matching(filter: UserFilter) {
  return ({ eb, and, or }: ExpressionBuilder<DB, 'users'>) => {
    const conditions = [];
    if (filter.role !== undefined) conditions.push(eb('users.role', '=', filter.role));
    if (filter.status !== undefined) conditions.push(eb('users.status', '=', filter.status));
    if (filter.vendorId !== undefined) conditions.push(eb('users.vendorId', '=', filter.vendorId));
    if (filter.q !== undefined) {
      const like = `%${filter.q.replaceAll(/[\\%_]/g, '\\$&')}%`;
      conditions.push(
        or([eb('users.name', 'ilike', like), eb('users.email', 'ilike', like), eb('users.phone', 'like', like)]),
      );
    }
    return and(conditions);
  };
}

/** By name. */
export async function listUsers(
  db: Db,
  filter: UserFilter,
  page: { limit: number; offset: number },
): Promise<{ rows: UserRow[]; total: number }> {
  const rows = await selectUsers(db)
    .where(matching(filter))
    .orderBy('users.name')
    .orderBy('users.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  const { total } = await db
    .selectFrom('users')
    .where(matching(filter))
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows: rows.map(typed), total };
}

/** Whether the installation has any user at all. */
export async function anyUser(db: Db): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined;
}
