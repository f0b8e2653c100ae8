import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, phoneOf, seedPeople, type TestApp, type TestPeople, tokensOf } from './test-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ADMIN = phoneOf('ADMIN');
const STRANGER = '+9779811111111';

let app: TestApp;
let people: TestPeople;

beforeAll(async () => {
  app = await createTestApp();
  people = await seedPeople(app.db, app.now());
});
afterAll(() => app.close());
beforeEach(() => {
  // Each test finds its phones rested.
  app.pass(49 * HOUR);
  app.codes.length = 0;
});

async function ask(phone: string): Promise<string> {
  const answered = await app.call('POST', '/auth/login', { body: { phone } });
  expect([phone, answered.status]).toEqual([phone, 200]);
  expect(Object.keys(answered.body.data as object)).toEqual(['challengeId']);
  return (answered.body.data as { challengeId: string }).challengeId;
}
const verify = (challengeId: string, code: string, deviceId?: string) =>
  app.call('POST', '/auth/verify-otp', { body: { challengeId, code, deviceId } });
const sentCode = () => app.codes.at(-1)?.code ?? 'none';
/** A code that is certainly not the one sent. */
const wrong = (nth = 1) => String((Number(sentCode()) + nth) % 1_000_000).padStart(6, '0');
const codesOf = async (answers: Promise<{ status: number; body: { error?: { code: string } | undefined } }>[]) =>
  (await Promise.all(answers)).map((answered) => answered.body.error?.code ?? answered.status);

