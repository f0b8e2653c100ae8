/**
 * Keeps the page in the browser, so that a reload without a network opens it. In Electron the files are local already.
 * Where it fails (private windows, old browsers) the app works as before, as long as the page stays open.
 */
export function keepPageOffline(): void {
  const served = window.location.protocol === 'http:' || window.location.protocol === 'https:';
  if (served && 'serviceWorker' in navigator)
    void navigator.serviceWorker.register('/offline-worker.js').catch(() => undefined);
}
