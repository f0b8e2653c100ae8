import { hash, verify } from '@node-rs/argon2';

/** OWASP's argon2id figures: 19 MiB, two passes, one lane. */
const ARGON2ID = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };
/** Each takes one of libuv's four threads for some 20 ms; the other two stay free for files and name look-ups. */
const AT_ONCE = 2;
/** About two seconds of waiting; behind that "come back later" is the honest answer. */
const MAX_WAITING = 100;

export type Passwords = {
  /** PHC text. Null where too many sign-ins are waiting. */
  hash(password: string): Promise<string | null>;
  /** False also for an account without a password, after the same time as for a wrong one. Null as above. */
  matches(password: string, passwordHash: string | null): Promise<boolean | null>;
};

/** Passwords are hashed at most two at a time, so that a flood of sign-ins does not starve orders. */
export function createPasswords(figures: { atOnce?: number; maxWaiting?: number } = {}): Passwords {
  const queued = createQueue(figures.atOnce ?? AT_ONCE, figures.maxWaiting ?? MAX_WAITING);
  let unusable: Promise<string> | null = null;
  return {
    hash: (password) => queued(() => hash(password.normalize('NFKC'), ARGON2ID)),
    matches: (password, passwordHash) =>
      queued(async () => {
        unusable ??= hash('nobody has this password', ARGON2ID);
        const right = await verify(passwordHash ?? (await unusable), password.normalize('NFKC'));
        return right && passwordHash !== null;
      }),
  };
}

type Queued = <T>(work: () => Promise<T>) => Promise<T | null>;

function createQueue(atOnce: number, maxWaiting: number): Queued {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= maxWaiting) return null;
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      // The place goes straight to the next in line, or nobody runs.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
