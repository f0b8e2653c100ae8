/** The locks of electronjs.org/docs/latest/tutorial/security, in one place. */
import type { App, Session, WebContents, WebPreferences } from 'electron';

/** What the page may load and reach: itself, and the one server over its socket. No inline script, no eval, no plugin. */
export function pagePolicy(nonce: string, serverOrigin: string): string {
  const socketOrigin = serverOrigin.replace(/^http/, 'ws');
  const directives = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': `'self' 'nonce-${nonce}'`,
    'img-src': "'self' data: blob:",
    'media-src': "'self' blob:",
    'font-src': "'self'",
    'connect-src': `'self' ${serverOrigin} ${socketOrigin}`,
    'worker-src': "'self'",
    'manifest-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'object-src': "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

/** Every preference that guards the page, said aloud although most are the default. */
export function guardedPreferences(preload: string, devTools: boolean): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools,
  };
}

/**
 * What the page itself may be granted: not to lose its replica when the disk fills up, and to put text on the clipboard.
 * Neither shows it anything. Everything else (camera, place, notifications, USB …) is refused unasked.
 */
const GRANTED = new Set(['persistent-storage', 'clipboard-sanitized-write']);

export function guardSession(session: Session, pageOrigin: string): void {
  const isPage = (url: string) => originOf(url) === pageOrigin;
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(GRANTED.has(permission) && isPage(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => {
    return GRANTED.has(permission) && isPage(requestingOrigin);
  });
  session.setDevicePermissionHandler(() => false);
}

/** Addresses a screen may send the person to, in their own browser. */
const OUTSIDE_HOSTS = new Set(['wa.me', 'www.openstreetmap.org']);

export function mayOpenOutside(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === 'https:' && url.port === '' && OUTSIDE_HOSTS.has(url.hostname);
}

export type Guards = {
  pageOrigin: string;
  openOutside(address: string): void;
};

/** Locks every page that is ever made, the first one included. */
export function guardContents(app: Pick<App, 'on'>, guards: Guards): void {
  app.on('web-contents-created', (_event, contents) => guardOne(contents, guards));
}

function guardOne(contents: WebContents, { pageOrigin, openOutside }: Guards): void {
  const stay = (event: { preventDefault(): void }, address: string) => {
    if (originOf(address) !== pageOrigin) event.preventDefault();
  };
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
  contents.on('will-frame-navigate', (event) => stay(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) openOutside(url);
    return { action: 'deny' };
  });
}

/** `URL.origin` is "null" for schemes of our own. */
export function originOf(address: string): string | null {
  const url = URL.parse(address);
  return url === null ? null : `${url.protocol}//${url.host}`;
}
