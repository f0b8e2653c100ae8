import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const WORKER = fileURLToPath(new URL('./src/renderer/offline/worker.js', import.meta.url));

/** Writes offline-worker.js beside index.html, with the list of everything the build made. Old .woff fonts are left out. */
export function offlinePage(): Plugin {
  return {
    name: 'khaacho-offline-page',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = Object.keys(bundle)
        .filter((name) => !/\.(?:woff|map|html)$/.test(name))
        .map((name) => `/${name}`)
        .sort();
      const source = readFileSync(WORKER, 'utf8');
      const version = createHash('sha256').update(source).update(JSON.stringify(files)).digest('hex').slice(0, 12);
      const written = source
        .replace('const FILES = [];', `const FILES = ${JSON.stringify([...files, '/icon.svg'])};`)
        .replace("const VERSION = '';", `const VERSION = '${version}';`);
      this.emitFile({ type: 'asset', fileName: 'offline-worker.js', source: written });
    },
  };
}
