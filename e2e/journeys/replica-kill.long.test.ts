import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../../scripts/postgres.mjs';
import { openProfile, signInAtDesk } from '../support/browser.ts';
import { movedSince, offersOf, oneMoreOfEach } from '../support/goods.ts';
import { replicaOf } from '../support/page-replica.ts';
import { type Khaacho, startKhaacho } from '../support/server.ts';
import { expectDecidedOnce, expectSame, personAt } from '../support/truth.ts';
import { until } from '../support/until.ts';

const STAFF = 'vendor1@khaacho.test';
const ROUNDS = Number(process.env['KHAACHO_ROUNDS'] ?? 30);
const PER_ROUND = 40;
const VICTIMS = ['server', 'PostgreSQL', 'browser', 'both server and browser'] as const;

/** The same seed kills the same in the same order (not in the same microsecond). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('a desk whose world is killed again and again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'khaacho-kills-'));
  const cluster = { dataDir: join(folder, 'postgres'), throwaway: true, settings: { synchronous_commit: 'on' } };
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let khaacho: Khaacho;
  beforeAll(async () => {
    postgres = await startPostgres(cluster);
    khaacho = await startKhaacho({}, postgres.url);
  });
  afterAll(async () => {
    await khaacho?.dispose();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it(`${ROUNDS} kills, ${ROUNDS * PER_ROUND} commands: each has one effect`, async () => {
    const seed = Number(process.env['KHAACHO_SEED'] ?? Date.now() % 1_000_000);
    const random = seeded(seed);
    const profile = join(folder, 'profile');
    let desk = await openProfile(profile, khaacho.url);
    await signInAtDesk(desk, STAFF);
    const offers = (await offersOf(khaacho, STAFF)).slice(0, 11);
    const promised: string[] = [];
    const killed: Record<string, number> = {};
    for (let round = 0; round < ROUNDS; round += 1) {
      const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? 'server';
      const after = Math.floor(random() * PER_ROUND);
      killed[victim] = (killed[victim] ?? 0) + 1;
      await replicaOf(desk.page).beginGiving(oneMoreOfEach(offers, PER_ROUND));
      await until('some are kept', async () => (await replicaOf(desk.page).givenSoFar()).length >= after, 60_000);
      // Read before the kill: what the page had been told is kept, and nothing that comes after.
      const kept = await replicaOf(desk.page).givenSoFar();
      if (victim === 'PostgreSQL') {
        const back = postgres.died.then(() => startPostgres({ ...cluster, port: postgres.port }));
        process.kill(postgres.pid, 'SIGKILL');
        postgres = await back;
      } else if (victim !== 'browser') await khaacho.kill();
      if (victim.includes('browser')) {
        promised.push(...kept);
        await desk.kill();
      } else {
        await until('all are kept', async () => (await replicaOf(desk.page).givenSoFar()).length === PER_ROUND, 60_000);
        promised.push(...(await replicaOf(desk.page).givenSoFar()));
      }
      if (victim.includes('server')) await khaacho.start();
      if (!victim.includes('browser')) continue;
      desk = await openProfile(profile, khaacho.url);
      await desk.page.goto('/stock');
      await desk.page.getByTestId('sync-pill').waitFor();
    }
    await until(
      'everything is answered',
      async () => {
        await replicaOf(desk.page).syncNow();
        return (await replicaOf(desk.page).outbox()).waiting.length === 0;
      },
      120_000,
    );
    console.log(`seed ${seed}: ${JSON.stringify(killed)}, ${promised.length} commands promised`);
    await expectDecidedOnce(khaacho, promised);
    // The page may have kept more than it lived to say; each of those has its one effect too.
    const [all] = await khaacho.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM command_log WHERE status = 'applied'",
    );
    expect(await movedSince(khaacho, STAFF, offers)).toBe((all?.n ?? 0) * 1_000);
    expect(all?.n).toBeGreaterThanOrEqual(promised.length);
    await expectSame(replicaOf(desk.page), await personAt(khaacho.url, STAFF));
    await desk.context.close();
  });
});
