import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'server',
    include: [process.env['KHAACHO_LONG'] ? 'src/**/*.long.test.ts' : 'src/**/*.test.ts'],
    exclude: process.env['KHAACHO_LONG'] ? [] : ['**/*.long.test.ts'],
    globalSetup: ['src/testing/global-setup.ts'],
    // Two cores: each worker is a process with a PostgreSQL backend at its side.
    pool: 'forks',
    maxWorkers: 2,
    // A database is cloned and an application built in hooks; under load that is seconds, not milliseconds.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
  },
});
