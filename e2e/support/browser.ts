import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import chromiumBinary from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Pictures of what a failed journey saw. */
const PICTURES = join(import.meta.dirname, '..', '..', '.cache', 'e2e');

/** Chromium of `CHROMIUM_PATH`, of the machine, or the one inside an npm package. */
async function executable(): Promise<string> {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  return existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : chromiumBinary.executablePath();
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await executable(), args: FLAGS });
}

export type Desk = {
  page: Page;
  context: BrowserContext;
  /** Pulls the plug, and puts it back. */
  offline(off: boolean): Promise<void>;
  picture(name: string): Promise<void>;
  /** What the page complained about; a journey ends with none. */
  complaints: string[];
};

const VIEW = { viewport: { width: 1366, height: 768 } };

/** A desk of its own (profile, replica, device) at 1366×768. */
export async function openDesk(browser: Browser, url: string): Promise<Desk> {
  const context = await browser.newContext({ ...VIEW, baseURL: url });
  return deskIn(context, await context.newPage());
}

/** A browser of its own whose profile lies in a folder: what it has kept is there when it is opened again. */
export async function openProfile(folder: string, url: string): Promise<Desk & { kill(): Promise<void> }> {
  const context = await chromium.launchPersistentContext(folder, {
    ...VIEW,
    baseURL: url,
    executablePath: await executable(),
    args: FLAGS,
  });
  const closed = new Promise<void>((resolve) => context.once('close', () => resolve()));
  const desk = deskIn(context, context.pages()[0] ?? (await context.newPage()));
  return {
    ...desk,
    kill: async () => {
      for (const pid of browsersOn(folder)) process.kill(pid, 'SIGKILL');
      await closed;
    },
  };
}

/** The browser processes themselves, not their children: those carry a `--type`. */
function browsersOn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return line.includes(`--user-data-dir=${folder}`) && !line.some((word) => word.startsWith('--type='));
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** A desk in a page that is already there. */
export function deskIn(context: BrowserContext, page: Page): Desk {
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // Without a network every fetch complains; that is what the journey is about.
    if (
      message.type() === 'error' &&
      !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_CONNECTION|ERR_EMPTY|Failed to load resource|WebSocket/.test(
        message.text(),
      )
    )
      complaints.push(message.text());
  });
  return {
    page,
    context,
    complaints,
    offline: (off) => context.setOffline(off),
    picture: async (name) => {
      mkdirSync(PICTURES, { recursive: true });
      await page.screenshot({ path: join(PICTURES, `${name}.png`) });
    },
  };
}

/** Signs in with a demo password and waits until the replica is there. */
export async function signInAtDesk({ page }: Desk, email: string): Promise<void> {
  await page.goto('/');
  await page.getByTestId('sign-in-email').fill(email);
  await page.getByTestId('sign-in-password').fill('khaacho-demo');
  await page.getByTestId('sign-in-submit').click();
  await page.getByTestId('sync-pill').waitFor();
  await page.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
}
