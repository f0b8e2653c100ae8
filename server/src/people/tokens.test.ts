import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import { compactVerify, importJWK, importPKCS8, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { corpusIsThere, readCorpus } from '../http/test-data.ts';
import { createTestApp, emailOf, makeJwtKeys, seedPeople, type TestApp } from './test-app.ts';
import { type AccessTokens, createAccessTokens, isCompactJws } from './tokens.ts';

const now = new Date('2026-11-20T06:15:00Z');
const seconds = Math.floor(now.getTime() / 1000);
const settings = {
  algorithm: 'EdDSA',
  ...makeJwtKeys(),
  previousPublicKey: null,
  accessTokenMinutes: 15,
  refreshTokenDays: 30,
} as const;
const claims = { userId: newId(now), sessionId: newId(now), deviceId: 'device-1234' };
const body = {
  sub: claims.userId,
  sid: claims.sessionId,
  did: claims.deviceId,
  iss: 'khaacho',
  aud: 'khaacho-api',
  iat: seconds,
  exp: seconds + 900,
  jti: 'x',
};
let tokens: AccessTokens;
let kid: string;

beforeAll(async () => {
  tokens = await createAccessTokens(settings);
  kid = tokens.jwks.keys[0]?.kid ?? '';
});

const header = () => ({ alg: 'EdDSA', kid, typ: 'at+jwt' });
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
async function signed(payload: object, protectedHeader: object = header(), key?: KeyObject): Promise<string> {
  const signer = key ?? (await importPKCS8(settings.privateKey, 'EdDSA'));
  return new SignJWT({ ...payload }).setProtectedHeader({ alg: 'EdDSA', ...protectedHeader }).sign(signer);
}
const verdict = async (token: string, at = now) => (await tokens.verify(token, at)).ok;

describe('access tokens', () => {
  it('say who, which device and which session, and until when', async () => {
    const token = await tokens.sign(claims, now);
    expect(await tokens.verify(token, now)).toEqual({
      ok: true,
      value: { ...claims, expiresAt: new Date((seconds + 900) * 1000) },
    });
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(Object.keys(payload as object).sort()).toEqual(['aud', 'did', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub']);
    expect(await verdict(await signed(body))).toBe(true);
  });

  it('still expires when it was remembered', async () => {
    const token = await tokens.sign(claims, now);
    expect(await verdict(token)).toBe(true);
    expect(await verdict(token, new Date(now.getTime() + 900_000 + 6000))).toBe(false);
  });

  it('are signed with RS256 by setting, and checked with the previous key while a rotation runs', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const rsa = await createAccessTokens({ ...settings, algorithm: 'RS256', privateKey, publicKey });
    const token = await rsa.sign(claims, now);
    expect((await rsa.verify(token, now)).ok).toBe(true);
    expect(rsa.jwks.keys[0]).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig' });
    const old = await tokens.sign(claims, now);
    const rotated = await createAccessTokens({ ...settings, ...makeJwtKeys(), previousPublicKey: settings.publicKey });
    expect((await rotated.verify(old, now)).ok).toBe(true);
    expect(rotated.jwks.keys).toHaveLength(2);
    const after = await createAccessTokens({ ...settings, ...makeJwtKeys() });
    expect((await after.verify(old, now)).ok).toBe(false);
    // RFC 8725 §3.1: the algorithm is the setting's, not the token's.
    expect((await rsa.verify(old, now)).ok).toBe(false);
    expect(await verdict(token)).toBe(false);
  });
});

describe('RFC 8725: what is refused', () => {
  const others: [string, () => Promise<string> | string][] = [
    ['alg none', () => `${part({ ...header(), alg: 'none' })}.${part(body)}.`],
    [
      'alg NONE with a signature',
      async () => `${part({ ...header(), alg: 'NONE' })}.${part(body)}.${(await signed(body)).split('.')[2]}`,
    ],
    [
      'HS256 with the public key as secret',
      () => {
        const head = `${part({ ...header(), alg: 'HS256' })}.${part(body)}`;
        return `${head}.${createHmac('sha256', settings.publicKey).update(head).digest('base64url')}`;
      },
    ],
    ['another key under our kid', () => signed(body, header(), generateKeyPairSync('ed25519').privateKey)],
    [
      'a key of its own in the header',
      () => {
        const other = generateKeyPairSync('ed25519');
        return signed(body, { ...header(), jwk: other.publicKey.export({ format: 'jwk' }) }, other.privateKey);
      },
    ],
    ['an unknown kid', () => signed(body, { ...header(), kid: 'other' })],
    ['no kid', () => signed(body, { typ: 'at+jwt' })],
    ['a kid that looks like a path', () => signed(body, { ...header(), kid: '../../etc/passwd' })],
    ['another type', () => signed(body, { ...header(), typ: 'JWT' })],
    ['no type', () => signed(body, { kid })],
    ['another issuer', () => signed({ ...body, iss: 'somebody' })],
    ['no issuer', () => signed({ ...body, iss: undefined })],
    ['another audience', () => signed({ ...body, aud: 'another-api' })],
    ['no audience', () => signed({ ...body, aud: undefined })],
    ['expired', () => signed({ ...body, iat: seconds - 1000, exp: seconds - 6 })],
    ['not yet valid', () => signed({ ...body, nbf: seconds + 60 })],
    ['no expiry', () => signed({ ...body, exp: undefined })],
    ['no session', () => signed({ ...body, sid: undefined })],
    ['no subject', () => signed({ ...body, sub: undefined })],
    ['no id', () => signed({ ...body, jti: undefined })],
    ['a subject that is no id', () => signed({ ...body, sub: "' or 1=1 --" })],
    ['an expiry that is text', () => signed({ ...body, exp: '9999999999' as never })],
    [
      'a critical header we do not know',
      () => `${part({ ...header(), crit: ['b64'], b64: false })}.${part(body)}.AAAA`,
    ],
    [
      'an altered body',
      async () =>
        (await signed(body))
          .split('.')
          .map((text, index) => (index === 1 ? part({ ...body, sub: newId(now) }) : text))
          .join('.'),
    ],
    ['no signature', async () => `${(await signed(body)).split('.').slice(0, 2).join('.')}.`],
    ['an encrypted form', () => 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA'],
    ['nothing', () => ''],
    ['dots', () => '..'],
    ['a very long one', () => 'x'.repeat(100_000)],
  ];
  it.each(others)('%s', async (_, make) => {
    expect(await verdict(await make())).toBe(false);
  });
});

const vectorsSchema = z.object({
  testGroups: z.array(
    z.object({
      public: z.looseObject({}).optional(),
      private: z.looseObject({}).optional(),
      tests: z.array(z.object({ tcId: z.number(), comment: z.string(), jws: z.string(), result: z.string() })),
    }),
  ),
});

describe.runIf(corpusIsThere)('Wycheproof', () => {
  const read = (name: string) =>
    vectorsSchema.parse(JSON.parse(readCorpus(`wycheproof/${name}_test.json.gz`).toString('utf8'))).testGroups;

  it('no vector of either file passes for an access token of ours', async () => {
    const vectors = [...read('json_web_signature'), ...read('json_web_key')].flatMap((group) => group.tests);
    for (const { jws } of vectors) expect(await verdict(jws)).toBe(false);
    expect(vectors).toHaveLength(427);
  });

  /** Where we are stricter than the file: another algorithm than the key's, and characters outside base64url. */
  const STRICTER = [346, 350, 372, 373];
  /** Called invalid for their padding, which the file has lost: both are letter for letter the valid 357. */
  const MISPRINTED = [367, 370];

  it('the signature check under ours gives the file’s verdict for each vector of one algorithm and key', async () => {
    const other: number[] = [];
    let equal = 0;
    for (const group of read('json_web_signature')) {
      const jwk = (group.public ?? group.private) as JWK;
      // As ours: one algorithm, the key's own. Keys that name none, or one that does not exist, are not used by anybody.
      if (typeof jwk.alg !== 'string' || !/^(?:HS|RS|PS)(?:256|384|512)$|^ES256$/.test(jwk.alg)) continue;
      const key = await importJWK(jwk, jwk.alg);
      for (const { tcId, jws, result } of group.tests) {
        const passes =
          isCompactJws(jws) &&
          (await compactVerify(jws, key, { algorithms: [jwk.alg] }).then(
            () => true,
            () => false,
          ));
        if (passes === (result === 'valid')) equal += 1;
        else other.push(tcId);
      }
    }
    expect(other).toEqual([...STRICTER, ...MISPRINTED].sort((a, b) => a - b));
    expect(equal).toBeGreaterThan(300);
  });
});

describe('the doors', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
    await seedPeople(app.db, app.now());
  });
  afterAll(() => app.close());

  it('serve the public keys, with which somebody else can check a token', async () => {
    const answered = await app.call('GET', '/auth/keys');
    const { keys, data } = z
      .object({ keys: z.array(z.looseObject({ kid: z.string() })), data: z.unknown() })
      .parse(JSON.parse(answered.text));
    expect(data).toEqual({ keys });
    expect(JSON.stringify(keys)).not.toContain('"d"');
    const { accessToken } = await app.signIn(emailOf('ADMIN'));
    const key = await importJWK(keys[0] as JWK, 'EdDSA');
    expect((await compactVerify(accessToken, key)).protectedHeader.kid).toBe(keys[0]?.kid);
  });

  it('take a token from the Authorization header in its one form only', async () => {
    const { accessToken } = await app.signIn(emailOf('ADMIN'));
    const status = async (authorization: string) =>
      (await app.call('GET', '/auth/me', { headers: { authorization } })).status;
    expect(await status(`Bearer ${accessToken}`)).toBe(200);
    expect(await status(`bearer ${accessToken}`)).toBe(200);
    for (const form of [
      accessToken,
      `Basic ${accessToken}`,
      `Bearer ${accessToken} ${accessToken}`,
      `Bearer "${accessToken}"`,
      'Bearer',
      `Bearer ${accessToken},x`,
    ]) {
      expect([form, await status(form)]).toEqual([form, 401]);
    }
    expect((await app.call('GET', `/auth/me?access_token=${accessToken}`)).status).toBe(401);
  });
});
