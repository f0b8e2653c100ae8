import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Language } from '@khaacho/shared/kernel/language.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Tokens } from '@khaacho/shared/people/contract.ts';
import { type Tx, transaction } from '../db/database.ts';
import { rateLimited } from '../http/errors.ts';
import * as store from './otp-store.ts';
import { enrolDevice, openSession, type SessionDeps } from './sessions.ts';
import {
  findRetailer,
  findRetailerByPhone,
  findUser,
  findUserByPhone,
  findUserByRetailer,
  insertUser,
  type UserRow,
} from './store.ts';

/** Puts the code on its way, as rows in `tx`: WhatsApp first, SMS where that fails. */
export type SendCode = (tx: Tx, message: { phone: string; code: string; language: Language }) => Promise<void>;

const CODE_MINUTES = 5;
const TRIES = 5;
/** Codes asked for and not used: a person who waits for one asks two or three times, a pump goes on. */
const ASKED_AN_HOUR = 5;
const ASKED_A_DAY = 10;
/** Wrong codes of one phone over all its challenges; without this, five tries times many challenges opens six digits. */
const WRONG_IN_WINDOW = 5;
const WRONG_WINDOW_MS = 15 * 60_000;
const WRONG_A_DAY = 10;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type OtpDeps = SessionDeps & { otpPepper: string; sendCode: SendCode };

function hmac(pepper: string, ...parts: string[]): Buffer {
  return createHmac('sha256', pepper).update(parts.join('|')).digest();
}

function codeHash(deps: OtpDeps, phoneHash: Buffer, challengeId: string, code: string): Buffer {
  return hmac(deps.otpPepper, 'sign-in', phoneHash.toString('hex'), challengeId, code);
}

/** The guard with windows that have passed begun anew. */
function current(guard: store.PhoneGuard, now: Date): store.PhoneGuard {
  const fresh = { ...guard };
  if (now.getTime() - guard.wrongSince.getTime() >= WRONG_WINDOW_MS)
    Object.assign(fresh, { wrongSince: now, wrongCount: 0 });
  if (now.getTime() - guard.wrongDaySince.getTime() >= DAY_MS)
    Object.assign(fresh, { wrongDaySince: now, wrongDayCount: 0 });
  return fresh;
}

function lockedUntil(guard: store.PhoneGuard): Date | null {
  if (guard.wrongDayCount >= WRONG_A_DAY) return new Date(guard.wrongDaySince.getTime() + DAY_MS);
  if (guard.wrongCount >= WRONG_IN_WINDOW) return new Date(guard.wrongSince.getTime() + WRONG_WINDOW_MS);
  return null;
}

function secondsUntil(then: Date, now: Date): number {
  return Math.max(1, Math.ceil((then.getTime() - now.getTime()) / 1000));
}

function locked(until: Date, now: Date): Refusal {
  return refusal('OTP_LOCKED', 'Too many wrong codes for this number: wait before you ask for another.', [
    { issue: 'locked', figures: { retryAfterSeconds: secondsUntil(until, now) } },
  ]);
}

/**
 * Begins a sign-in by phone. The same rows are written and the same answer given whether or not anybody has this number;
 * only a person we know is sent a code.
 */
export async function startSignIn(
  deps: OtpDeps,
  phone: string,
  now: Date,
): Promise<Result<{ challengeId: string }, Refusal>> {
  const phoneHash = hmac(deps.otpPepper, 'phone', phone);
  return transaction(deps.db, async (tx) => {
    const until = lockedUntil(current(await store.lockPhone(tx, phoneHash, now), now));
    if (until) return err(locked(until, now));
    const asked = await store.unusedChallenges(tx, phoneHash, new Date(now.getTime() - DAY_MS));
    const wait = askAgainIn(asked, now);
    if (wait !== null) return err(rateLimited(wait));
    const account = await accountOf(tx, phone);
    const challengeId = newId(now);
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    await store.replaceChallenges(tx, phoneHash, now);
    await store.insertChallenge(tx, {
      id: challengeId,
      phoneHash,
      userId: account?.userId ?? null,
      retailerId: account?.retailerId ?? null,
      codeHash: codeHash(deps, phoneHash, challengeId, code),
      createdAt: now,
      expiresAt: new Date(now.getTime() + CODE_MINUTES * 60_000),
    });
    if (account) await deps.sendCode(tx, { phone, code, language: account.language });
    return ok({ challengeId });
  });
}

