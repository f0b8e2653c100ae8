import 'fake-indexeddb/auto';
import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok } from '@khaacho/shared/kernel/result.ts';
import type { Tokens, User } from '@khaacho/shared/people/contract.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type AuthClient, authClient } from './auth-client.ts';
import { deleteDatabase } from './idb.ts';
import { type Installation, openInstallation } from './installation.ts';
import { PersonSession } from './session.ts';
import { idOf } from './testing/samples.ts';
import { seededRandom, VirtualTime } from './testing/virtual-time.ts';

const user: User = {
  id: idOf(1),
  name: 'Bimala',
  role: 'ADMIN',
  email: 'Admin@khaacho.test',
  phone: '+9779801000001',
  language: 'en',
  vendorId: null,
  vendorName: null,
  territoryIds: [],
};

function token(number: number, lifeSeconds = 900): string {
  // Issued by a server whose clock is a day ahead.
  const iat = Date.parse('2026-06-02T10:00:00Z') / 1000;
  return `x.${btoa(JSON.stringify({ iat, exp: iat + lifeSeconds, number }))}.y`;
}
const tokens = (number: number): Tokens => ({ accessToken: token(number), refreshToken: `refresh-${number}`, user });

function fakeAuth() {
  return {
    login: vi.fn<AuthClient['login']>(async () => ok(tokens(1))),
    askForCode: vi.fn<AuthClient['askForCode']>(async () => ok({ challengeId: idOf(9) })),
    verifyCode: vi.fn<AuthClient['verifyCode']>(async () => ok(tokens(1))),
    refresh: vi.fn<AuthClient['refresh']>(async () => ok(tokens(2))),
    logout: vi.fn<AuthClient['logout']>(async () => undefined),
  };
}

const installations: Installation[] = [];
async function newSession(auth = fakeAuth()) {
  const time = new VirtualTime(seededRandom(1));
  const installation = await openInstallation(null, () => `device-${Math.trunc(time.now().getTime() / 1000)}`);
  installations.push(installation);
  const revoked = vi.fn();
  const session = new PersonSession({ host: time, auth, installation: async () => installation, revoked });
  await session.load();
  return { session, auth, time, revoked, installation };
}

afterEach(async () => {
  for (const one of installations.splice(0)) one.close();
  await deleteDatabase('khaacho-installation');
});

