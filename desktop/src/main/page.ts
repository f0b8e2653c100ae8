/** The page's own origin: the built renderer from the package, and the server's doors passed through under /api. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { pagePolicy } from './security.ts';

export const PAGE_SCHEME = 'app';
/** A proper origin of its own: storage belongs to it, and `file:` keeps no privileges. */
export const PAGE_ORIGIN = 'app://khaacho';

/** The server's paths that the page may reach as its own; everything else is a file or a screen. */
const SERVER_PATHS = /^\/(api|socket\.io)\//;
/** Says who asks in terms the server would misunderstand; cookies are not used at all. */
const NOT_FORWARDED = ['host', 'origin', 'referer', 'cookie', 'connection', 'content-length'];

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
};

export type PagePorts = {
  /** Where the built renderer lies. */
  folder: string;
  serverOrigin(): string;
  /** Asks the server; rejects where it cannot be reached, which the page sees as a failed fetch. */
  fetchServer(url: string, init: RequestInit & { duplex?: 'half' }): Promise<Response>;
};

/** Answers every request of the `app:` scheme. */
export function pageHandler(ports: PagePorts): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    if (`${url.protocol}//${url.host}` !== PAGE_ORIGIN) return plain(404);
    if (SERVER_PATHS.test(url.pathname)) return forward(request, url, ports);
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405);
    return fileOrScreen(url, ports);
  };
}

function forward(request: Request, { pathname, search }: URL, ports: PagePorts): Promise<Response> {
  const headers = new Headers(request.headers);
  for (const name of NOT_FORWARDED) headers.delete(name);
  return ports.fetchServer(`${ports.serverOrigin()}${pathname}${search}`, {
    method: request.method,
    headers,
    credentials: 'omit',
    ...(request.body ? { body: request.body, duplex: 'half' } : {}),
  });
}

/** A file of the build; a path without an ending is a screen of the router, which is index.html. */
async function fileOrScreen({ pathname }: URL, ports: PagePorts): Promise<Response> {
  const ending = extname(pathname).toLowerCase();
  if (ending === '' || ending === '.html') return screen(ports);
  const file = fileWithin(ports.folder, pathname);
  const type = TYPES[ending];
  if (!file || !type) return plain(404);
  try {
    return new Response(new Uint8Array(await readFile(file)), { headers: { ...headersOfAll, 'content-type': type } });
  } catch {
    return plain(404);
  }
}

/** Null where the path leaves the folder. */
function fileWithin(folder: string, pathname: string): string | null {
  try {
    const file = normalize(join(folder, decodeURIComponent(pathname)));
    return file.startsWith(folder + sep) && !file.includes('\0') ? file : null;
  } catch {
    return null;
  }
}

async function screen(ports: PagePorts): Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  const html = await readFile(join(ports.folder, 'index.html'), 'utf8');
  // Mantine writes style elements; it takes their nonce from here, so that no other inline style is let in.
  const page = html.replace('<head>', `<head>\n    <meta property="csp-nonce" nonce="${nonce}" />`);
  return new Response(page, {
    headers: {
      ...headersOfAll,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': pagePolicy(nonce, ports.serverOrigin()),
    },
  });
}

const headersOfAll = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
  'referrer-policy': 'no-referrer',
};

function plain(status: number): Response {
  return new Response(null, { status, headers: headersOfAll });
}
