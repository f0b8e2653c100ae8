import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { type Language, languageSchema } from '@khaacho/shared/kernel/language.ts';
import { type TemplateName, templateNameSchema } from '@khaacho/shared/messages/contract.ts';
import { z } from 'zod';
import { ConfigError, type JwtKeys, keptSecret, readJwtKeys } from './secrets.ts';

export { ConfigError } from './secrets.ts';

export const platformNames = ['amazon', 'flipkart', 'blinkit', 'swiggy', 'organic'] as const;
export type PlatformName = (typeof platformNames)[number];
export type PlatformSettings = { baseUrl: string; key: string; secret: string };

export type TemplateSids = Partial<Record<TemplateName, Partial<Record<Language, string>>>>;

export type Config = {
  demo: boolean;
  process: 'all' | 'web' | 'worker';
  host: string;
  port: number;
  workerPort: number;
  dataDir: string;
  /** Null: the embedded PostgreSQL of `dataDir/postgres`. */
  databaseUrl: string | null;
  /** Null: a request's own URL is used. */
  publicBaseUrl: string | null;
  /** Reverse proxies in front of us whose X-Forwarded-* headers are believed. */
  trustedProxies: number;
  /** Origins besides our own that may call the API from a page; no cookies are involved. */
  corsOrigins: string[];
  jwt: JwtKeys & { accessTokenMinutes: number; refreshTokenDays: number };
  otpPepper: string;
  twilio: {
    accountSid: string;
    authToken: string;
    /** Accepted beside the first while tokens are changed. */
    secondaryAuthToken: string | null;
    whatsappNumber: string;
    /** Null: no SMS. */
    smsNumber: string | null;
    baseUrl: string | null;
    /** Sids of the approved templates by our names for them. */
    templates: TemplateSids;
  };
  /** Makes the first admin of an installation that has no users yet; ignored afterwards. */
  firstAdmin: { email: string; password: string } | null;
  /** Without a key there is no language model: the rule reader works alone. */
  openai: { apiKey: string; baseUrl: string | null; model: string; transcribeModel: string } | null;
  googleVisionApiKey: string | null;
  /** Who reads photos of lists: the offline reader unless a service is chosen, and its key given. */
  photoReader: 'tesseract' | 'google' | 'openai';
  /** Calls of paid readers a Nepali day, of all shops and of one. */
  readerBudget: { perDay: number; perRetailer: number };
  platforms: Record<PlatformName, PlatformSettings | null>;
  media:
    | { kind: 'folder'; dir: string }
    | { kind: 's3'; endpoint: string; bucket: string; region: string; accessKeyId: string; secretAccessKey: string };
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  budgets: {
    /** Requests a user's device may make in a minute, API and sync apart. */
    apiPerMinute: number;
    syncPerMinute: number;
    /** Sign-in requests of one address in an hour: carriers in Nepal put whole towns behind one. */
    signInPerHour: number;
    /** Messages of one sender in a minute that are read by machine; more are kept for a person. */
    messagesPerMinute: number;
  };
};

export const demoTwilio = {
  accountSid: 'AC00000000000000000000000000000001',
  authToken: 'demo-twilio-auth-token',
  whatsappNumber: 'whatsapp:+14155238886',
} as const;
const DEMO_OPENAI_KEY = 'demo-openai-key';

/** Secrets that stand in documentation and examples: known to everybody. */
const KNOWN_SECRETS = /demo|default|change-?me|example|^(?:secret|password|postgres|admin|test)$/i;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|0\.0\.0\.0)$/i;
/** HMAC-SHA256 gains nothing from more, and loses from less. */
const MIN_SECRET = 32;

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const count = (fallback: number, most: number) => z.coerce.number().int().min(1).max(most).default(fallback);
const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));
const flag = z.enum(['0', '1']).transform((text) => text === '1');

const templateSid = z.string().regex(/^HX[0-9a-f]{32}$/i, 'must be HX and 32 hexadecimal digits');

