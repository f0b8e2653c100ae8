import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openBrowser, openDesk, signInAtDesk } from '../support/browser.ts';
import { phoneOf } from '../support/phone.ts';
import { type Khaacho, startKhaacho } from '../support/server.ts';

describe('the doors a newcomer opens', () => {
  let khaacho: Khaacho;
  let browser: Browser;

  beforeAll(async () => {
    [khaacho, browser] = await Promise.all([startKhaacho(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await khaacho?.dispose();
  });

  it('are healthy, measured and documented', async () => {
    for (const path of [
      '/livez',
      '/readyz',
      '/health',
      '/api/v1/health',
      '/metrics',
      '/api/v1/docs',
      '/api/v1/openapi.json',
    ]) {
      expect((await fetch(khaacho.url + path)).status, path).toBe(200);
    }
    const description: unknown = await (await fetch(`${khaacho.url}/api/v1/openapi.json`)).json();
    expect(description).toMatchObject({
      openapi: expect.stringMatching(/^3\./),
      paths: expect.objectContaining({
        '/api/v1/orders': expect.anything(),
        '/api/v1/credit/payment': expect.anything(),
      }),
    });
  });

  it('lets somebody order as a shop in the simulator', async () => {
    const { page, context, complaints, picture } = await openDesk(browser, khaacho.url);
    await page.goto('/simulator/?phone=%2B9779800000001');
    await page.getByTestId('composer').fill('rice 10 kg, dal 5');
    await page.getByTestId('send').click();
    await page.getByText('Total: Rs.2373.00').first().waitFor();
    await page.getByTestId('composer').fill('CONFIRM');
    await page.getByTestId('send').click();
    await page.getByText('Order Confirmed!').first().waitFor();
    await picture('simulator');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('signs an admin in by a one-time code, which the desk never shows', async () => {
    const desk = await openDesk(browser, khaacho.url);
    const { page } = desk;
    await page.goto('/');
    await page.getByText('Code by phone').click();
    await page.getByTestId('sign-in-phone').fill('9801000001');
    await page.getByTestId('sign-in-ask-code').click();
    const heard = await phoneOf(khaacho.url, '+9779801000001').hears('code');
    const code = /\d{6}/.exec(heard)?.[0] ?? '';
    await page.getByTestId('sign-in-code').locator('input').first().focus();
    // The last digit signs in by itself.
    await page.keyboard.type(code);
    await page.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
    const [kept] = await khaacho.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM messages WHERE body LIKE $1 OR sealed_body LIKE $1 OR template::text LIKE $1',
      [`%${code}%`],
    );
    expect(kept?.n).toBe(0);
    expect(desk.complaints).toEqual([]);
    await desk.context.close();
  });

  it('gives a second tab the choice, never two writers', async () => {
    const desk = await openDesk(browser, khaacho.url);
    await signInAtDesk(desk, 'vendor1@khaacho.test');
    const second = await desk.context.newPage();
    await second.goto('/');
    await second.getByTestId('take-over').click();
    await second.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
    await desk.page.getByTestId('take-over').waitFor();
    await desk.context.close();
  });

  const screens: [string, string[]][] = [
    ['vendor1@khaacho.test', ['/today', '/orders', '/stock', '/statement']],
    ['admin@khaacho.test', ['/now', '/orders', '/credit', '/settle']],
    ['agent1@khaacho.test', ['/shops']],
  ];
  it.each(screens)('%s finds no screen that is hard to read, in light or dark', async (email, paths) => {
    const desk = await openDesk(browser, khaacho.url);
    await signInAtDesk(desk, email);
    for (const theme of ['light', 'dark']) {
      for (const path of paths) {
        await desk.page.goto(path);
        await desk.page.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
        expect(await problems(desk), `${path} ${theme}`).toEqual([]);
      }
      await desk.page.getByTestId('theme').click();
    }
    expect(desk.complaints).toEqual([]);
    await desk.context.close();
  });

  async function problems({ page }: Desk): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
    return violations.map(
      (violation) =>
        `${violation.id}: ${violation.nodes
          .map((node) => node.target.join(' '))
          .slice(0, 3)
          .join(', ')}`,
    );
  }
});