describe('one-time codes', () => {
  it('signs in with six digits that are stored nowhere in the clear', async () => {
    const challengeId = await ask(ADMIN);
    expect(sentCode()).toMatch(/^\d{6}$/);
    const row = await app.db
      .selectFrom('otpChallenges')
      .selectAll()
      .where('id', '=', challengeId)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify({ ...row, codeHash: row.codeHash.toString('utf8') })).not.toContain(sentCode());
    expect(row.codeHash).toHaveLength(32);
    expect(row.phoneHash.toString('utf8')).not.toContain('9801000001');
    const answered = await verify(challengeId, sentCode());
    expect(answered.status).toBe(200);
    expect(tokensOf(answered).user).toMatchObject({ id: people.ids.ADMIN, role: 'ADMIN', phone: ADMIN });
  });

  it('takes +977, 00977, bare and Devanagari spellings for one number', async () => {
    for (const spelling of ['9801000001', '009779801000001', '+977 980-1000001', '९८०१०००००१']) {
      app.pass(25 * HOUR);
      await ask(spelling);
      expect(app.codes.at(-1)?.phone).toBe(ADMIN);
    }
    const bad = await app.call('POST', '/auth/login', { body: { phone: 'not a number' } });
    expect([bad.status, bad.body.error?.details[0]?.field]).toEqual([400, 'phone']);
  });

  it('is good once: used again, or used twice at once, one wins', async () => {
    const challengeId = await ask(ADMIN);
    const code = sentCode();
    const answers = await codesOf([verify(challengeId, code), verify(challengeId, code), verify(challengeId, code)]);
    expect(answers.filter((answer) => answer === 200)).toHaveLength(1);
    expect((await verify(challengeId, code)).body.error?.code).toBe('OTP_INVALID');
  });

  it('is good for five minutes', async () => {
    const inTime = await ask(ADMIN);
    app.pass(5 * MINUTE - 2000);
    expect((await verify(inTime, sentCode())).status).toBe(200);
    const late = await ask(ADMIN);
    app.pass(5 * MINUTE);
    expect((await verify(late, sentCode())).body.error?.code).toBe('OTP_EXPIRED');
  });

  it('ends with a newer one of the same phone', async () => {
    const first = await ask(ADMIN);
    const firstCode = sentCode();
    const second = await ask(ADMIN);
    expect((await verify(first, firstCode)).body.error?.code).toBe('OTP_INVALID');
    expect((await verify(second, sentCode())).status).toBe(200);
  });

  it('has five tries, counted also when ten come at once; then even the right code is refused', async () => {
    const challengeId = await ask(ADMIN);
    const answers = await codesOf(Array.from({ length: 10 }, (_, index) => verify(challengeId, wrong(index + 1))));
    expect(answers.filter((answer) => answer === 'OTP_INVALID')).toHaveLength(5);
    expect(answers.filter((answer) => answer === 'OTP_LOCKED')).toHaveLength(5);
    const right = await verify(challengeId, sentCode());
    expect([right.status, right.body.error?.code]).toEqual([429, 'OTP_LOCKED']);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(13 * 60);
  });

  it('locks a phone after five wrong codes over several challenges, for fifteen minutes', async () => {
    for (const tries of [2, 2, 1]) {
      const challengeId = await ask(ADMIN);
      for (let nth = 1; nth <= tries; nth += 1) {
        const left = await verify(challengeId, wrong(nth));
        expect(left.body.error?.code).toBe('OTP_INVALID');
      }
    }
    const locked = await app.call('POST', '/auth/login', { body: { phone: ADMIN } });
    expect([locked.status, locked.body.error?.code]).toEqual([429, 'OTP_LOCKED']);
    app.pass(15 * MINUTE);
    const challengeId = await ask(ADMIN);
    expect((await verify(challengeId, sentCode())).status).toBe(200);
  });

  it('locks a phone for the day after ten wrong codes, until somebody proves it is theirs', async () => {
    for (let round = 0; round < 2; round += 1) {
      const challengeId = await ask(ADMIN);
      for (let nth = 1; nth <= 5; nth += 1) await verify(challengeId, wrong(nth));
      app.pass(16 * MINUTE);
    }
    const locked = await app.call('POST', '/auth/login', { body: { phone: ADMIN } });
    expect([locked.body.error?.code, Number(locked.headers.get('retry-after')) > 20 * 3600]).toEqual([
      'OTP_LOCKED',
      true,
    ]);
    app.pass(24 * HOUR);
    const challengeId = await ask(ADMIN);
    for (let nth = 1; nth <= 4; nth += 1) await verify(challengeId, wrong(nth));
    expect((await verify(challengeId, sentCode())).status).toBe(200);
    const after = await ask(ADMIN);
    expect((await verify(after, wrong())).body.error?.details[0]).toMatchObject({ figures: { triesLeft: 4 } });
  });

  it('gives a phone five unused codes an hour and ten a day', async () => {
    for (let nth = 0; nth < 5; nth += 1) await ask(ADMIN);
    const sixth = await app.call('POST', '/auth/login', { body: { phone: ADMIN } });
    expect([sixth.status, sixth.body.error?.code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(sixth.headers.get('retry-after'))).toBeLessThanOrEqual(3600);
    app.pass(61 * MINUTE);
    for (let nth = 0; nth < 5; nth += 1) await ask(ADMIN);
    app.pass(61 * MINUTE);
    const eleventh = await app.call('POST', '/auth/login', { body: { phone: ADMIN } });
    expect([eleventh.status, Number(eleventh.headers.get('retry-after')) > 20 * 3600]).toEqual([429, true]);
  });

  it('does not count codes that were used', async () => {
    for (let nth = 0; nth < 12; nth += 1) expect((await verify(await ask(ADMIN), sentCode())).status).toBe(200);
  });

  it('counts codes asked at the same moment one after the other', async () => {
    const answers = await codesOf(
      Array.from({ length: 12 }, () => app.call('POST', '/auth/login', { body: { phone: ADMIN } })),
    );
    expect(answers.filter((answer) => answer === 200)).toHaveLength(5);
    expect(app.codes).toHaveLength(5);
  });
});

