import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { createReplicaWorld, type ReplicaWorld } from '../testing/replica-world.ts';
import { replaceEpoch } from './epoch.ts';
import { createHistory } from './history.ts';

describe('a restored database', () => {
  let world: ReplicaWorld;
  const dataDir = mkdtempSync(join(tmpdir(), 'khaacho-history-'));
  beforeAll(async () => {
    world = await createReplicaWorld();
  });
  afterAll(async () => {
    await world.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const open = (folder = dataDir) =>
    createHistory({ db: world.db, dataDir: folder, log: createLog({ level: 'silent' }) });
  const at = (position: number) => sql`UPDATE sync_head SET position = ${position}`.execute(world.db);
  const epoch = async () => (await world.db.selectFrom('syncEpoch').select('epoch').executeTakeFirstOrThrow()).epoch;

  it('is noticed by its feed, which is shorter than it was; begins one new epoch, however many processes see it', async () => {
    await at(500);
    const first = open();
    expect(await first.check()).toBe(false);
    first.reached(900);
    first.close();
    await at(900);
    expect(await open().check()).toBe(false);
    const before = await epoch();
    await at(700);
    const both = await Promise.all([open().check(), open().check()]);
    expect(both.filter(Boolean)).toHaveLength(1);
    expect(await epoch()).not.toBe(before);
    const after = await epoch();
    // Who comes late with the former epoch changes nothing.
    expect(await replaceEpoch(world.db, before)).toBeNull();
    expect(await open().check()).toBe(false);
    expect(await epoch()).toBe(after);
  });

  it('is not suspected where another database, or nothing readable, was seen before', async () => {
    const before = await epoch();
    writeFileSync(join(dataDir, 'feed-seen.json'), JSON.stringify({ epoch: 'another', position: 99_999 }));
    expect(await open().check()).toBe(false);
    writeFileSync(join(dataDir, 'feed-seen.json'), '{"epoch": "to');
    expect(await open().check()).toBe(false);
    expect(await epoch()).toBe(before);
  });

  it('is told by a file, where the memory was restored with it; the file counts once', async () => {
    const before = await epoch();
    writeFileSync(join(dataDir, 'restored'), '');
    expect(await open().check()).toBe(true);
    expect(await epoch()).not.toBe(before);
    expect(await open().check()).toBe(false);
  });
});