describe('session', () => {
  it('signs in, keeps the person over a restart and the refresh token sealed', async () => {
    const { session } = await newSession();
    expect(session.state.get()).toEqual({ kind: 'signed-out' });
    expect(await session.signInWithPassword('admin@khaacho.test', 'secret')).toEqual(ok(user));
    expect(await session.accessToken()).toBe(token(1));
    const again = await newSession();
    expect(again.session.state.get()).toEqual({ kind: 'signed-in', user, needsSignIn: false });
    expect(again.auth.refresh).not.toHaveBeenCalled();
    expect(await again.session.accessToken()).toBe(token(2));
    expect(again.auth.refresh.mock.calls[0]?.[0]).toBe('refresh-1');
  });

  it('gives each person a device id of their own, the same by e-mail and by phone', async () => {
    const { session, auth, time } = await newSession();
    await session.signInWithPassword('admin@khaacho.test', 'secret');
    const mine = auth.login.mock.calls[0]?.[2];
    await time.pass(5_000);
    await session.askForCode('9801000001');
    await session.signInWithCode(idOf(9), '123456');
    expect(auth.verifyCode.mock.calls[0]?.[2]).toBe(mine);
    auth.login.mockResolvedValueOnce(ok({ ...tokens(1), user: { ...user, id: idOf(2), email: 'other@khaacho.test' } }));
    await session.signInWithPassword('other@khaacho.test', 'secret');
    expect(auth.login.mock.calls[1]?.[2]).not.toBe(mine);
    await session.signInWithPassword(' ADMIN@khaacho.test ', 'secret');
    expect(auth.login.mock.calls[2]?.[2]).toBe(mine);
  });

  it('refreshes once for all who ask, and not before it is due, whatever the clock says', async () => {
    const { session, auth, time } = await newSession();
    await session.signInWithPassword('admin@khaacho.test', 'secret');
    await time.pass(14 * 60_000);
    expect(await session.accessToken()).toBe(token(1));
    await time.pass(60_000);
    const got = await Promise.all([1, 2, 3].map(() => session.accessToken()));
    expect(got).toEqual([token(2), token(2), token(2)]);
    expect(auth.refresh).toHaveBeenCalledTimes(1);
  });

  it('gives a new token when asked for one, also where this clock was set back and the last one looks fresh', async () => {
    const { session, auth, time } = await newSession();
    await session.signInWithPassword('admin@khaacho.test', 'secret');
    const first = await session.token();
    expect(first).toEqual({ kind: 'token', token: token(1), freshForMs: 870_000 });
    time.jump(-86_400_000);
    expect(await session.renewedToken()).toMatchObject({ kind: 'token', token: token(2), freshForMs: 870_000 });
    auth.refresh.mockImplementation(async () => err({ reached: false, refusal: refusal('UNAVAILABLE', 'away') }));
    expect(await session.renewedToken()).toEqual({ kind: 'unreachable' });
    expect(await session.accessToken()).toBe(token(2));
  });

  it('knows from a token how far this clock is from the server’s', async () => {
    const { session, time } = await newSession();
    expect(session.clockAheadMs).toBeNull();
    const before = time.now().getTime();
    await session.signInWithPassword('admin@khaacho.test', 'secret');
    expect(session.clockAheadMs).toBe(before - Date.parse('2026-06-02T10:00:00Z'));
  });

  it('asks with the same key again when the answer was lost, also after a restart', async () => {
    const { session, auth, time } = await newSession();
    await session.signInWithPassword('admin@khaacho.test', 'secret');
    await time.pass(3_600_000);
    const lost = err({ reached: false, refusal: refusal('UNAVAILABLE', 'no') });
    auth.refresh.mockResolvedValueOnce(lost);
    expect(await session.token()).toEqual({ kind: 'unreachable' });
    const again = await newSession(auth);
    expect(await again.session.accessToken()).toBe(token(2));
    const [first, second] = auth.refresh.mock.calls;
    expect(second).toEqual(first);
    again.session.tokenRefused();
    await again.session.accessToken();
    expect(auth.refresh.mock.calls[2]?.[2]).not.toBe(first?.[2]);
  });

  it('stays signed in offline; a refusal asks for signing in again and wipes nothing', async () => {
    const { session, auth, time } = await newSession();
    await session.signInWithPassword('admin@khaacho.test', 'secret');
    await time.pass(40 * 86_400_000);
    auth.refresh.mockResolvedValueOnce(err({ reached: true, refusal: refusal('UNAUTHENTICATED', 'too old') }));
    expect(await session.token()).toEqual({ kind: 'sign-in-needed' });
    expect(session.state.get()).toMatchObject({ kind: 'signed-in', needsSignIn: true });
    expect(await session.token()).toEqual({ kind: 'sign-in-needed' });
    expect(auth.refresh).toHaveBeenCalledTimes(1);
    await session.signInWithPassword('admin@khaacho.test', 'secret');
    expect(session.state.get()).toMatchObject({ needsSignIn: false });
  });

  it('says so when the device was shut out', async () => {
    const { session, auth, time, revoked } = await newSession();
    await session.signInWithPassword('admin@khaacho.test', 'secret');
    await time.pass(3_600_000);
    auth.refresh.mockResolvedValueOnce(err({ reached: true, refusal: refusal('DEVICE_REVOKED', 'out') }));
    await session.token();
    expect(revoked).toHaveBeenCalled();
  });

  it('keeps its own keys in Electron: other bytes, nothing opens', async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const first = await openInstallation(
      async () => bytes,
      () => 'device-11',
    );
    const kept = { user, deviceId: 'device-11', refreshToken: 'r', refreshKey: null, needsSignIn: false };
    await first.keepSession(kept);
    expect(await first.session()).toEqual(kept);
    first.close();
    const other = await openInstallation(
      async () => crypto.getRandomValues(new Uint8Array(32)),
      () => 'device-11',
    );
    expect(await other.session()).toBeNull();
    other.close();
    const same = await openInstallation(
      async () => bytes,
      () => 'device-11',
    );
    expect(await same.session()).toEqual(kept);
    same.close();
  });
});

describe('auth client', () => {
  const client = (answer: () => Promise<Response>) => {
    const fetch_ = vi.fn<typeof fetch>(() => answer());
    return { auth: authClient({ origin: 'https://desk', newId: () => 'key-1', fetch: fetch_ }), fetch: fetch_ };
  };
  const json = (status: number, body: object) => async () => new Response(JSON.stringify(body), { status });

  it('reads the envelope, and sends the key of a refresh', async () => {
    const { auth, fetch: asked } = client(json(200, { success: true, data: tokens(1), message: '', timestamp: '' }));
    expect(await auth.refresh('r', 'device-1', 'again-7')).toEqual(ok(tokens(1)));
    const [url, request] = asked.mock.calls[0] ?? [];
    expect(url).toBe('https://desk/api/v1/auth/refresh');
    expect(request?.headers).toMatchObject({ 'Idempotency-Key': 'again-7' });
  });

  it.each([
    [
      'a refusal',
      json(401, { success: false, error: { code: 'CREDENTIALS_INVALID', message: 'no' } }),
      'CREDENTIALS_INVALID',
      true,
    ],
    [
      'an error of the server',
      json(500, { success: false, error: { code: 'INTERNAL', message: 'no' } }),
      'INTERNAL',
      false,
    ],
    ['a page of a captive portal', async () => new Response('<html>', { status: 200 }), 'UNAVAILABLE', false],
    ['no network', async () => Promise.reject(new TypeError('failed')), 'UNAVAILABLE', false],
  ])('tells %s', async (_, answer, code, reached) => {
    const { auth } = client(answer);
    expect(await auth.login('a@b.test', 'x', 'device-1')).toMatchObject({
      ok: false,
      error: { reached, refusal: { code } },
    });
  });
});
