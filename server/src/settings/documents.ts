import { houseSettingsSchema, type SettingDocument } from '@khaacho/shared/settings/contract.ts';
import type { Db } from '../db/database.ts';
import type { CollectionDoor } from '../sync/registry.ts';

/** The rules of the house, one document that every desk reads. */
export async function loadSettings(db: Db, ids: readonly string[]): Promise<SettingDocument[]> {
  const rows = await db
    .selectFrom('houseSettings')
    .select(['house', 'updatedAt'])
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
  return rows.map((row) => ({
    id: 'house',
    house: houseSettingsSchema.parse(row.house),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

export const settingCollection: CollectionDoor<'settings'> = { name: 'settings', load: loadSettings };
