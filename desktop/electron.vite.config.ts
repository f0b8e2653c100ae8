import { fileURLToPath } from 'node:url';
import { defineConfig } from 'electron-vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * What a build is told about the world it goes to. Without a feed and a key the application never looks for updates;
 * without an origin it speaks to a server on the same machine until somebody names another.
 */
const define = {
  'import.meta.env.KHAACHO_SERVER_ORIGIN': JSON.stringify(
    process.env['KHAACHO_SERVER_ORIGIN'] ?? 'http://127.0.0.1:3000',
  ),
  'import.meta.env.KHAACHO_UPDATE_FEED': JSON.stringify(process.env['KHAACHO_UPDATE_FEED'] ?? ''),
  'import.meta.env.KHAACHO_UPDATE_PUBLIC_KEY': JSON.stringify(process.env['KHAACHO_UPDATE_PUBLIC_KEY'] ?? ''),
};

/** Main and preload only: the renderer is built by vite.config.ts, the same for the browser and for Electron. */
export default defineConfig({
  main: {
    define,
    build: {
      outDir: at('./out/main'),
      // Bundled, so that the package holds no node_modules at all.
      externalizeDeps: { exclude: ['@khaacho/shared', 'zod'] },
      rollupOptions: { input: at('./src/main/index.ts') },
    },
  },
  preload: {
    build: {
      outDir: at('./out/preload'),
      // A sandboxed preload is one CommonJS file: it can require nothing but electron.
      externalizeDeps: false,
      rollupOptions: {
        input: at('./src/preload/index.ts'),
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
});
