import { describe, expect, it } from 'vitest';
import { createPasswords } from './passwords.ts';

describe('passwords', () => {
  it('are argon2id with 19 MiB, two passes, one lane', async () => {
    const passwords = createPasswords();
    const made = await passwords.hash('correct horse battery');
    expect(made).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.matches('correct horse battery', made)).toBe(true);
    expect(await passwords.matches('correct horse', made)).toBe(false);
    expect(await passwords.matches('nobody has this password', null)).toBe(false);
    expect(await passwords.hash('correct horse battery')).not.toBe(made);
  });

  it('are the same however a keyboard composes their letters', async () => {
    const passwords = createPasswords();
    const made = await passwords.hash('caf\u00e9-shop-12');
    expect(await passwords.matches('cafe\u0301-shop-12', made)).toBe(true);
  });

  it('are hashed a few at a time; beyond the queue it says so at once, and the queue empties', async () => {
    const passwords = createPasswords({ atOnce: 1, maxWaiting: 2 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => passwords.hash('a flood of sign-ins')));
    expect(answers.filter((answer) => answer === null)).toHaveLength(3);
    expect(await passwords.hash('after the flood')).not.toBeNull();
  });
});
