import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const long = Boolean(process.env['KHAACHO_LONG']);

// Tests run in Node; one that draws asks for a page with `// @vitest-environment jsdom` on its first line.
export default defineConfig({
  root: at('.'),
  plugins: [react()],
  // Electron's binary is not there where tests run, and loading the package would fetch it.
  resolve: { alias: { electron: at('./src/testing/electron.ts') } },
  test: {
    name: 'desktop',
    include: [long ? 'src/**/*.long.test.{ts,tsx}' : 'src/**/*.test.{ts,tsx}'],
    exclude: long ? [] : ['**/*.long.test.{ts,tsx}'],
    setupFiles: [at('./src/testing/noon.ts')],
    maxWorkers: 2,
    testTimeout: 30_000,
    css: false,
  },
});
