import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../scripts/postgres.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrator URL of the run's throwaway cluster. */
    clusterUrl: string;
  }
}

/** One throwaway PostgreSQL for the run; every journey gets an empty database in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'khaacho-e2e-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), throwaway: true });
  project.provide('clusterUrl', postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
