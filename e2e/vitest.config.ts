import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const long = Boolean(process.env['KHAACHO_LONG']);

// Real PostgreSQL, the real server, real Chromium: a file starts what it needs and ends it.
export default defineConfig({
  root: at('.'),
  test: {
    name: 'end-to-end',
    include: [long ? '**/*.long.test.ts' : '**/*.test.ts'],
    // The sync fuzz has a configuration of its own: it needs neither browser nor server.
    exclude: ['**/node_modules/**', 'fuzz/**', ...(long ? [] : ['**/*.long.test.ts'])],
    globalSetup: [at('./support/global-setup.ts')],
    pool: 'forks',
    // A browser, a server and a database already fill two cores.
    maxWorkers: 1,
    testTimeout: long ? 3_600_000 : 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
  },
});
