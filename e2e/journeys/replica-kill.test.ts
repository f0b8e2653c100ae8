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
const COMMANDS = 100;
const UNSENT = 20;
const ALL = COMMANDS + UNSENT;

describe('kill -9 while a desk sends a hundred commands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'khaacho-kill-'));
  const cluster = {
    dataDir: join(folder, 'postgres'),
    throwaway: true,
    settings: { synchronous_commit: 'on' },
  };
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let khaacho: Khaacho;

  beforeAll(async () => {
    // Its own cluster, because it is killed too. A commit must outlive its process; the machine itself does not fall here.
    postgres = await startPostgres(cluster);
    khaacho = await startKhaacho({}, postgres.url);
  });
  afterAll(async () => {
    await khaacho?.dispose();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const decided = async (): Promise<number> => {
    const [row] = await khaacho.query<{ n: number }>('SELECT count(*)::int AS n FROM command_log');
    return row?.n ?? 0;
  };

  it('of the server, of PostgreSQL and of the browser: one effect for each, nothing waits, the replica is the server’s', async () => {
    const profile = join(folder, 'profile');
    let desk = await openProfile(profile, khaacho.url);
    await signInAtDesk(desk, STAFF);
    const offers = (await offersOf(khaacho, STAFF)).slice(0, 7);
    const base = await decided();

    await replicaOf(desk.page).beginGiving(oneMoreOfEach(offers, COMMANDS));
    await until('some are decided', async () => (await decided()) > base + 5);
    await khaacho.kill();
    const atFirstKill = await decided();
    await khaacho.start();

    await until('some more are decided', async () => (await decided()) > atFirstKill + 5);
    const back = postgres.died.then(() => startPostgres({ ...cluster, port: postgres.port }));
    process.kill(postgres.pid, 'SIGKILL');
    postgres = await back;
    const given = await until('all are given', async () => {
      const ids = await replicaOf(desk.page).givenSoFar();
      return ids.length === COMMANDS && ids;
    });

    await until('more after PostgreSQL', async () => (await decided()) > base + 20);
    // Once more, and now what is given is nowhere but on the disk of the browser when that dies too.
    await khaacho.kill();
    const atSecondKill = await decided();
    given.push(...(await replicaOf(desk.page).give(oneMoreOfEach(offers, UNSENT))));
    await desk.kill();
    await khaacho.start();
    desk = await openProfile(profile, khaacho.url);
    await desk.page.goto('/stock');
    await desk.page.getByTestId('sync-pill').waitFor();

    await until('all are decided', async () => (await decided()) === base + ALL);
    await desk.page.locator('[data-testid=sync-pill][data-state=saved]').waitFor();
    await expectDecidedOnce(khaacho, given);
    expect(await decided()).toBe(base + ALL);
    expect(await movedSince(khaacho, STAFF, offers)).toBe(ALL * 1_000);
    const replica = replicaOf(desk.page);
    expect(await replica.outbox()).toEqual({ waiting: [], refused: [] });
    await expectSame(replica, await personAt(khaacho.url, STAFF));
    const told = (await replica.documents('commands')).filter((one) => given.includes(one.id));
    expect(told.map((one) => one['status'])).toEqual(given.map(() => 'applied'));
    console.log(`decided at the kills: ${atFirstKill - base} and ${atSecondKill - base} of ${ALL}`);
    await desk.context.close();
  });
});
