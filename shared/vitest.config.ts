import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'shared',
    include: [process.env['KHAACHO_LONG'] ? 'src/**/*.long.test.ts' : 'src/**/*.test.ts'],
    exclude: process.env['KHAACHO_LONG'] ? [] : ['**/*.long.test.ts'],
    maxWorkers: 2,
    // Property tests make thousands of cases.
    testTimeout: 30_000,
  },
});
