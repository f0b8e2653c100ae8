import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PAGE_ORIGIN, pageHandler } from './page.ts';

describe('the page’s own origin', () => {
  let root: string;
  let asked: { url: string; init: RequestInit }[];
  let handle: (request: Request) => Promise<Response>;
  const get = (path: string, init?: RequestInit) => handle(new Request(`${PAGE_ORIGIN}${path}`, init));

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'khaacho-page-'));
    mkdirSync(join(root, 'renderer', 'assets'), { recursive: true });
    writeFileSync(join(root, 'renderer', 'index.html'), '<html><head><title>Khaacho</title></head></html>');
    writeFileSync(join(root, 'renderer', 'assets', 'main.js'), 'let x = 1;');
    writeFileSync(join(root, 'renderer', 'assets', 'notes.txt'), 'not a type of ours');
    writeFileSync(join(root, 'secret.json'), '{}');
    asked = [];
    handle = pageHandler({
      folder: join(root, 'renderer'),
      serverOrigin: () => 'https://desk.example.com',
      fetchServer: async (url, init) => {
        asked.push({ url, init });
        return new Response('from the server', { status: 201 });
      },
    });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('serves files of the build with their type', async () => {
    const response = await get('/assets/main.js');
    expect(await response.text()).toBe('let x = 1;');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('answers every screen with the page, under a policy with a fresh nonce', async () => {
    const [first, second] = [await get('/'), await get('/orders/0198')];
    const policy = first.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(nonce.length).toBeGreaterThan(20);
    expect(await first.text()).toContain(`<meta property="csp-nonce" nonce="${nonce}" />`);
    expect(second.headers.get('content-security-policy')).not.toBe(policy);
    expect(policy).not.toMatch(/unsafe-|\*|http:/);
    expect(policy).toContain("connect-src 'self' https://desk.example.com wss://desk.example.com");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
  });

  it.each([
    '/../secret.json',
    '/..%2fsecret.json',
    '/assets/%2e%2e/%2e%2e/secret.json',
    '/assets/..%5c..%5csecret.json',
    '/%00.js',
    '/%E0%A4%A.js',
  ])('keeps %s inside the folder', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('knows only its own types, its own host and reading', async () => {
    expect((await get('/assets/notes.txt')).status).toBe(404);
    expect((await get('/assets/absent.js')).status).toBe(404);
    expect((await handle(new Request('app://other/index.html'))).status).toBe(404);
    expect((await get('/orders', { method: 'POST', body: '{}' })).status).toBe(405);
    expect(asked).toEqual([]);
  });

  it('passes the server’s doors on, without saying who asks', async () => {
    const headers = { authorization: 'Bearer token', origin: PAGE_ORIGIN, referer: `${PAGE_ORIGIN}/`, cookie: 'a=b' };
    const response = await get('/api/v1/orders?page=2', { method: 'POST', headers, body: '{"a":1}' });
    expect([response.status, await response.text()]).toEqual([201, 'from the server']);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toBe('https://desk.example.com/api/v1/orders?page=2');
    const sent = new Headers(asked[0]?.init.headers);
    expect(sent.get('authorization')).toBe('Bearer token');
    expect(['origin', 'referer', 'cookie'].map((name) => sent.get(name))).toEqual([null, null, null]);
    expect(asked[0]?.init.credentials).toBe('omit');
    expect(await new Response(asked[0]?.init.body).text()).toBe('{"a":1}');
  });

  it('lets an unreachable server be a failed fetch', async () => {
    const away = pageHandler({
      folder: root,
      serverOrigin: () => 'https://desk.example.com',
      fetchServer: () => Promise.reject(new TypeError('net::ERR_CONNECTION_REFUSED')),
    });
    await expect(away(new Request(`${PAGE_ORIGIN}/api/v1/orders`))).rejects.toThrow('ERR_CONNECTION_REFUSED');
  });
});
