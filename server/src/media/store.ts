import type { Db, Tx } from '../db/database.ts';

export type MediaRow = { sha256: string; contentType: string; bytes: number };

/** Notes a file; the same bytes a second time change nothing but who may read them. */
export async function insertMedia(tx: Tx, media: MediaRow & { keptBy: string | null }, now: Date): Promise<void> {
  await tx
    .insertInto('media')
    .values({ ...media, keptAt: now })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
  if (media.keptBy === null) return;
  await tx
    .insertInto('mediaKeepers')
    .values({ sha256: media.sha256, userId: media.keptBy })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Null where there is none, or where `keeper` is given and never kept it. */
export async function findMedia(db: Db | Tx, sha256: string, keeper: string | null): Promise<MediaRow | undefined> {
  return db
    .selectFrom('media as m')
    .select(['m.sha256', 'm.contentType', 'm.bytes'])
    .where('m.sha256', '=', sha256)
    .$if(keeper !== null, (query) =>
      query.where((eb) =>
        eb.exists(
          eb
            .selectFrom('mediaKeepers as k')
            .select('k.sha256')
            .whereRef('k.sha256', '=', 'm.sha256')
            .where('k.userId', '=', keeper ?? ''),
        ),
      ),
    )
    .executeTakeFirst();
}