/** Seconds until this phone may ask for a code again; null where it may now. `asked` holds the last day, oldest first. */
function askAgainIn(asked: Date[], now: Date): number | null {
  const lastHour = asked.filter((at) => now.getTime() - at.getTime() < HOUR_MS);
  const oldestOfDay = asked.at(-ASKED_A_DAY);
  if (asked.length >= ASKED_A_DAY && oldestOfDay) return secondsUntil(new Date(oldestOfDay.getTime() + DAY_MS), now);
  const oldestOfHour = lastHour.at(-ASKED_AN_HOUR);
  if (lastHour.length >= ASKED_AN_HOUR && oldestOfHour)
    return secondsUntil(new Date(oldestOfHour.getTime() + HOUR_MS), now);
  return null;
}

type Account = { userId: string | null; retailerId: string | null; language: Language };

async function accountOf(tx: Tx, phone: string): Promise<Account | null> {
  const user = await findUserByPhone(tx, phone);
  // A closed account is told nothing, like a number nobody has.
  if (user) return user.status === 'ACTIVE' ? { userId: user.id, retailerId: null, language: user.language } : null;
  const retailer = await findRetailerByPhone(tx, phone);
  return retailer && { userId: null, retailerId: retailer.id, language: retailer.language };
}

export type CodeAsk = { challengeId: string; code: string; deviceId: string | undefined; deviceName: string };

/** Checks a code: single use, five minutes, five tries, and no more than the phone's own share of wrong ones. */
export async function verifyCode(deps: OtpDeps, ask: CodeAsk, now: Date): Promise<Result<Tokens, Refusal>> {
  return transaction(deps.db, async (tx) => {
    const found = await store.findChallenge(tx, ask.challengeId);
    if (!found) return err(wrongCode(null));
    const guard = current(await store.lockPhone(tx, found.phoneHash, now), now);
    const until = lockedUntil(guard);
    if (until) return err(locked(until, now));
    const challenge = (await store.findChallenge(tx, ask.challengeId)) ?? found;
    if (challenge.consumedAt !== null || challenge.replacedAt !== null) return err(wrongCode(null));
    if (challenge.expiresAt <= now) return err(refusal('OTP_EXPIRED', 'This code has expired: ask for a new one.'));
    const taken = await store.takeTry(tx, challenge.id, TRIES);
    if (!taken) return err(refusal('OTP_LOCKED', 'Too many wrong codes: ask for a new one.'));
    const user = await userOfRightCode(tx, deps, challenge, ask.code, now);
    if (!user) {
      const wrong = { ...guard, wrongCount: guard.wrongCount + 1, wrongDayCount: guard.wrongDayCount + 1 };
      await store.writePhoneGuard(tx, challenge.phoneHash, wrong);
      return err(
        wrongCode(
          Math.min(TRIES - taken.attempts, WRONG_IN_WINDOW - wrong.wrongCount, WRONG_A_DAY - wrong.wrongDayCount),
        ),
      );
    }
    if (user.status !== 'ACTIVE') return err(refusal('USER_DISABLED', 'This account is closed.'));
    const device = await enrolDevice(tx, user, ask, now);
    if (!device.ok) return device;
    if (!(await store.consumeChallenge(tx, challenge.id, now))) return err(wrongCode(null));
    await store.writePhoneGuard(tx, challenge.phoneHash, {
      wrongSince: now,
      wrongCount: 0,
      wrongDaySince: now,
      wrongDayCount: 0,
    });
    return ok(await openSession(tx, deps, user, device.value, now));
  });
}

function wrongCode(triesLeft: number | null): Refusal {
  return refusal(
    'OTP_INVALID',
    'This code is not right.',
    triesLeft === null ? [] : [{ field: 'code', issue: 'wrong', figures: { triesLeft } }],
  );
}

/** Null for a wrong code, and for any code of a challenge that nobody was sent. */
async function userOfRightCode(
  tx: Tx,
  deps: OtpDeps,
  challenge: store.Challenge,
  code: string,
  now: Date,
): Promise<UserRow | null> {
  const given = codeHash(deps, challenge.phoneHash, challenge.id, code);
  if (!timingSafeEqual(given, challenge.codeHash)) return null;
  if (challenge.userId !== null) return findUser(tx, challenge.userId);
  return challenge.retailerId === null ? null : userOfRetailer(tx, challenge.retailerId, now);
}

/** A shop that has only written by chat becomes an account with its first sign-in. */
async function userOfRetailer(tx: Tx, retailerId: string, now: Date): Promise<UserRow | null> {
  const known = await findUserByRetailer(tx, retailerId);
  if (known) return known;
  const retailer = await findRetailer(tx, retailerId);
  if (!retailer) return null;
  const id = newId(now);
  await insertUser(tx, {
    id,
    role: 'RETAILER',
    name: retailer.name,
    email: null,
    phone: retailer.phone,
    passwordHash: null,
    language: retailer.language,
    status: 'ACTIVE',
    vendorId: null,
    retailerId,
    createdAt: now,
    updatedAt: now,
  });
  return findUser(tx, id);
}