const settingsSchema = z.object({
  NODE_ENV: z.string().optional(),
  PORT: port(3000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('.khaacho'),
  DATABASE_URL: z.url({ protocol: /^postgres(?:ql)?$/ }).optional(),
  PUBLIC_BASE_URL: url.optional(),
  KHAACHO_DEMO: flag.optional(),
  PROCESS: z.enum(['all', 'web', 'worker']).default('all'),
  WORKER_PORT: port(10_001),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  // The desktop app's own scheme; no web page can carry it.
  CORS_ORIGINS: z.string().default('app://khaacho'),
  JWT_ALG: z.enum(['EdDSA', 'RS256']).default('EdDSA'),
  JWT_PRIVATE_KEY: z.string().optional(),
  JWT_PUBLIC_KEY: z.string().optional(),
  JWT_PREVIOUS_PUBLIC_KEY: z.string().optional(),
  ACCESS_TOKEN_MINUTES: count(15, 24 * 60),
  REFRESH_TOKEN_DAYS: count(30, 365),
  OTP_PEPPER: z.string().optional(),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/i, 'must be AC and 32 hexadecimal digits')
    .optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_WHATSAPP_NUMBER: z
    .string()
    .regex(/^whatsapp:\+[1-9]\d{7,14}$/, 'must look like whatsapp:+9779800000000')
    .optional(),
  TWILIO_AUTH_TOKEN_SECONDARY: z.string().optional(),
  TWILIO_SMS_NUMBER: z
    .string()
    .regex(/^\+[1-9]\d{7,14}$/, 'must look like +9779800000000')
    .optional(),
  // {"order_delivered":{"en":"HX…","ne":"HX…"},…}: what may be said outside the 24-hour window.
  TWILIO_TEMPLATES: z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(z.partialRecord(templateNameSchema, z.partialRecord(languageSchema, templateSid)))
    .optional(),
  // The authentication template of both languages, where TWILIO_TEMPLATES does not name it.
  TWILIO_CODE_TEMPLATE: templateSid.optional(),
  TWILIO_BASE_URL: url.optional(),
  FIRST_ADMIN_EMAIL: z.email().optional(),
  FIRST_ADMIN_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: url.optional(),
  OPENAI_MODEL: z.string().default('gpt-6-luna'),
  OPENAI_TRANSCRIBE_MODEL: z.string().default('gpt-transcribe'),
  GOOGLE_VISION_API_KEY: z.string().optional(),
  PHOTO_READER: z.enum(['tesseract', 'google', 'openai']).default('tesseract'),
  READER_CALLS_PER_DAY: z.coerce.number().int().min(0).default(2_000),
  READER_CALLS_PER_SHOP: z.coerce.number().int().min(0).default(60),
  MEDIA_DIR: z.string().optional(),
  S3_ENDPOINT: url.optional(),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().default('auto'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  API_BUDGET_PER_MINUTE: z.coerce.number().int().min(1).optional(),
  SYNC_BUDGET_PER_MINUTE: z.coerce.number().int().min(1).optional(),
  SIGN_IN_BUDGET_PER_HOUR: z.coerce.number().int().min(1).optional(),
  WEBHOOK_BUDGET_PER_MINUTE: count(60, 100_000),
});
type Settings = z.infer<typeof settingsSchema>;
type Environment = Record<string, string | undefined>;

/** The demo is for load tests by one signed-in person; in the field a desktop reads its own replica and asks us seldom. */
const BUDGETS = {
  demo: { apiPerMinute: 600_000, syncPerMinute: 600_000, signInPerHour: 6_000 },
  field: { apiPerMinute: 1_200, syncPerMinute: 1_200, signInPerHour: 600 },
} as const;

/**
 * Reads all settings once. Throws ConfigError naming everything missing or bad. In demo mode keys and pepper are made on
 * first use and kept in DATA_DIR, readable by the owner only; outside it a demo, default or short secret is refused.
 */
export function readConfig(env: Environment): Config {
  // An empty value in an env file means "not set".
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}.`));
  }
  const settings = parsed.data;
  const demo = settings.KHAACHO_DEMO ?? settings.NODE_ENV !== 'production';
  const problems: string[] = [];
  if (demo && settings.NODE_ENV === 'production') {
    problems.push('KHAACHO_DEMO: the demo has public passwords and cannot run with NODE_ENV=production.');
  }
  if (!demo) checkSecrets(settings, problems);
  if (!demo) checkAddresses(settings, problems);
  const platforms = readPlatforms(given, settings, demo, problems);
  const media = readMedia(settings, problems);
  if (settings.PHOTO_READER === 'google' && settings.GOOGLE_VISION_API_KEY === undefined)
    problems.push('PHOTO_READER: google needs GOOGLE_VISION_API_KEY.');
  if (settings.PHOTO_READER === 'openai' && settings.OPENAI_API_KEY === undefined && !demo)
    problems.push('PHOTO_READER: openai needs OPENAI_API_KEY.');
  if (problems.length > 0) throw new ConfigError(problems);
  const dataDir = resolve(settings.DATA_DIR);
  const jwt = {
    ...readJwtKeys(settings, demo ? dataDir : null),
    accessTokenMinutes: settings.ACCESS_TOKEN_MINUTES,
    refreshTokenDays: settings.REFRESH_TOKEN_DAYS,
  };
  return { ...plainSettings(settings, demo, dataDir), jwt, platforms, media, ...outsideServices(settings, demo) };
}

function plainSettings(settings: Settings, demo: boolean, dataDir: string) {
  const budgets = demo ? BUDGETS.demo : BUDGETS.field;
  return {
    demo,
    process: settings.PROCESS,
    host: settings.HOST,
    port: settings.PORT,
    workerPort: settings.WORKER_PORT,
    dataDir,
    databaseUrl: settings.DATABASE_URL ?? null,
    publicBaseUrl: settings.PUBLIC_BASE_URL ?? null,
    trustedProxies: settings.TRUSTED_PROXIES,
    corsOrigins: settings.CORS_ORIGINS.split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
    otpPepper: settings.OTP_PEPPER ?? keptSecret(dataDir, 'otp-pepper', () => randomBytes(32).toString('base64url')),
    logLevel: settings.LOG_LEVEL,
    firstAdmin:
      settings.FIRST_ADMIN_EMAIL && settings.FIRST_ADMIN_PASSWORD
        ? { email: settings.FIRST_ADMIN_EMAIL, password: settings.FIRST_ADMIN_PASSWORD }
        : null,
    budgets: {
      apiPerMinute: settings.API_BUDGET_PER_MINUTE ?? budgets.apiPerMinute,
      syncPerMinute: settings.SYNC_BUDGET_PER_MINUTE ?? budgets.syncPerMinute,
      signInPerHour: settings.SIGN_IN_BUDGET_PER_HOUR ?? budgets.signInPerHour,
      messagesPerMinute: settings.WEBHOOK_BUDGET_PER_MINUTE,
    },
  };
}

/** Where our own emulators answer in demo mode. */
function emulatorUrl(settings: Settings, name: string): string {
  const host = settings.HOST === '0.0.0.0' || settings.HOST === '::' ? '127.0.0.1' : settings.HOST;
  return `http://${host}:${settings.PORT}/emulator/${name}`;
}

