/** Brings a database to the newest schema: migrations/*.sql in the order of their names, forward only. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** A reason that can be shown to an operator as it is. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

interface MigrationFile {
  name: string;
  text: string;
  sha256: string;
}

async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (file) => {
      // A checkout may turn line ends; that is no change.
      const text = (await readFile(`${folder}/${file}`, 'utf8')).replaceAll('\r\n', '\n');
      return { name: file.slice(0, -'.sql'.length), text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/** PostgreSQL says where in the text it stopped; people read lines. */
function whereItFailed(file: MigrationFile, error: unknown): string {
  const position = error instanceof Error && 'position' in error ? Number(error.position) : Number.NaN;
  const line = position > 0 ? `:${file.text.slice(0, position - 1).split('\n').length}` : '';
  return `migrations/${file.name}.sql${line}: ${error instanceof Error ? error.message : String(error)}`;
}

/** The statement and its checksum are written in the one transaction that the migrator holds for each file. */
function migrationOf(file: MigrationFile): Migration {
  return {
    async up(db) {
      try {
        await sql.raw(file.text).execute(db);
      } catch (error) {
        throw new MigrationError(whereItFailed(file, error), { cause: error });
      }
      await sql`insert into migration_checksums (name, sha256) values (${file.name}, ${file.sha256})`.execute(db);
    },
  };
}

/** Refuses a database that was built from other files than these: its schema is not the one the code was written for. */
async function checkApplied<DB>(db: Kysely<DB>, files: MigrationFile[]): Promise<void> {
  const { rows } = await sql<{ name: string; sha256: string }>`select name, sha256 from migration_checksums`.execute(
    db,
  );
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const applied of rows) {
    const file = byName.get(applied.name);
    if (!file) {
      throw new MigrationError(
        `The database has migration ${applied.name}, which this version does not know: run the newer version.`,
      );
    }
    if (file.sha256 !== applied.sha256) {
      throw new MigrationError(
        `migrations/${file.name}.sql was changed after it was applied: undo that and add a new file.`,
      );
    }
  }
  const newest =
    rows
      .map((row) => row.name)
      .sort()
      .at(-1) ?? '';
  const skipped = files.find((file) => file.name < newest && !rows.some((row) => row.name === file.name));
  if (skipped) {
    throw new MigrationError(
      `migrations/${skipped.name}.sql sorts before ${newest}, which is applied: give it a later number.`,
    );
  }
}

/**
 * Applies what is missing, each file in a transaction of its own; answers the names applied, oldest first. Processes that
 * start together take turns (an advisory lock). Throws MigrationError where a file fails or the history does not match.
 */
export async function migrateToLatest<DB>(db: Kysely<DB>, folder = MIGRATIONS): Promise<{ applied: string[] }> {
  const plain = db.withoutPlugins();
  const files = await readMigrations(folder);
  await createChecksumTable(plain);
  await checkApplied(plain, files);
  const migrator = new Migrator({
    db: plain,
    provider: { getMigrations: async () => Object.fromEntries(files.map((file) => [file.name, migrationOf(file)])) },
  });
  const applied: string[] = [];
  for (;;) {
    const { error, results } = await migrator.migrateUp();
    if (error) throw error instanceof Error ? error : new MigrationError('A migration failed.', { cause: error });
    const done = (results ?? []).filter((result) => result.status === 'Success');
    if (done.length === 0) return { applied };
    applied.push(...done.map((result) => result.migrationName));
  }
}

/** `create table if not exists` alone can still collide when two processes run it at once. */
async function createChecksumTable<DB>(db: Kysely<DB>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtext('khaacho.migration_checksums'))`.execute(transaction);
    await sql`create table if not exists migration_checksums (name text primary key, sha256 text not null)`.execute(
      transaction,
    );
  });
}
