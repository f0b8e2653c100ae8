import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const long = Boolean(process.env['KHAACHO_LONG']);

// The real desks against the real servers on a real PostgreSQL, in one process: no browser, no socket.
export default defineConfig({
  root: at('.'),
  // Many desks in one realm: see the file.
  resolve: { alias: [{ find: /^rxdb$/, replacement: at('../../desktop/src/renderer/replica/testing/rxdb-shell.ts') }] },
  test: {
    name: 'sync fuzz',
    include: [long ? '*.long.test.ts' : '*.test.ts'],
    exclude: long ? [] : ['*.long.test.ts'],
    globalSetup: [at('../../server/src/testing/global-setup.ts')],
    pool: 'forks',
    maxWorkers: 1,
    // A seed waits for those before it in its batch.
    testTimeout: long ? 36_000_000 : 300_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
  },
});
