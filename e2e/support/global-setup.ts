import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres, withDatabase } from '../../scripts/postgres.mjs';
import { freePort, onCluster, startProcess } from './process.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrator URL of the run's throwaway cluster. */
    clusterUrl: string;
    /** A database in it with the demo world, made once and copied for every journey. */
    template: string;
  }
}

const TEMPLATE = 'e2e_template';

/** One throwaway PostgreSQL for the run; every journey gets a database of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'khaacho-e2e-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), throwaway: true });
  project.provide('clusterUrl', postgres.url);
  project.provide('template', TEMPLATE);
  await onCluster(postgres.url, `CREATE DATABASE ${TEMPLATE}`);
  const port = await freePort();
  const seeding = await startProcess(
    {
      ...process.env,
      NODE_ENV: 'test',
      DATABASE_URL: withDatabase(postgres.url, TEMPLATE),
      DATA_DIR: join(folder, 'data'),
      PORT: String(port),
      LOG_LEVEL: 'warn',
    },
    port,
  );
  await seeding.stop();
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
