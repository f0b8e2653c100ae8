import { createHash, randomBytes } from 'node:crypto';
import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  errors,
  exportJWK,
  importPKCS8,
  importSPKI,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose';
import { z } from 'zod';
import type { Config } from '../config.ts';

const ISSUER = 'khaacho';
const AUDIENCE = 'khaacho-api';
/** RFC 9068: an access token cannot pass for any other kind of JWT, nor the other way round. */
const TYPE = 'at+jwt';
/** Clocks of two servers of ours, not of clients: theirs are never consulted. */
const CLOCK_TOLERANCE_SECONDS = 5;
/** A verification costs about 0.1 ms; a busy desktop sends the same token hundreds of times. */
const REMEMBERED_TOKENS = 10_000;
/** Ours have about 400 characters; a longer one is not worth a signature check. */
const MAX_TOKEN_LENGTH = 2000;

/** Who and which sign-in; nothing that could be wrong a minute later. */
export type AccessClaims = { userId: string; deviceId: string; sessionId: string; expiresAt: Date };

export type AccessTokens = {
  sign(claims: Omit<AccessClaims, 'expiresAt'>, now: Date): Promise<string>;
  /** Signature, algorithm, issuer, audience, type, times. Refuses with UNAUTHENTICATED; details say `expired` where it is only that. */
  verify(token: string, now: Date): Promise<Result<AccessClaims, Refusal>>;
  /** The public keys, current and previous, for others who check our tokens. */
  jwks: { keys: JWK[] };
};

const payloadSchema = z.object({ sub: z.uuid(), sid: z.uuid(), did: z.string().min(8).max(64), exp: z.number() });

/**
 * Three parts in base64url and in its one spelling: decoders skip spaces and stray bits, so that one token would have many
 * forms.
 */
export function isCompactJws(token: string): boolean {
  const parts = token.split('.');
  return parts.length === 3 && parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}

type PublicKey = { kid: string; key: CryptoKey; jwk: JWK };

async function publicKeyOf(pem: string, algorithm: string): Promise<PublicKey> {
  const key = await importSPKI(pem, algorithm, { extractable: true });
  const jwk = await exportJWK(key);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, key, jwk: { ...jwk, kid, alg: algorithm, use: 'sig' } };
}

/** Imports the keys once; a check with a key object is fifty times faster than with its text. */
export async function createAccessTokens(settings: Config['jwt']): Promise<AccessTokens> {
  const { algorithm } = settings;
  const privateKey = await importPKCS8(settings.privateKey, algorithm);
  const current = await publicKeyOf(settings.publicKey, algorithm);
  const previous =
    settings.previousPublicKey === null ? [] : [await publicKeyOf(settings.previousPublicKey, algorithm)];
  const keys = new Map([current, ...previous].map(({ kid, key }) => [kid, key]));
  const remembered = new Map<string, AccessClaims>();

  const check = async (token: string, now: Date): Promise<AccessClaims> => {
    const keyOf = ({ kid }: { kid?: string | undefined }) => {
      const key = keys.get(kid ?? '');
      if (!key) throw new errors.JWKSNoMatchingKey();
      return key;
    };
    const { payload } = await jwtVerify(token, keyOf, {
      algorithms: [algorithm],
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: TYPE,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['sub', 'sid', 'did', 'iat', 'exp', 'jti'],
      currentDate: now,
    });
    const { sub, sid, did, exp } = payloadSchema.parse(payload);
    return { userId: sub, sessionId: sid, deviceId: did, expiresAt: new Date(exp * 1000) };
  };

  return {
    jwks: { keys: [current, ...previous].map(({ jwk }) => jwk) },
    sign: ({ userId, deviceId, sessionId }, now) => {
      const seconds = Math.floor(now.getTime() / 1000);
      return new SignJWT({ sid: sessionId, did: deviceId })
        .setProtectedHeader({ alg: algorithm, kid: current.kid, typ: TYPE })
        .setSubject(userId)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + settings.accessTokenMinutes * 60)
        .setJti(randomBytes(12).toString('base64url'))
        .sign(privateKey);
    },
    verify: async (token, now) => {
      const known = remembered.get(token);
      if (known && known.expiresAt > now) return ok(known);
      if (token.length > MAX_TOKEN_LENGTH || !isCompactJws(token)) return err(unauthenticated('malformed'));
      try {
        const claims = await check(token, now);
        if (remembered.size >= REMEMBERED_TOKENS) remembered.clear();
        remembered.set(token, claims);
        return ok(claims);
      } catch (error) {
        // Which check failed is for nobody but the holder of a token that was once good.
        return err(unauthenticated(error instanceof errors.JWTExpired ? 'expired' : 'malformed'));
      }
    },
  };
}

export function unauthenticated(issue: 'expired' | 'malformed' | 'ended'): Refusal {
  const message = issue === 'expired' ? 'The access token has expired: refresh it.' : 'Sign in again.';
  return refusal('UNAUTHENTICATED', message, [{ issue }]);
}

/** 256 random bits: what is stored of it is a plain SHA-256, which cannot be guessed backwards. */
export function makeSecretToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
