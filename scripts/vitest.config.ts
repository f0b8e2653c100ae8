import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'scripts',
    include: [process.env.KHAACHO_LONG ? '**/*.long.test.mjs' : '**/*.test.mjs'],
    exclude: process.env.KHAACHO_LONG ? [] : ['**/*.long.test.mjs'],
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
