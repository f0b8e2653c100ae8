import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every setting that is missing or bad, one sentence each; main prints them and ends. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

export type JwtKeys = {
  algorithm: 'EdDSA' | 'RS256';
  /** PKCS #8 and SPKI, PEM. */
  privateKey: string;
  publicKey: string;
  /** Still accepted while a rotation runs. */
  previousPublicKey: string | null;
};
export type JwtSettings = {
  JWT_ALG: 'EdDSA' | 'RS256';
  JWT_PRIVATE_KEY?: string | undefined;
  JWT_PUBLIC_KEY?: string | undefined;
  JWT_PREVIOUS_PUBLIC_KEY?: string | undefined;
};

/** Env files cannot hold line ends; `\n` stands for them. */
function pem(text: string): string {
  return `${text.replaceAll('\\n', '\n').trim()}\n`;
}

/**
 * Reads the pair from the settings. `keepIn`: the folder in which a missing private key is made and kept; null where it
 * must have been given. Throws ConfigError for a key of the wrong kind or a pair that does not belong together.
 */
export function readJwtKeys(settings: JwtSettings, keepIn: string | null): JwtKeys {
  const algorithm = settings.JWT_ALG;
  const privateKey =
    settings.JWT_PRIVATE_KEY === undefined && keepIn !== null
      ? keptSecret(keepIn, `jwt-${algorithm.toLowerCase()}.pem`, () => makePrivateKey(algorithm))
      : pem(settings.JWT_PRIVATE_KEY ?? '');
  const derived = keyOf('JWT_PRIVATE_KEY', algorithm, () => createPublicKey(createPrivateKey(privateKey)));
  const publicKey = derived.export({ type: 'spki', format: 'pem' }).toString();
  const { JWT_PUBLIC_KEY: given, JWT_PREVIOUS_PUBLIC_KEY: previous } = settings;
  if (given !== undefined && !keyOf('JWT_PUBLIC_KEY', algorithm, () => createPublicKey(pem(given))).equals(derived)) {
    throw new ConfigError(['JWT_PUBLIC_KEY: does not belong to JWT_PRIVATE_KEY.']);
  }
  if (previous !== undefined) keyOf('JWT_PREVIOUS_PUBLIC_KEY', algorithm, () => createPublicKey(pem(previous)));
  return { algorithm, privateKey, publicKey, previousPublicKey: previous === undefined ? null : pem(previous) };
}

function makePrivateKey(algorithm: 'EdDSA' | 'RS256'): string {
  const pair =
    algorithm === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function keyOf(name: string, algorithm: 'EdDSA' | 'RS256', read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new ConfigError([`${name}: is not a key in PEM form.`]);
  }
  const fits =
    algorithm === 'EdDSA'
      ? key.asymmetricKeyType === 'ed25519'
      : key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
  if (!fits)
    throw new ConfigError([
      `${name}: must be ${algorithm === 'EdDSA' ? 'an Ed25519 key' : 'an RSA key of at least 2048 bits'}.`,
    ]);
  return key;
}

/**
 * A secret of this installation, made once. Linking a finished file is atomic: of two processes that start together one
 * wins and both read the same secret; nobody reads half of one.
 */
export function keptSecret(dataDir: string, name: string, make: () => string): string {
  const folder = join(dataDir, 'secrets');
  const file = join(folder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    writeFileSync(draft, make(), { mode: 0o600, flag: 'wx' });
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8');
}
