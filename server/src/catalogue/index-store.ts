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

/** Which of these words the catalogue has; and by the skeletons of a word, those that may be it misspelt. */
export async function wordsLike(db: Db, words: readonly string[], limit: number): Promise<string[]> {
  const skeletons = [...new Set(words.flatMap(skeletonsOf))];
  const { rows } = await sql<{ word: string }>`
    (SELECT word FROM product_words WHERE word = ANY (${[...words]}::text[]))
    UNION (SELECT word FROM product_words WHERE skeletons && ${skeletons}::text[] LIMIT ${limit})`.execute(db);
  return rows.map((row) => row.word);
}

export async function knownWords(db: Db, words: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    SELECT word FROM product_words WHERE word = ANY (${[...words]}::text[])`.execute(db);
  return rows.map((row) => row.word);
}

/** What is looked for: whole names and SKUs, and groups of words of which a good must have one each. */
export type Wanted = {
  texts: readonly string[];
  skus: readonly string[];
  all: readonly (readonly string[][])[];
  some: readonly string[][];
};

/** So many goods of each kind of hit; a message of six lines brings a few hundred at most. */
const LIMITS = { texts: 80, all: 30, some: 10 } as const;
/** Hits are put in order by how short their names are among so many. */
const LOOKED_AT = 400;

/** Goods that may be meant: those with a whole name in the message first, then those with all words of a run, then with some. */
export async function candidateIds(db: Db, wanted: Wanted): Promise<string[]> {
  const parts = [
    sql`(SELECT p.id FROM products p WHERE upper(p.sku) = ANY (${[...wanted.skus]}::text[]) AND p.active LIMIT ${LIMITS.texts})`,
    sql`(SELECT i.product_id FROM product_index i WHERE i.texts && ${[...wanted.texts]}::text[] LIMIT ${LIMITS.texts})`,
    ...wanted.all.map((groups) => hits(groups, LIMITS.all)),
    ...wanted.some.map((group) => hits([group], LIMITS.some)),
  ];
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT u.id FROM (${sql.join(parts, sql` UNION ALL `)}) u (id)
    JOIN products p ON p.id = u.id WHERE p.active`.execute(db);
  return rows.map((row) => row.id);
}

function hits(groups: readonly (readonly string[])[], limit: number) {
  const conditions = groups.map((group) => sql`i.words && ${[...group]}::text[]`);
  return sql`(SELECT h.product_id FROM (
    SELECT i.product_id, i.words FROM product_index i WHERE ${sql.join(conditions, sql` AND `)} LIMIT ${LOOKED_AT}) h
    ORDER BY cardinality(h.words), h.product_id LIMIT ${limit})`;
}

/** Goods whose SKU begins so, or in whose names the text stands as it is. */
export async function idsWithText(db: Db, folded: string, limit: number): Promise<string[]> {
  const pattern = folded.replace(/[\\%_]/g, '\\$&');
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT u.id FROM (
      (SELECT p.id FROM products p WHERE upper(p.sku) LIKE ${`${pattern.toUpperCase().replaceAll(' ', '-')}%`} LIMIT ${limit})
      UNION ALL (SELECT i.product_id FROM product_index i WHERE i.folded LIKE ${`%${pattern}%`} LIMIT ${limit})) u (id)
    JOIN products p ON p.id = u.id WHERE p.active`.execute(db);
  return rows.map((row) => row.id);
}
