import type { Browser } from 'playwright-core';
import { type Desk, openDesk } from './browser.ts';

/** At the sign-in page of the back office, with everything loaded but the replica. */
export async function atTheDoor(browser: Browser, origin: string): Promise<Desk> {
  const desk = await openDesk(browser, origin);
  await desk.page.goto('/');
  await desk.page.evaluate(() => navigator.serviceWorker.ready);
  await desk.page.getByTestId('sign-in-email').fill('admin@khaacho.test');
  await desk.page.getByTestId('sign-in-password').fill('khaacho-demo');
  return desk;
}

/** The pill at the top, where it says this. */
export function pillOf(desk: Desk, state: string) {
  return desk.page.locator(`[data-testid=sync-pill][data-state=${state}]`);
}
