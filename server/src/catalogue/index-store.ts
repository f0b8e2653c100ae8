import type { LookUpEntry } from '@khaacho/shared/intake/look-up.ts';
import { FOLD_VERSION, skeletonsOf } from '@khaacho/shared/intake/look-up.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';

/** Goods whose row of the index is not of today, taken by this transaction; none that another one is at. */
export async function takeStale(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    DELETE FROM product_index_stale WHERE product_id IN (
      SELECT product_id FROM product_index_stale LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING product_id AS id`.execute(tx);
  return rows.map((row) => row.id);
}

/** Marks rows that an older folding made. Answers how many. */
export async function markOldFolding(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    INSERT INTO product_index_stale SELECT product_id FROM product_index WHERE fold_version <> ${FOLD_VERSION}
    ON CONFLICT DO NOTHING`.execute(db);
  return Number(numAffectedRows ?? 0);
}

export async function hasStale(db: Db): Promise<boolean> {
  const { rows } = await sql<{ stale: boolean }>`
    SELECT EXISTS (SELECT 1 FROM product_index_stale) AS stale`.execute(db);
  return rows[0]?.stale ?? false;
}

/** Writes rows of the index and the words they bring. */
export async function putEntries(tx: Tx, entries: readonly (LookUpEntry & { productId: string })[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = JSON.stringify(entries);
  await sql`
    INSERT INTO product_index (product_id, fold_version, words, texts, folded)
    SELECT (e ->> 'productId')::uuid, ${FOLD_VERSION},
      ARRAY(SELECT jsonb_array_elements_text(e -> 'words')), ARRAY(SELECT jsonb_array_elements_text(e -> 'texts')), e ->> 'folded'
    FROM jsonb_array_elements(${rows}::jsonb) e
    ON CONFLICT (product_id) DO UPDATE
    SET fold_version = excluded.fold_version, words = excluded.words, texts = excluded.texts, folded = excluded.folded`.execute(
    tx,
  );
  const words = [...new Set(entries.flatMap((entry) => entry.words))].filter((word) => /^[a-z]/.test(word)).sort();
  const known = JSON.stringify(words.map((word) => ({ word, skeletons: skeletonsOf(word) })));
  await sql`
    INSERT INTO product_words (word, skeletons)
    SELECT e ->> 'word', ARRAY(SELECT jsonb_array_elements_text(e -> 'skeletons')) FROM jsonb_array_elements(${known}::jsonb) e
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** Words of the catalogue that may be one of these misspelt, by their consonants. */
export async function wordsLike(db: Db, words: readonly string[], limit: number): Promise<string[]> {
  const skeletons = [...new Set(words.flatMap(skeletonsOf))];
  const { rows } = await sql<{ word: string }>`
    SELECT word FROM product_words WHERE skeletons && ${skeletons}::text[] LIMIT ${limit}`.execute(db);
  return rows.map((row) => row.word);
}

export async function knownWords(db: Db, words: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    SELECT word FROM product_words WHERE word = ANY (${[...words]}::text[])`.execute(db);
  return rows.map((row) => row.word);
}

/** So many goods of each kind of hit: a message of six lines brings a hundred at most. */
const LIMITS = { texts: 80, run: 24 } as const;
/** Hits of common words are put in order by how short their names are among so many. */
const LOOKED_AT = 200;

/** Goods with one of these SKUs, or one of these texts as a whole name; each with its whole names. */
export async function goodsNamed(
  db: Db,
  texts: readonly string[],
  skus: readonly string[],
): Promise<{ id: string; texts: string[] }[]> {
  const { rows } = await sql<{ id: string; texts: string[] }>`
    SELECT u.id, u.texts FROM (
      (SELECT p.id, ARRAY[]::text[] AS texts FROM products p WHERE upper(p.sku) = ANY (${[...skus]}::text[]) LIMIT ${LIMITS.texts})
      UNION ALL (SELECT i.product_id, i.texts FROM product_index i WHERE i.texts && ${[...texts]}::text[] LIMIT ${LIMITS.texts})) u
    JOIN products p ON p.id = u.id WHERE p.active`.execute(db);
  return rows;
}

/** Groups of words of which a good must have one each; what stands behind `run` is the caller's to tell its hits by. */
export type WordGroups = { run: number; groups: readonly (readonly string[])[] };

/** Goods that have a word of every group, those with the shortest names first; `run` as it was given. */
export async function goodsWithWords(db: Db, wanted: readonly WordGroups[]): Promise<{ id: string; run: number }[]> {
  if (wanted.length === 0) return [];
  const parts = wanted.map(({ run, groups }) => {
    const conditions = groups.map((group) => sql`i.words && ${[...group]}::text[]`);
    return sql`(SELECT h.product_id, ${run}::integer FROM (
      SELECT i.product_id, i.words FROM product_index i WHERE ${sql.join(conditions, sql` AND `)} LIMIT ${LOOKED_AT}) h
      ORDER BY cardinality(h.words), h.product_id LIMIT ${LIMITS.run})`;
  });
  const { rows } = await sql<{ id: string; run: number }>`
    SELECT u.id, u.run FROM (${sql.join(parts, sql` UNION ALL `)}) u (id, run)
    JOIN products p ON p.id = u.id WHERE p.active`.execute(db);
  return rows;
}

/** Goods whose SKU begins so, in any case. */
export async function idsWithSku(db: Db, folded: string, limit: number): Promise<string[]> {
  const start = folded
    .replace(/[\\%_]/g, '\\$&')
    .toUpperCase()
    .replaceAll(' ', '-');
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM products WHERE upper(sku) LIKE ${`${start}%`} AND active LIMIT ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

/** Goods in whose names the text stands as it is. */
export async function idsWithText(db: Db, folded: string, limit: number): Promise<string[]> {
  const pattern = `%${folded.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM (SELECT product_id FROM product_index WHERE folded LIKE ${pattern} LIMIT ${limit}) i
    JOIN products p ON p.id = i.product_id WHERE p.active`.execute(db);
  return rows.map((row) => row.id);
}
