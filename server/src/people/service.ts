import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { normalisePhone } from '@khaacho/shared/kernel/phone.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Tokens } from '@khaacho/shared/people/contract.ts';
import { recordAudit } from '../audit/service.ts';
import type { Config } from '../config.ts';
import { type Db, transaction } from '../db/database.ts';
import { rateLimited } from '../http/errors.ts';
import { createBuckets } from '../http/limits.ts';
import type { Forbidden } from '../http/mount.ts';
import type { Log } from '../log.ts';
import { type Access, createAccess } from './access.ts';
import { type CodeAsk, type OtpDeps, type SendCode, startSignIn, verifyCode } from './otp.ts';
import { pruneChallenges } from './otp-store.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { pruneRefreshTokens } from './session-store.ts';
import { endSession, enrolDevice, openSession, type RefreshAsk, refreshSession } from './sessions.ts';
import { findUserByEmail } from './store.ts';
import { type AccessTokens, createAccessTokens } from './tokens.ts';

export type { AccessChange } from './access.ts';
export { revokeDevice } from './devices.ts';
export type { SendCode } from './otp.ts';

/** The password of every demo account stands in the README. */
const DEMO_PASSWORD = 'khaacho-demo';
/** Wrong passwords: one address at one account, and all addresses at one account (a botnet), a quarter of an hour. */
const WRONG_FROM_ONE_ADDRESS = { requests: 10, perSeconds: 15 * 60 };
const WRONG_FOR_ONE_ACCOUNT = { requests: 50, perSeconds: 15 * 60 };
/**
 * A known phone takes a few milliseconds more than an unknown one (its message is queued); both are answered at this
 * beat, so that nobody can time which numbers are customers.
 */
const EVEN_ANSWER_MS = 100;
const DAY_MS = 24 * 3_600_000;

export type PeopleDeps = {
  db: Db;
  log: Log;
  jwt: Config['jwt'];
  otpPepper: string;
  /** Lets the published demo password in. */
  demo: boolean;
  sendCode: SendCode;
  /** For tests that time nothing. */
  evenAnswerMs?: number;
};

export type PasswordAsk = {
  email: string;
  password: string;
  deviceId: string | undefined;
  deviceName: string;
  address: string;
};

export type People = {
  db: Db;
  evenAnswerMs: number;
  access: Access;
  authenticate: Access['authenticate'];
  onAccessChanged: Access['onAccessChanged'];
  tokens: AccessTokens;
  passwords: Passwords;
  signInByPassword(ask: PasswordAsk, now: Date): Promise<Result<Tokens, Refusal>>;
  startSignIn(phone: string, now: Date): Promise<Result<{ challengeId: string }, Refusal>>;
  verifyCode(ask: CodeAsk, now: Date): Promise<Result<Tokens, Refusal>>;
  refresh(ask: RefreshAsk, now: Date): Promise<Result<Tokens, Refusal>>;
  signOut(
    by: { accessToken: string | null; refreshToken: string | undefined },
    now: Date,
  ): Promise<Result<null, Refusal>>;
  /** For mountRoutes: a refused role leaves a line in the audit log. */
  onForbidden(attempt: Forbidden): Promise<void>;
  /** Forgets codes and tokens that no rule looks at any more; a daily job. */
  prune(now: Date): Promise<void>;
};

/** Everything about who asks: signing in, sessions, devices, rights. */
export async function createPeople(deps: PeopleDeps): Promise<People> {
  const { db, demo } = deps;
  const tokens = await createAccessTokens(deps.jwt);
  const passwords = createPasswords();
  const access = createAccess({ db, tokens, log: deps.log });
  const { refreshTokenDays } = deps.jwt;
  const otp: OtpDeps = { db, tokens, access, refreshTokenDays, otpPepper: deps.otpPepper, sendCode: deps.sendCode };
  return {
    db,
    evenAnswerMs: deps.evenAnswerMs ?? EVEN_ANSWER_MS,
    access,
    authenticate: access.authenticate,
    onAccessChanged: access.onAccessChanged,
    tokens,
    passwords,
    signInByPassword: passwordSignIn(otp, passwords, demo),
    startSignIn: async (text, now) => {
      const phone = normalisePhone(text);
      if (phone !== null) return startSignIn(otp, phone, now);
      const issue = 'Write the number as 98XXXXXXXX or +97798XXXXXXXX.';
      return err(refusal('VALIDATION_ERROR', 'Some fields are missing or wrong.', [{ field: 'phone', issue }]));
    },
    verifyCode: (ask, now) => verifyCode(otp, ask, now),
    refresh: (ask, now) => refreshSession(otp, ask, now),
    signOut: (by, now) => endSession(otp, by, now),
    onForbidden: ({ caller, method, path, now }) =>
      transaction(db, (tx) =>
        recordAudit(tx, {
          caller,
          action: 'access.forbidden',
          subject: { type: 'door', id: `${method} ${path}` },
          now,
        }),
      ),
    prune: async (now) => {
      await transaction(db, (tx) => pruneChallenges(tx, new Date(now.getTime() - 2 * DAY_MS)));
      await pruneRefreshTokens(db, new Date(now.getTime() - 7 * DAY_MS));
    },
  };
}

const wrongCredentials = (): Refusal => refusal('CREDENTIALS_INVALID', 'The e-mail address or the password is wrong.');
export const busyHashing = (): Refusal => refusal('UNAVAILABLE', 'Many people are signing in: try again in a moment.');

/** The same answer after the same time for an unknown address, a wrong password and an account without one. */
function passwordSignIn(deps: OtpDeps, passwords: Passwords, demo: boolean): People['signInByPassword'] {
  const fromAddress = createBuckets(WRONG_FROM_ONE_ADDRESS);
  const forAccount = createBuckets(WRONG_FOR_ONE_ACCOUNT);
  return async (ask, now) => {
    const email = ask.email.toLowerCase();
    // Taken before the check, so that a thousand guesses at once are counted like a thousand in a row.
    const counted = [
      { bucket: fromAddress, key: `${ask.address} ${email}` },
      { bucket: forAccount, key: email },
    ];
    for (const { bucket, key } of counted) {
      const taken = bucket.take(key, now);
      if (!taken.ok) return err(rateLimited(taken.retryAfterSeconds));
    }
    const user = await findUserByEmail(deps.db, email);
    const right = await passwords.matches(ask.password, user?.passwordHash ?? null);
    if (right === null || right) for (const { bucket, key } of counted) bucket.giveBack(key, now);
    if (right === null) return err(busyHashing());
    if (!right || !user || (!demo && ask.password === DEMO_PASSWORD)) return err(wrongCredentials());
    // Only somebody with the right password learns that the account is closed.
    if (user.status !== 'ACTIVE') return err(refusal('USER_DISABLED', 'This account is closed.'));
    return transaction(deps.db, async (tx) => {
      const device = await enrolDevice(tx, user, ask, now);
      return device.ok ? ok(await openSession(tx, deps, user, device.value, now)) : device;
    });
  };
}
