import 'fake-indexeddb/auto';
import type * as protocol from '@khaacho/shared/sync/protocol.ts';
import type { Versions } from '@khaacho/shared/sync/versions.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { commandOf, Outbox } from './outbox.ts';
import { idOf, newSeal, offerOf } from './testing/samples.ts';

const now = new Date('2026-06-01T10:00:00.000Z');
const payload = { offerId: idOf(1), deltaMilli: 3_000, reason: 'FOUND' as const };
const command = { id: idOf(7), type: 'stock.adjust' as const, payload, issuedAt: now.toISOString(), dependsOn: [] };

/** An invented next version, in which a found packet is called something else. */
const adjustment = z.object({ offerId: z.string(), deltaMilli: z.number() });
const next: Versions = {
  schema: 2,
  down: {},
  up: { 'stock.adjust': [(old) => ({ ...adjustment.parse(old), reason: 'OTHER' })] },
};

afterEach(() => {
  vi.doUnmock('@khaacho/shared/sync/protocol.ts');
  vi.resetModules();
});

describe('an app that was brought up to date', () => {
  it('sends what the older one had kept as a command of today, under the same id and number', async () => {
    const seal = await newSeal();
    const older = await Outbox.open('versions-1', 'device-1', seal);
    await older.add(command);
    expect(older.waiting().map(commandOf)).toMatchObject([{ id: idOf(7), version: 1, deviceSeq: 1, payload }]);
    await older.close();
    const newer = await Outbox.open('versions-1', 'device-1', seal, next);
    expect(newer.unreadable).toBe(0);
    expect(newer.waiting().map(commandOf)).toMatchObject([
      { id: idOf(7), version: 2, deviceSeq: 1, payload: { ...payload, reason: 'OTHER' } },
    ]);
    expect((await newer.add({ ...command, id: idOf(8) })).version).toBe(2);
    await newer.close();
  });

  it('and set back again, shows what it cannot read and deletes nothing', async () => {
    const seal = await newSeal();
    const newer = await Outbox.open('versions-2', 'device-1', seal, next);
    await newer.add(command);
    await newer.close();
    const older = await Outbox.open('versions-2', 'device-1', seal);
    expect([older.unreadable, older.waiting().length]).toEqual([1, 0]);
    await older.close();
    const again = await Outbox.open('versions-2', 'device-1', seal, next);
    expect(again.waiting().map((entry) => entry.id)).toEqual([idOf(7)]);
    await again.close();
  });

  it('opens a fresh replica where the shape has changed, drops the old one, and keeps the outbox', async () => {
    const seal = await newSeal();
    const outbox = await Outbox.open('versions-3', 'device-1', seal);
    await outbox.add(command);
    await outbox.close();
    const old = await import('./database.ts');
    const store = await old.openReplicaStore('versions-3', 'epoch-1', seal);
    await store.receive('offers', [offerOf(1)], { ...old.startMark, complete: true });
    expect(store.count('offers')).toBe(1);
    await store.close();

    vi.resetModules();
    vi.doMock('@khaacho/shared/sync/protocol.ts', async (original) => ({
      ...(await original<typeof protocol>()),
      SCHEMA_VERSION: 2,
    }));
    const young = await import('./database.ts');
    const fresh = await young.openReplicaStore('versions-3', 'epoch-1', seal);
    expect([fresh.count('offers'), fresh.mark('offers').checkpoint]).toEqual([0, null]);
    await young.deleteReplicas('versions-3', 'epoch-1');
    const left = (await indexedDB.databases()).map(({ name }) => name).filter((name) => name?.includes('versions-3'));
    expect(new Set(left)).toEqual(new Set(['khaacho-outbox-versions-3', 'khaacho-replica-versions-3-v2-epoch-1']));
    await fresh.close();
    const kept = await Outbox.open('versions-3', 'device-1', seal);
    expect(kept.waiting().map((entry) => entry.id)).toEqual([idOf(7)]);
    await kept.close();
  });
});
