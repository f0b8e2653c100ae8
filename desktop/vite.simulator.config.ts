import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The phone page: a static build of its own that the server offers at /simulator in demo mode. */
export default defineConfig({
  root: at('./src/simulator'),
  base: '/simulator/',
  plugins: [react()],
  build: {
    outDir: at('./out/simulator'),
    emptyOutDir: true,
    target: 'es2023',
    // light-dark() stays as it is written: it follows the scheme that Mantine sets, not only the system's.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The page's policy forbids inline scripts and data: fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
});