describe('who has a number stays unknown', () => {
  it('a stranger gets the same answers all the way, and no code', async () => {
    const story = async (phone: string) => {
      const seen: unknown[] = [];
      const note = (answered: Awaited<ReturnType<TestApp['call']>>) => {
        const { requestId: _, ...error } = answered.body.error ?? { requestId: '' };
        const headers = [...answered.headers.keys()].sort();
        seen.push([
          answered.status,
          error,
          Object.keys(answered.body),
          answered.body.data && Object.keys(answered.body.data),
          headers,
        ]);
        return answered;
      };
      const first = note(await app.call('POST', '/auth/login', { body: { phone } }));
      const { challengeId } = first.body.data as { challengeId: string };
      const guess = sentCode() === '000000' ? '000001' : '000000';
      for (let nth = 0; nth < 6; nth += 1) note(await verify(challengeId, guess));
      note(await app.call('POST', '/auth/login', { body: { phone } }));
      return seen;
    };
    const known = await story(ADMIN);
    expect(app.codes).toHaveLength(1);
    const unknown = await story(STRANGER);
    expect(app.codes).toHaveLength(1);
    // Retry-After may fall a second apart; every other byte of the story is the same.
    const settled = (story: unknown[]) => JSON.stringify(story).replaceAll(/"retryAfterSeconds":\d+/g, '');
    expect(settled(unknown)).toBe(settled(known));
  });

  it('a closed account is told nothing', async () => {
    await app.db.updateTable('users').set({ status: 'DISABLED' }).where('id', '=', people.ids.READONLY).execute();
    await ask(phoneOf('READONLY'));
    expect(app.codes).toHaveLength(0);
    await app.db.updateTable('users').set({ status: 'ACTIVE' }).where('id', '=', people.ids.READONLY).execute();
  });

  it('a challenge nobody was sent cannot be guessed right', async () => {
    const challengeId = await ask(STRANGER);
    const row = await app.db
      .selectFrom('otpChallenges')
      .select(['userId', 'retailerId'])
      .where('id', '=', challengeId)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ userId: null, retailerId: null });
  });
});

describe('shops', () => {
  it('sign in with the phone they chat from, and become an account with it', async () => {
    await app.db
      .insertInto('retailers')
      .values({
        id: '01980000-0000-7000-8000-000000000001',
        name: 'Maya Store',
        phone: '+9779800000009',
        address: 'Kohalpur',
        city: 'Banke',
        language: 'ne',
        createdAt: app.now(),
        updatedAt: app.now(),
      })
      .execute();
    const challengeId = await ask('9800000009');
    const { user, accessToken } = tokensOf(await verify(challengeId, sentCode()));
    expect(user).toMatchObject({ role: 'RETAILER', name: 'Maya Store', language: 'ne' });
    const again = tokensOf(await verify(await ask('9800000009'), sentCode()));
    expect(again.user.id).toBe(user.id);
    const caller = await app.people.authenticate(accessToken, app.now());
    expect(caller).toMatchObject({
      ok: true,
      value: { role: 'RETAILER', retailerId: '01980000-0000-7000-8000-000000000001' },
    });
  });
});

describe('addresses', () => {
  it('have a budget of their own for everything before sign-in', async () => {
    const strict = await createTestApp({ budgets: { signInPerHour: 3 } });
    const answers = await codesOf(
      [1, 2, 3, 4].map((nth) => strict.call('POST', '/auth/login', { body: { phone: `980100000${nth}` } })),
    );
    expect(answers.map(String).sort()).toEqual(['200', '200', '200', 'RATE_LIMITED']);
    const renewals = await codesOf(
      [1, 2, 3, 4, 5].map(() => strict.call('POST', '/auth/refresh', { body: { refreshToken: 'x' } })),
    );
    expect(new Set(renewals)).toEqual(new Set(['UNAUTHENTICATED']));
    strict.pass(20 * MINUTE);
    expect((await strict.call('POST', '/auth/login', { body: { phone: '9801000009' } })).status).toBe(200);
    await strict.close();
  });
});

it('forgets what no limit looks at any more', async () => {
  await ask(ADMIN);
  app.pass(49 * HOUR);
  await app.people.prune(app.now());
  const left = await app.db.selectFrom('otpChallenges').select('id').execute();
  const phones = await app.db.selectFrom('otpPhones').select('phoneHash').execute();
  expect([left, phones]).toEqual([[], []]);
});