function templateSids({ TWILIO_TEMPLATES: given, TWILIO_CODE_TEMPLATE: code }: Settings): TemplateSids {
  return { ...(code ? { sign_in_code: { en: code, ne: code } } : {}), ...given };
}

function outsideServices(settings: Settings, demo: boolean) {
  const openaiKey = settings.OPENAI_API_KEY ?? (demo ? DEMO_OPENAI_KEY : null);
  return {
    twilio: {
      accountSid: settings.TWILIO_ACCOUNT_SID ?? demoTwilio.accountSid,
      authToken: settings.TWILIO_AUTH_TOKEN ?? demoTwilio.authToken,
      whatsappNumber: settings.TWILIO_WHATSAPP_NUMBER ?? demoTwilio.whatsappNumber,
      secondaryAuthToken: settings.TWILIO_AUTH_TOKEN_SECONDARY ?? null,
      smsNumber: settings.TWILIO_SMS_NUMBER ?? (demo ? demoTwilio.whatsappNumber.replace('whatsapp:', '') : null),
      templates: templateSids(settings),
      baseUrl: settings.TWILIO_BASE_URL ?? (demo ? emulatorUrl(settings, 'twilio') : null),
    },
    openai:
      openaiKey === null
        ? null
        : {
            apiKey: openaiKey,
            baseUrl: settings.OPENAI_BASE_URL ?? (demo ? `${emulatorUrl(settings, 'openai')}/v1` : null),
            model: settings.OPENAI_MODEL,
            transcribeModel: settings.OPENAI_TRANSCRIBE_MODEL,
          },
    googleVisionApiKey: settings.GOOGLE_VISION_API_KEY ?? null,
    photoReader: settings.PHOTO_READER,
    readerBudget: { perDay: settings.READER_CALLS_PER_DAY, perRetailer: settings.READER_CALLS_PER_SHOP },
  };
}

