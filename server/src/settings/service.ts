import { defaultHouseSettings, type HouseSettings, houseSettingsSchema } from '@khaacho/shared/settings/contract.ts';
import type { Db } from '../db/database.ts';

/** The house rules in force; the defaults until somebody has changed one. */
export async function loadHouse(db: Db): Promise<HouseSettings> {
  const row = await db.selectFrom('houseSettings').select('house').where('id', '=', 'house').executeTakeFirst();
  return row ? houseSettingsSchema.parse(row.house) : defaultHouseSettings;
}

export async function saveHouse(db: Db, house: HouseSettings, now: Date): Promise<void> {
  const row = { house: JSON.stringify(houseSettingsSchema.parse(house)), updatedAt: now };
  await db
    .insertInto('houseSettings')
    .values({ id: 'house', ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}
