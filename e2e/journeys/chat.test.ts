import twilio from 'twilio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signIn } from '../support/api.ts';
import { phoneOf } from '../support/phone.ts';
import { type Khaacho, startKhaacho } from '../support/server.ts';
import { until } from '../support/until.ts';

const ORDER = 'RICE-1KG x 10\nDAL-1KG x 5';

describe('WhatsApp through the real doors', () => {
  let khaacho: Khaacho;
  beforeAll(async () => {
    khaacho = await startKhaacho();
  });
  afterAll(() => khaacho.dispose());

  const webhook = (values: Record<string, string>, signature: string) =>
    fetch(`${khaacho.url}/api/v1/whatsapp/webhook`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(signature === '' ? {} : { 'x-twilio-signature': signature }),
      },
      body: new URLSearchParams(values),
    });
  const params = (sid: string, body: string) => ({
    MessageSid: sid,
    AccountSid: 'AC00000000000000000000000000000001',
    From: 'whatsapp:+9779800000007',
    To: 'whatsapp:+14155238886',
    Body: body,
    NumMedia: '0',
  });
  const sign = (values: Record<string, string>) =>
    twilio.getExpectedTwilioSignature('demo-twilio-auth-token', `${khaacho.url}/api/v1/whatsapp/webhook`, values);
  const stored = (sid: string) =>
    khaacho.query<{ id: string }>('SELECT id FROM messages WHERE provider_id = $1', [sid]);

  it('takes the first true order from chat to paid', async () => {
    const phone = phoneOf(khaacho.url, '+9779800000001');
    const summary = await phone.write(ORDER);
    for (const figure of ['Subtotal: Rs.2100.00', 'Tax (13%): Rs.273.00', 'Total: Rs.2373.00'])
      expect(summary).toContain(figure);
    const confirmed = await phone.write('CONFIRM');
    const number = /ORD\d{9,}/.exec(confirmed)?.[0] ?? '';
    expect(confirmed).toContain('Status: PENDING');
    expect(await phone.write('CONFIRM')).toBe(confirmed);

    const admin = await signIn(khaacho.url, 'admin@khaacho.test');
    const found = z
      .array(z.looseObject({ id: z.string(), retailerId: z.string(), status: z.string() }))
      .parse((await admin.get(`/orders?q=${number}`)).body.data);
    expect(found).toHaveLength(1);
    const order = found[0];
    if (!order) throw new Error('unreachable');
    for (const [status, words] of [
      ['ACCEPTED', 'was accepted by'],
      ['PACKING', 'is being packed'],
      ['DISPATCHED', 'has left the store'],
      ['OUT_FOR_DELIVERY', 'is on its way'],
      ['DELIVERED', 'was delivered. Amount: Rs.2373.00'],
    ] as const) {
      expect((await admin.put(`/orders/${order.id}/status`, { status })).status).toBe(200);
      await phone.hears(`#${number} ${words}`);
    }
    expect((await admin.get(`/credit/${order.retailerId}`)).body.data).toMatchObject({
      outstandingPaisa: 237_300,
      reservedPaisa: 0,
    });
    const paid = await admin.post(
      '/credit/payment',
      { retailerId: order.retailerId, amountPaisa: 100_000, method: 'CASH' },
      'pay-1',
    );
    expect(paid.status).toBe(201);
    expect(
      (
        await admin.post(
          '/credit/payment',
          { retailerId: order.retailerId, amountPaisa: 100_000, method: 'CASH' },
          'pay-1',
        )
      ).body.data,
    ).toEqual(paid.body.data);
    await phone.hears('Payment received: Rs.1000.00');
    const status = await phone.write(`STATUS ${number}`);
    expect(status).toContain('Status: DELIVERED');
    expect(status).toContain('Paid: Rs.1000.00');
    expect(status).toContain('Due: Rs.1373.00');
    await admin.post(
      '/credit/payment',
      { retailerId: order.retailerId, amountPaisa: 137_300, method: 'BANK' },
      'pay-2',
    );
    await phone.hears('Payment received: Rs.1373.00');
    expect(await phone.write(`STATUS ${number}`)).toContain('Status: COMPLETED');
    const entries = z
      .array(z.looseObject({ balancePaisa: z.number() }))
      .parse((await admin.get(`/credit/${order.retailerId}/ledger?limit=3`)).body.data);
    expect(entries.map((entry) => entry.balancePaisa)).toEqual([0, 137_300, 237_300]);
  });

  it('turns a bad or missing signature away without effect', async () => {
    const sid = `SM${'1'.repeat(32)}`;
    for (const signature of ['', 'bm9uc2Vuc2U=', sign({ ...params(sid, ORDER), Body: 'another' })]) {
      const answer = await webhook(params(sid, ORDER), signature);
      expect(answer.status).toBe(403);
    }
    expect(await stored(sid)).toHaveLength(0);
  });

  it('takes what a keyboard cannot type, exactly as it was signed', async () => {
    for (const [index, body] of [
      '\u0000 RICE',
      'चामल १० 🙏🏽',
      'a=b&c=d + %20',
      '<script>alert(1)</script>',
    ].entries()) {
      const values = params(`SM${String(index).padStart(32, 'c')}`, body);
      expect((await webhook(values, sign(values))).status, body).toBe(200);
    }
  });

  it('acknowledges with empty TwiML, and a replay has no second effect', async () => {
    const values = params(`SM${'2'.repeat(32)}`, 'RICE-1KG x 3');
    for (let time = 0; time < 3; time += 1) {
      const answer = await webhook(values, sign(values));
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^text\/xml/);
      expect(await answer.text()).toContain('<Response/>');
    }
    const rows = await stored(values.MessageSid);
    expect(rows).toHaveLength(1);
    const replies = () =>
      khaacho.query<{ n: number }>('SELECT count(*)::int AS n FROM messages WHERE business_key = $1', [
        `reply:${rows[0]?.id}`,
      ]);
    await until('the reply', async () => ((await replies())[0]?.n ?? 0) > 0);
    expect((await replies())[0]?.n).toBe(1);
  });

  it('loses nothing that was acknowledged when it is killed', async () => {
    const sids: string[] = [];
    for (let index = 0; index < 10; index += 1) {
      const sid = `SM${String(index).padStart(32, 'a')}`;
      const values = params(sid, 'HELP');
      if ((await webhook(values, sign(values))).status === 200) sids.push(sid);
    }
    await khaacho.kill();
    await khaacho.start();
    await until('every message answered', async () => {
      const [row] = await khaacho.query<{ n: number }>(
        "SELECT count(*)::int AS n FROM messages i WHERE i.provider_id = ANY($1) AND i.status = 'HANDLED' AND EXISTS (SELECT 1 FROM messages o WHERE o.business_key = 'reply:' || i.id)",
        [sids],
      );
      return row?.n === 10;
    });
  });
});
