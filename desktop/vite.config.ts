import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { offlinePage } from './offline-page.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The renderer: one static build that the server and Electron both serve.
 * `--mode story` builds the screens over made-up documents instead, into a folder of its own that nothing ships.
 */
export default defineConfig(({ mode }) => ({
  root: at('./src/renderer'),
  base: '/',
  plugins: [react(), ...(mode === 'story' ? [] : [offlinePage()])],
  build: {
    outDir: mode === 'story' ? at('./out/story') : at('./out/renderer'),
    emptyOutDir: true,
    target: 'es2023',
    // The page's policy forbids inline scripts and data: fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2500,
    rolldownOptions: { input: at(mode === 'story' ? './src/renderer/story.html' : './src/renderer/index.html') },
  },
}));
