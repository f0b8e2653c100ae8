import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openBrowser, openDesk, signInAtDesk } from '../support/browser.ts';
import { phoneOf } from '../support/phone.ts';
import { type Khaacho, startKhaacho } from '../support/server.ts';
import { until } from '../support/until.ts';

const SHOP = '+9779800000003';
const COMPLAINT = 'The rice you sent is rotten and two bags are missing';

describe('the human queue', () => {
  let khaacho: Khaacho;
  let browser: Browser;
  let desk: Desk;
  let shop: { id: string; name: string };

  beforeAll(async () => {
    [khaacho, browser] = await Promise.all([startKhaacho(), openBrowser()]);
    const [row] = await khaacho.query<{ id: string; name: string }>('SELECT id, name FROM retailers WHERE phone = $1', [
      SHOP,
    ]);
    if (!row) throw new Error('the demo has thirty shops');
    shop = row;
    desk = await openDesk(browser, khaacho.url);
    await signInAtDesk(desk, 'support@khaacho.test');
    await desk.page.getByTestId('nav-inbox').click();
  });
  afterAll(async () => {
    await browser?.close();
    await khaacho?.dispose();
  });

  const questions = () =>
    khaacho.query<{ acknowledged_by: string | null }>(
      "SELECT acknowledged_by FROM alerts WHERE retailer_id = $1 AND kind = 'MESSAGE_UNREAD' ORDER BY opened_at DESC",
      [shop.id],
    );

  it('a complaint appears live, is answered without a network, and the answer arrives and closes it', async () => {
    const { page } = desk;
    const phone = phoneOf(khaacho.url, SHOP);
    await phone.write(COMPLAINT);
    const row = page.getByTestId(`question-${shop.id}`);
    await row.getByText('Complaint').waitFor();
    await row.click();
    await page.getByTestId('bubble-theirs').getByText(COMPLAINT).waitFor();

    await desk.offline(true);
    await page.locator('[data-testid=sync-pill][data-state=offline]').waitFor();
    await page.getByTestId('reply-text').fill('Two new bags come tomorrow before ten.');
    await page.keyboard.press('Control+Enter');
    const answer = page.getByTestId('bubble-ours').filter({ hasText: 'Two new bags come tomorrow before ten.' });
    await answer.getByText('waiting since').waitFor();
    await page.getByTestId('answered-here').getByText(shop.name).waitFor();
    await desk.picture('inbox-offline-reply');
    expect((await questions())[0]).toEqual({ acknowledged_by: null });

    await desk.offline(false);
    expect(await phone.hears('Two new bags')).toBe('Two new bags come tomorrow before ten.');
    await until('the question closed', async () => (await questions())[0]?.acknowledged_by !== null);
    await page.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
    await row.waitFor({ state: 'detached' });
    await answer.getByTitle(/Sent|Delivered|Read/).waitFor();
    expect((await phone.heard()).filter((body) => body.includes('Two new bags'))).toHaveLength(1);
    expect(desk.complaints).toEqual([]);
  });

  it('shows the photo of a list in the thread', async () => {
    const { page } = desk;
    const photo = await page.evaluate(() => {
      const canvas = document.createElement('canvas');
      canvas.width = 640;
      canvas.height = 360;
      const pen = canvas.getContext('2d');
      if (!pen) throw new Error('no canvas');
      pen.fillStyle = '#f7f3e6';
      pen.fillRect(0, 0, 640, 360);
      pen.fillStyle = '#1d2a55';
      pen.font = '48px sans-serif';
      pen.fillText('RICE-1KG x 10', 60, 130);
      pen.fillText('DAL-1KG x 5', 60, 220);
      return canvas.toDataURL('image/png').split(',')[1] ?? '';
    });
    const sent = await fetch(`${khaacho.url}/simulator/api/phones/${encodeURIComponent(SHOP)}/media`, {
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body: Buffer.from(photo, 'base64'),
    });
    expect(sent.ok).toBe(true);
    const shown = page.getByTestId('evidence-photo').last();
    await shown.waitFor();
    await until('the picture is drawn', () =>
      shown.evaluate((image) => (image instanceof HTMLImageElement && image.naturalWidth > 0) || undefined),
    );
    await desk.picture('inbox-photo');
  });

  it('is searched in every chat, from what this desk keeps', async () => {
    const { page } = desk;
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.getByTestId('inbox-search').fill('two bags rotten');
    await page.getByTestId('hits').getByRole('button').first().click();
    await page.locator('[data-found=true]').getByText(COMPLAINT).waitFor();
    expect(desk.complaints).toEqual([]);
  });
});
