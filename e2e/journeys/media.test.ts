import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { printedList } from '../../server/src/testing/printed-list.ts';
import { openBrowser, openDesk } from '../support/browser.ts';
import { type Phone, phoneOf } from '../support/phone.ts';
import { type Khaacho, startKhaacho } from '../support/server.ts';
import { until } from '../support/until.ts';

const ENGLISH = 'Basmati Rice 1KG 10\nToor Dal 1KG 5';
const DEVANAGARI = 'चामल १० प्याकेट\nतूर दाल ५ प्याकेट';
/** The order reader alone is not sure enough of this one. */
const MISSPELT = 'blck gram dal 3';

describe('photos and voice notes, from the simulator to the order', () => {
  let khaacho: Khaacho;
  let browser: Browser;
  /** A message whose second reader hangs, sent first of all: nobody has to wait for it. */
  let hanging: Promise<string>;
  const dir = mkdtempSync(join(tmpdir(), 'khaacho-e2e-media-'));
  const shop = (number: number): Phone => phoneOf(khaacho.url, numberOf(number));
  const numberOf = (number: number) => `+97798000000${String(number).padStart(2, '0')}`;

  beforeAll(async () => {
    [khaacho, browser] = await Promise.all([startKhaacho(), openBrowser()]);
    await khaacho.query("UPDATE chats SET language = 'en'");
    await khaacho.query("UPDATE retailers SET language = 'en'");
    await fault('hang');
    hanging = shop(15).write(MISSPELT);
    hanging.catch(() => undefined);
  });
  afterAll(async () => {
    await browser.close();
    await khaacho.dispose();
    rmSync(dir, { recursive: true, force: true });
  });

  const post = (path: string, body: object) =>
    fetch(`${khaacho.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const fault = async (name: string, times = 1) => {
    expect((await post('/emulator/openai/control/faults', { fault: name, times })).status).toBe(204);
  };

  /** Confirms what was read; one question on the way may be answered with its first choice. */
  async function order(phone: Phone, reply: string): Promise<string> {
    const summary = /which one do you mean/.test(reply) ? await phone.write('1') : reply;
    expect(summary).toContain('Total: Rs.2373.00');
    const confirmed = await phone.write('CONFIRM');
    const number = /ORD\d{9,}/.exec(confirmed)?.[0] ?? '';
    expect(confirmed).toContain('Order Confirmed!');
    return number;
  }

  /** What an order was made of: the files that came for it, as they were sent. */
  const evidenceOf = (orderNumber: string) =>
    khaacho.query<{ kind: string; stage: string; original: string; content_type: string }>(
      `SELECT r.kind, r.stage, r.original_sha256 AS original, m.content_type
       FROM orders o JOIN drafts d ON d.order_id = o.id JOIN draft_messages dm ON dm.draft_id = d.id
       JOIN message_readings r ON r.message_id = dm.message_id JOIN media m ON m.sha256 = r.original_sha256
       WHERE o.order_number = $1`,
      [orderNumber],
    );

  async function mediaAs(
    email: string,
    sha256: string,
  ): Promise<{ status: number; type: string | null; sha256: string }> {
    const signIn = await post('/api/v1/auth/login', {
      email,
      password: 'khaacho-demo',
      deviceId: `e2e-media-${email.split('@')[0]}`,
    });
    const { data } = z.object({ data: z.looseObject({ accessToken: z.string() }) }).parse(await signIn.json());
    const headers = { authorization: `Bearer ${data.accessToken}` };
    const answer = await fetch(`${khaacho.url}/api/v1/media/${sha256}`, { headers });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
  }

  /** The newest thing the house has said on a phone's screen. */
  async function readsOn(page: Page, text: string): Promise<void> {
    await page.getByTestId('bubble-in').filter({ hasText: text }).last().waitFor();
  }

  it('a list on paper becomes an order in the simulator, and the photo is kept with it', async () => {
    const { page, context, complaints } = await openDesk(browser, khaacho.url);
    await page.goto(`/simulator/?phone=${encodeURIComponent(numberOf(1))}`);
    await page.getByTestId('attach').click();
    await page.getByRole('menuitem').nth(1).click();
    await page.getByTestId('paper').fill(ENGLISH);
    await page.getByTestId('send-paper').click();
    await readsOn(page, 'Total: Rs.2373.00');
    await page.getByTestId('composer').fill('CONFIRM');
    await page.getByTestId('send').click();
    await readsOn(page, 'Order Confirmed!');
    const said = await page.getByTestId('bubble-in').filter({ hasText: 'Order Confirmed!' }).last().innerText();
    const [photo, ...others] = await evidenceOf(/ORD\d{9,}/.exec(said)?.[0] ?? '');
    expect(others).toEqual([]);
    expect(photo).toMatchObject({ kind: 'PHOTO', stage: 'READ', content_type: 'image/jpeg' });
    const kept = photo?.original ?? '';
    expect(await mediaAs('admin@khaacho.test', kept)).toEqual({ status: 200, type: 'image/jpeg', sha256: kept });
    expect((await mediaAs('vendor2@khaacho.test', kept)).status).toBe(404);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('a photo of a list in Devanagari is read, and "CONFIRM" on a photo confirms nothing', async () => {
    const phone = shop(2);
    const before = await countOrders();
    const list = await phone.shows(await printedList(DEVANAGARI, 'devanagari', dir));
    await phone.shows(await printedList('CONFIRM', 'latin', dir), 'CONFIRM');
    expect(await countOrders()).toBe(before);
    const number = await order(phone, list);
    expect((await evidenceOf(number)).map(({ kind }) => kind)).toEqual(['PHOTO']);
  });

  const countOrders = async () => (await khaacho.query<{ n: number }>('SELECT count(*)::int AS n FROM orders'))[0]?.n;

  it('a voice note becomes an order', async () => {
    const phone = shop(3);
    const number = await order(phone, await phone.speaks('chamal das packet, dal panch packet'));
    expect(await evidenceOf(number)).toMatchObject([{ kind: 'VOICE', content_type: 'audio/ogg' }]);
  });

  it('a misspelt line gets a second opinion, which is on record', async () => {
    expect(await shop(4).write('blck gram dal 4')).toContain('DAL-MAS-1KG');
    const calls = await khaacho.query(
      "SELECT reader, prompt_version, outcome, input->'lines'->0->>'written' AS written, output FROM reader_calls WHERE kind = 'CHOOSE' AND outcome = 'answered'",
    );
    expect(calls).toEqual([
      {
        reader: 'gpt-6-luna',
        prompt_version: expect.any(String),
        outcome: 'answered',
        written: 'blck gram dal 4',
        output: [{ line: 0, choice: 'A' }],
      },
    ]);
  });

  it('a second reader that hangs or is down leaves a plain question', async () => {
    await fault('server-error', 2);
    const phone = shop(5);
    expect(await phone.write(MISSPELT)).toContain('which one do you mean?');
    expect(await phone.write('1')).toContain('DAL-MAS-1KG');
    expect(await hanging).toContain('which one do you mean?');
    const outcomes = await khaacho.query<{ outcome: string }>(
      "SELECT outcome FROM reader_calls WHERE outcome <> 'answered'",
    );
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['answered 500', 'no answer in time']);
  });

  it('a listener whose money is used up is answered for politely, and the chat goes on', async () => {
    await fault('quota');
    const phone = shop(6);
    expect(await phone.speaks('chamal das')).toMatch(/Please type your list/);
    expect(await phone.write('RICE-1KG x 10\nDAL-1KG x 5')).toContain('Total: Rs.2373.00');
    await post('/simulator/api/clock', { advance: '16m' });
    expect(await phone.speaks('chini panch packet')).toContain('SUGAR-1KG');
  });

  it('goes on with a reading after it is killed between two stages, and answers once', async () => {
    await fault('hang');
    const phone = shop(8);
    const reply = phone.speaks('chamal das packet, dal panch packet');
    reply.catch(() => undefined);
    const stage = async () =>
      (
        await khaacho.query<{ message_id: string; stage: string }>(
          "SELECT message_id, stage FROM message_readings WHERE stage NOT IN ('READ', 'FAILED')",
        )
      )[0];
    const reading = await until('a voice note that waits to be heard', async () => {
      const found = await stage();
      return found?.stage === 'PREPARED' ? found : null;
    });
    await khaacho.kill();
    expect((await stage())?.stage).toBe('PREPARED');
    await khaacho.start();
    await phone.hears('Total: Rs.2373.00');
    const replies = await khaacho.query("SELECT business_key FROM messages WHERE business_key LIKE '%' || $1", [
      reading.message_id,
    ]);
    expect(replies).toEqual([{ business_key: `reply:${reading.message_id}` }]);
  });
});
