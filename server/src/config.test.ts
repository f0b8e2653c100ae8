import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'khaacho-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig({ DATA_DIR: folder, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

function pair(kind: 'ed25519' | 'rsa' = 'ed25519', modulusLength = 2048) {
  const made = kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength }) : generateKeyPairSync('ed25519');
  return {
    JWT_PRIVATE_KEY: made.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    JWT_PUBLIC_KEY: made.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

const production = () => ({
  NODE_ENV: 'production',
  PUBLIC_BASE_URL: 'https://app.khaacho.com/',
  OTP_PEPPER: 'q8Hk2mPz7vXc4bNw9rTy5uJs3dFg6hLa',
  TWILIO_ACCOUNT_SID: 'ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  TWILIO_AUTH_TOKEN: '7f3e9c1b5d8a2f6e4c0b9d7a3f1e5c8b',
  TWILIO_WHATSAPP_NUMBER: 'whatsapp:+9779700000000',
  ...pair(),
});

describe('settings', () => {
  it('have the defaults of the demo', () => {
    const config = readConfig({ DATA_DIR: folder });
    expect(config).toMatchObject({
      demo: true,
      process: 'all',
      host: '127.0.0.1',
      port: 3000,
      workerPort: 10_001,
      databaseUrl: null,
      publicBaseUrl: null,
      jwt: { algorithm: 'EdDSA', accessTokenMinutes: 15, refreshTokenDays: 30, previousPublicKey: null },
      twilio: {
        accountSid: 'AC00000000000000000000000000000001',
        authToken: 'demo-twilio-auth-token',
        whatsappNumber: 'whatsapp:+14155238886',
        baseUrl: 'http://127.0.0.1:3000/emulator/twilio',
      },
      openai: { baseUrl: 'http://127.0.0.1:3000/emulator/openai/v1' },
      platforms: { swiggy: { baseUrl: 'http://127.0.0.1:3000/emulator/platforms/swiggy' } },
      media: { kind: 'folder', dir: join(folder, 'media') },
    });
  });

  it('keep keys and pepper in the data folder, for the owner only, the same at the next start', () => {
    const [first, second] = [readConfig({ DATA_DIR: folder }), readConfig({ DATA_DIR: folder })];
    expect(second.jwt).toEqual(first.jwt);
    expect(second.otpPepper).toBe(first.otpPepper);
    const secrets = join(folder, 'secrets');
    expect(readdirSync(secrets).sort()).toEqual(['jwt-eddsa.pem', 'otp-pepper']);
    for (const name of readdirSync(secrets)) expect(statSync(join(secrets, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(secrets, 'jwt-eddsa.pem'), 'utf8')).toBe(first.jwt.privateKey);
    const rsa = readConfig({ DATA_DIR: folder, JWT_ALG: 'RS256' });
    expect(rsa.jwt.publicKey).not.toBe(first.jwt.publicKey);
  });

  it('treat an empty value as not set, and follow the port', () => {
    const config = readConfig({ DATA_DIR: folder, PORT: '4100', OPENAI_API_KEY: ' ', HOST: '0.0.0.0' });
    expect(config.twilio.baseUrl).toBe('http://127.0.0.1:4100/emulator/twilio');
    expect(config.openai?.apiKey).toBe('demo-openai-key');
  });

  it('are named when they are bad, all at once', () => {
    const problems = problemsOf({
      PORT: '70000',
      PROCESS: 'both',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
      KHAACHO_DEMO: 'yes',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'KHAACHO_DEMO',
      'PROCESS',
      'LOG_LEVEL',
    ]);
    for (const problem of problems) expect(problem).toMatch(/^[A-Z_]+: .+\.$/);
  });
});

describe('production', () => {
  it('starts with settings of its own, without emulators', () => {
    const config = readConfig({ DATA_DIR: folder, ...production() });
    expect(config).toMatchObject({
      demo: false,
      publicBaseUrl: 'https://app.khaacho.com',
      twilio: { baseUrl: null },
      openai: null,
      platforms: { amazon: null },
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names each setting that is missing', () => {
    expect(problemsOf({ NODE_ENV: 'production' }).map((problem) => problem.split(':')[0])).toEqual([
      'JWT_PRIVATE_KEY',
      'JWT_PUBLIC_KEY',
      'OTP_PEPPER',
      'TWILIO_ACCOUNT_SID',
      'TWILIO_AUTH_TOKEN',
      'TWILIO_WHATSAPP_NUMBER',
      'PUBLIC_BASE_URL',
    ]);
    expect(problemsOf({ KHAACHO_DEMO: '0' })).toHaveLength(7);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['demo mode itself', { KHAACHO_DEMO: '1' }, /^KHAACHO_DEMO/],
    ['the demo account', { TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000001' }, /^TWILIO_ACCOUNT_SID/],
    ['the demo token', { TWILIO_AUTH_TOKEN: 'demo-twilio-auth-token' }, /^TWILIO_AUTH_TOKEN/],
    ['the sandbox number', { TWILIO_WHATSAPP_NUMBER: 'whatsapp:+14155238886' }, /^TWILIO_WHATSAPP_NUMBER/],
    ['a short pepper', { OTP_PEPPER: 'short' }, /^OTP_PEPPER/],
    ['a default pepper', { OTP_PEPPER: 'please-change-me-please-change-me!' }, /^OTP_PEPPER/],
    ['a demo key', { OPENAI_API_KEY: 'demo-openai-key' }, /^OPENAI_API_KEY/],
    ['a loopback address', { PUBLIC_BASE_URL: 'https://localhost' }, /^PUBLIC_BASE_URL.*this machine/],
    [
      'a loopback service',
      { TWILIO_BASE_URL: 'http://127.0.0.1:3000/emulator/twilio' },
      /^TWILIO_BASE_URL.*this machine/,
    ],
    ['a loopback service by IPv6', { OPENAI_BASE_URL: 'https://[::1]:3000' }, /^OPENAI_BASE_URL.*this machine/],
    ['plain http', { PUBLIC_BASE_URL: 'http://app.khaacho.com' }, /^PUBLIC_BASE_URL.*https/],
    [
      'a default database password',
      { DATABASE_URL: 'postgres://khaacho:postgres@db.internal/khaacho' },
      /^DATABASE_URL/,
    ],
    ['half a platform', { AMAZON_KEY: 'k' }, /^AMAZON_BASE_URL/],
    ['half a bucket', { S3_BUCKET: 'media' }, /^S3_BUCKET/],
    ['a key that is none', { JWT_PRIVATE_KEY: 'nonsense' }, /^JWT_PRIVATE_KEY.*PEM/],
    ['a key of another pair', { JWT_PUBLIC_KEY: pair().JWT_PUBLIC_KEY }, /^JWT_PUBLIC_KEY/],
    ['a key for another algorithm', { JWT_ALG: 'RS256' }, /^JWT_PRIVATE_KEY.*RSA/],
    ['a short RSA key', { JWT_ALG: 'RS256', ...pair('rsa', 1024) }, /^JWT_PRIVATE_KEY.*2048/],
  ])('refuses %s', (_, change, expected) => {
    const problems = problemsOf({ ...production(), ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
  });

  it('takes keys whose lines are written as \\n', () => {
    const own = production();
    const config = readConfig({
      DATA_DIR: folder,
      ...own,
      JWT_PRIVATE_KEY: own.JWT_PRIVATE_KEY.replaceAll('\n', '\\n'),
    });
    expect(config.jwt.privateKey).toBe(own.JWT_PRIVATE_KEY);
  });
});