function checkSecrets(settings: Settings, problems: string[]): void {
  const required = [
    'JWT_PRIVATE_KEY',
    'JWT_PUBLIC_KEY',
    'OTP_PEPPER',
    'TWILIO_ACCOUNT_SID',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_WHATSAPP_NUMBER',
  ] as const;
  for (const name of required) {
    if (settings[name] === undefined) problems.push(`${name}: required outside demo mode.`);
  }
  const secrets = [
    'OTP_PEPPER',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_AUTH_TOKEN_SECONDARY',
    'OPENAI_API_KEY',
    'GOOGLE_VISION_API_KEY',
    'S3_SECRET_ACCESS_KEY',
  ] as const;
  for (const name of secrets) {
    const value = settings[name];
    if (value !== undefined && KNOWN_SECRETS.test(value))
      problems.push(`${name}: a demo or default value is refused outside demo mode.`);
  }
  if (settings.TWILIO_ACCOUNT_SID === demoTwilio.accountSid) {
    problems.push('TWILIO_ACCOUNT_SID: the demo account is refused outside demo mode.');
  }
  if (settings.TWILIO_WHATSAPP_NUMBER === demoTwilio.whatsappNumber) {
    problems.push('TWILIO_WHATSAPP_NUMBER: the sandbox number is refused outside demo mode.');
  }
  if (settings.OTP_PEPPER !== undefined && settings.OTP_PEPPER.length < MIN_SECRET) {
    problems.push(`OTP_PEPPER: at least ${MIN_SECRET} characters outside demo mode.`);
  }
}

function checkAddresses(settings: Settings, problems: string[]): void {
  if (settings.PUBLIC_BASE_URL === undefined) problems.push('PUBLIC_BASE_URL: required outside demo mode.');
  for (const name of ['PUBLIC_BASE_URL', 'TWILIO_BASE_URL', 'OPENAI_BASE_URL', 'S3_ENDPOINT'] as const) {
    const value = settings[name];
    if (value !== undefined) checkAddress(name, value, problems);
  }
  if (settings.DATABASE_URL === undefined) return;
  // A database on the same machine is a fair choice; a well-known password is not.
  const { password } = new URL(settings.DATABASE_URL);
  if (KNOWN_SECRETS.test(decodeURIComponent(password))) {
    problems.push('DATABASE_URL: a default password is refused outside demo mode.');
  }
}

function checkAddress(name: string, value: string, problems: string[]): void {
  const { hostname, protocol } = new URL(value);
  if (LOOPBACK.test(hostname)) problems.push(`${name}: an address of this machine is refused outside demo mode.`);
  else if (protocol !== 'https:') problems.push(`${name}: must be https outside demo mode.`);
}

function readPlatforms(env: Environment, settings: Settings, demo: boolean, problems: string[]): Config['platforms'] {
  const read = (name: PlatformName): PlatformSettings | null => {
    const prefix = name.toUpperCase();
    const [baseUrl, key, secret] = [env[`${prefix}_BASE_URL`], env[`${prefix}_KEY`], env[`${prefix}_SECRET`]];
    if (baseUrl !== undefined && !url.safeParse(baseUrl).success) {
      problems.push(`${prefix}_BASE_URL: Invalid URL.`);
      return null;
    }
    if (demo) {
      return {
        baseUrl: baseUrl ?? emulatorUrl(settings, `platforms/${name}`),
        key: key ?? `demo-${name}-key`,
        secret: secret ?? `demo-${name}-secret`,
      };
    }
    if (baseUrl === undefined && key === undefined && secret === undefined) return null;
    if (baseUrl === undefined || key === undefined || secret === undefined) {
      problems.push(`${prefix}_BASE_URL, ${prefix}_KEY, ${prefix}_SECRET: set all three or none.`);
      return null;
    }
    checkAddress(`${prefix}_BASE_URL`, baseUrl, problems);
    if (KNOWN_SECRETS.test(secret))
      problems.push(`${prefix}_SECRET: a demo or default value is refused outside demo mode.`);
    return { baseUrl: baseUrl.replace(/\/+$/, ''), key, secret };
  };
  return {
    amazon: read('amazon'),
    flipkart: read('flipkart'),
    blinkit: read('blinkit'),
    swiggy: read('swiggy'),
    organic: read('organic'),
  };
}

function readMedia(settings: Settings, problems: string[]): Config['media'] {
  const folder = { kind: 'folder', dir: resolve(settings.MEDIA_DIR ?? join(settings.DATA_DIR, 'media')) } as const;
  if (settings.S3_BUCKET === undefined) return folder;
  if (settings.S3_ENDPOINT && settings.S3_ACCESS_KEY_ID && settings.S3_SECRET_ACCESS_KEY) {
    return {
      kind: 's3',
      endpoint: settings.S3_ENDPOINT,
      bucket: settings.S3_BUCKET,
      region: settings.S3_REGION,
      accessKeyId: settings.S3_ACCESS_KEY_ID,
      secretAccessKey: settings.S3_SECRET_ACCESS_KEY,
    };
  }
  problems.push('S3_BUCKET: needs S3_ENDPOINT, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY beside it.');
  return folder;
}
