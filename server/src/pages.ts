import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express } from 'express';

/** Where the builds of the desktop package lie, seen from this file. */
const OUT = join(import.meta.dirname, '..', '..', 'desktop', 'out');

/** Files with a hash in their name never change; the page that names them is looked at anew each time. */
function folder(path: string) {
  return express.static(path, {
    index: false,
    setHeaders: (response, file) => {
      const hashed = file.includes('/assets/') || file.includes('\\assets\\');
      response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** The desktop app in a browser at `/`, and the phone at `/simulator` where `simulator` is set. Mount after the API. */
export function mountPages(app: Express, { simulator }: { simulator: boolean }): void {
  if (simulator) mountPage(app, '/simulator', join(OUT, 'simulator'));
  mountPage(app, '/', join(OUT, 'renderer'));
}

/** Paths that look like a page get index.html, so that a reload inside the app works; missing files stay missing. */
function mountPage(app: Express, base: string, path: string): void {
  if (!existsSync(join(path, 'index.html'))) return;
  app.use(base, folder(path));
  app.use(base, (request, response, next) => {
    const isPage =
      request.method === 'GET' &&
      request.accepts(['html', 'json']) === 'html' &&
      !/\.\w+$/.test(request.path) &&
      !/^\/(?:api|emulator|socket\.io)(?:\/|$)/.test(request.path);
    if (!isPage) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(join(path, 'index.html'));
  });
}
