// The page itself, kept in the browser so that it opens without a network. Electron has its own files and never runs this.
// FILES and VERSION are written by the build (offline-page.ts).
const FILES = [];
const VERSION = '';

const CACHE = `khaacho-page-${VERSION}`;
/** A link that is up but answers nothing is no link: the kept page opens after this. */
const PATIENCE_MS = 3000;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(['/', ...FILES]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith('khaacho-page-') && name !== CACHE).map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

async function page(request) {
  const kept = await caches.match('/', { cacheName: CACHE });
  if (!kept) return fetch(request);
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([
    fetch(request)
      .then((fresh) => (fresh.ok ? fresh : kept))
      .catch(() => kept),
    late,
  ]);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  // Only what the build put there: the API, the sockets and the simulator always go to the server.
  if (FILES.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname, { cacheName: CACHE }).then((kept) => kept ?? fetch(request)));
  } else if (
    request.mode === 'navigate' &&
    !/^\/(?:api|emulator|simulator|metrics|health|livez|readyz)(?:\/|$)/.test(url.pathname)
  ) {
    event.respondWith(page(request));
  }
});
