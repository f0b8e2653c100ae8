import { describe, expect, it } from 'vitest';
import { createLog, currentRequestId, maskText, withLogContext } from './log.ts';

function capture() {
  const lines: string[] = [];
  return { lines, log: createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } }) };
}

const TOKEN = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
/** Everything that must never stand in a log, in the forms it comes in. */
const PRIVATE = [
  '+9779801000001',
  '9801000001',
  '+977 980-1000001',
  '980 100 0001',
  '00977-9801000001',
  'whatsapp:+9779801000001',
  '९८०१०००००१',
  '+14155238886',
  'sita.kirana@example.com',
  TOKEN,
];

describe('the log', () => {
  it.each(PRIVATE)('masks %s wherever it stands in free text', (secret) => {
    const { lines, log } = capture();
    log.info(`asked by ${secret}, twice`);
    log.error(
      { err: new Error(`duplicate key (phone)=(${secret})`, { cause: new Error(secret) }) },
      `failed for ${secret}`,
    );
    log.warn({ some: { deep: [{ thing: `x ${secret} y` }] } }, 'deep');
    log.child({ actor: secret }).info('from a child');
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line).not.toContain(secret);
    for (const line of lines)
      expect(line.replaceAll(/"time":"[^"]*"/g, '')).not.toMatch(/9801000001|1000001|4155238886/);
  });

  it('never writes the value of a private field, at any depth', () => {
    const { lines, log } = capture();
    const fields = {
      authorization: 'secret-1',
      headers: { cookie: 'secret-2', 'x-twilio-signature': 'secret-3', 'set-cookie': ['secret-4'] },
      message: { Body: 'secret-5', ProfileName: 'secret-6', text: 'secret-7', transcript: 'secret-8' },
      list: [{ password: 'secret-9', passwordHash: 'secret-10', refresh_token: 'secret-11', code: 'secret-12' }],
      user: { phone: 'secret-13', email: 'secret-14', name: 'secret-15', apiKey: 'secret-16' },
      bytes: Buffer.from('secret-17'),
    };
    log.info(fields, 'a request');
    log.child({ password: 'secret-18' }).info('a child');
    expect(lines.join('')).not.toMatch(/secret-\d/);
    expect(lines[0]).toContain('[redacted]');
  });

  it('keeps of a database error what says where, not what was in the row', () => {
    const { lines, log } = capture();
    const error = Object.assign(new Error('duplicate key value violates unique constraint "users_phone_key"'), {
      code: '23505',
      constraint: 'users_phone_key',
      table: 'users',
      detail: 'Key (name)=(Sita) already exists.',
      parameters: ['Sita'],
      where: 'Sita',
    });
    log.error({ err: error }, 'write failed');
    log.error(error);
    log.error({ nested: { reason: error } });
    for (const line of lines) {
      expect(line).not.toContain('Sita');
      expect(line).toContain('users_phone_key');
    }
  });

  it('leaves ids, amounts, times and codes of ours readable', () => {
    const kept =
      'order 01980000-0000-7000-8000-000000000001 ORD261120001 237300 paisa at 2026-11-20T06:15:00.000Z in 1795155300000 INSUFFICIENT_STOCK';
    expect(maskText(kept)).toBe(kept);
    const { lines, log } = capture();
    log.info({ orderId: '01989801-0000-7000-8000-980100000198', amountPaisa: 237_300, status: 201 }, 'taken');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      orderId: '01989801-0000-7000-8000-980100000198',
      amountPaisa: 237_300,
      status: 201,
      level: 'info',
      msg: 'taken',
    });
  });

  it('names the request on every line written while it is handled', async () => {
    const { lines, log } = capture();
    await withLogContext({ requestId: 'request-1' }, async () => {
      await Promise.resolve();
      log.info('inside');
      expect(currentRequestId()).toBe('request-1');
    });
    log.info('outside');
    expect(lines.map((line) => (JSON.parse(line) as { requestId?: string }).requestId)).toEqual([
      'request-1',
      undefined,
    ]);
    expect(currentRequestId()).toBeNull();
  });

  it('survives objects that contain themselves', () => {
    const { lines, log } = capture();
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    log.info(loop, 'round');
    expect(lines).toHaveLength(1);
  });
});
