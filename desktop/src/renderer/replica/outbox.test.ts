import 'fake-indexeddb/auto';
import type { Verdict } from '@khaacho/shared/sync/protocol.ts';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type NewCommand, Outbox } from './outbox.ts';
import { idOf, newSeal } from './testing/samples.ts';

const opened: Outbox[] = [];
let users = 0;
const now = new Date('2026-06-01T10:00:00.000Z');

async function newOutbox() {
  users += 1;
  const userId = `outbox-user-${users}`;
  const seal = await newSeal();
  const open = async (deviceId = 'device-1') => {
    const outbox = await Outbox.open(userId, deviceId, seal);
    opened.push(outbox);
    return outbox;
  };
  return { open };
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const outbox of opened.splice(0)) await outbox.close();
});

function command(number: number): NewCommand {
  const payload = { offerId: idOf(1), deltaMilli: 1000 * number, reason: 'FOUND' as const };
  return { id: idOf(number), type: 'stock.adjust', payload, issuedAt: now.toISOString(), dependsOn: [] };
}

const applied = (number: number, position?: number): Verdict => ({ id: idOf(number), status: 'applied', position });
const rejected = (number: number): Verdict => ({ id: idOf(number), status: 'rejected', code: 'INSUFFICIENT_STOCK' });
const line = (outbox: Outbox) => outbox.waiting().map((entry) => [entry.id, entry.deviceSeq]);

describe('outbox', () => {
  it('gives every command its own place, whoever adds at the same time', async () => {
    const { open } = await newOutbox();
    const [one, other] = [await open(), await open()];
    const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
    const added = await Promise.all(numbers.map((n) => (n % 2 ? one : other).add(command(n))));
    expect(added.map((entry) => entry.deviceSeq).sort((a, b) => a - b)).toEqual(numbers);
  });

  it('has what was added after a reopen, with payload and place', async () => {
    const { open } = await newOutbox();
    const first = await open();
    await first.add(command(1));
    await first.add({ ...command(2), dependsOn: [idOf(1)] });
    await first.close();
    const second = await open();
    expect(line(second)).toEqual([
      [idOf(1), 1],
      [idOf(2), 2],
    ]);
    expect(second.waiting()[1]).toMatchObject({ payload: command(2).payload, dependsOn: [idOf(1)], verdict: null });
    expect((await second.add(command(3))).deviceSeq).toBe(3);
  });

  it('lies on disk sealed', async () => {
    const { open } = await newOutbox();
    const put = vi.spyOn(IDBObjectStore.prototype, 'add');
    await (await open()).add({
      ...command(1),
      payload: { ...command(1).payload, note: 'Sita owes 12,400' },
    } as NewCommand);
    const rows = put.mock.calls.map(([row]) => row);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows)
      expect(Object.keys(row).sort()).toEqual(expect.arrayContaining(['deviceSeq', 'id', 'sealed']));
    for (const row of rows) expect(Buffer.from(row.sealed).toString('latin1')).not.toContain('Sita');
  });

  it('believes nothing that did not reach the disk', async () => {
    const { open } = await newOutbox();
    const outbox = await open();
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(outbox.add(command(1))).rejects.toMatchObject({ name: 'QuotaExceededError' });
    expect(outbox.waiting()).toEqual([]);
    expect((await outbox.add(command(2))).deviceSeq).toBe(1);
  });

  it('on a disk that is full for a while keeps what was there, takes nothing by half, and goes on after it without a gap', async () => {
    const { open } = await newOutbox();
    const outbox = await open();
    await outbox.add(command(1));
    // The number is written first: it must not stay where its command was not kept.
    const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const tries = await Promise.allSettled([outbox.add(command(2)), outbox.add(command(3))]);
    expect(tries.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    full.mockRestore();
    expect((await outbox.add(command(4))).deviceSeq).toBe(2);
    await outbox.close();
    const again = await open();
    expect(again.waiting().map((entry) => [entry.deviceSeq, entry.id])).toEqual([
      [1, idOf(1)],
      [2, idOf(4)],
    ]);
  });

  it('keeps waiting what was answered while the disk is full, and takes the same answer later', async () => {
    const { open } = await newOutbox();
    const outbox = await open();
    for (const n of [1, 2]) await outbox.add(command(n));
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(outbox.settle([applied(1), rejected(2)], now)).rejects.toThrow();
    full.mockRestore();
    expect(outbox.waiting()).toHaveLength(2);
    expect((await outbox.settle([applied(1), rejected(2)], now)).map((entry) => entry.state)).toEqual([
      'applied',
      'refused',
    ]);
  });

  it('sorts verdicts: applied until seen, refused until put away, with undo', async () => {
    const { open } = await newOutbox();
    const outbox = await open();
    for (const n of [1, 2, 3]) await outbox.add(command(n));
    const settled = await outbox.settle([applied(1), rejected(2), { id: idOf(3), status: 'retry' }, applied(99)], now);
    expect(settled.map((entry) => [entry.id, entry.state])).toEqual([
      [idOf(1), 'applied'],
      [idOf(2), 'refused'],
    ]);
    expect(outbox.view.get().waiting.map((entry) => entry.id)).toEqual([idOf(3)]);
    expect(outbox.view.get().refused.map((entry) => entry.verdict?.code)).toEqual(['INSUFFICIENT_STOCK']);
    expect(outbox.unsettled().map((entry) => entry.id)).toEqual([idOf(1), idOf(3)]);
    await outbox.landed([idOf(1)]);
    await outbox.move(idOf(2), 'refused', 'dismissed');
    expect(outbox.view.get().refused).toEqual([]);
    await outbox.move(idOf(2), 'dismissed', 'refused');
    await outbox.close();
    const again = await open();
    expect(again.view.get().refused.map((entry) => entry.id)).toEqual([idOf(2)]);
    expect(again.unsettled().map((entry) => entry.id)).toEqual([idOf(3)]);
  });

  it('takes the same verdict twice without change', async () => {
    const { open } = await newOutbox();
    const outbox = await open();
    await outbox.add(command(1));
    await outbox.settle([applied(1, 7)], now);
    expect(await outbox.settle([applied(1)], now)).toEqual([]);
    expect(outbox.entry(idOf(1))?.verdict?.position).toBe(7);
  });

  it('gives back from the place the server asks for, but not what it once refused', async () => {
    const { open } = await newOutbox();
    const outbox = await open();
    for (const n of [1, 2, 3, 4, 5]) await outbox.add(command(n));
    await outbox.settle([applied(1), applied(2), rejected(3), applied(4)], now);
    await outbox.landed([idOf(1), idOf(2), idOf(4)]);
    await outbox.lineUpFrom(2);
    expect(line(outbox)).toEqual([
      [idOf(2), 2],
      [idOf(4), 3],
      [idOf(5), 4],
    ]);
    expect((await outbox.add(command(6))).deviceSeq).toBe(5);
    expect(outbox.view.get().refused.map((entry) => entry.id)).toEqual([idOf(3)]);
  });

  it('moves on where the server is further than this disk remembers', async () => {
    const { open } = await newOutbox();
    const outbox = await open();
    for (const n of [1, 2]) await outbox.add(command(n));
    await outbox.lineUpFrom(50);
    expect(line(outbox).map(([, seq]) => seq)).toEqual([50, 51]);
    expect((await outbox.add(command(3))).deviceSeq).toBe(52);
  });

  it('begins a new line where the server knows this device by another name', async () => {
    const { open } = await newOutbox();
    const first = await open('device-1');
    for (const n of [1, 2, 3]) await first.add(command(n));
    await first.settle([applied(1)], now);
    await first.close();
    const second = await open('device-2');
    expect(line(second)).toEqual([
      [idOf(2), 1],
      [idOf(3), 2],
    ]);
    expect(await second.lastApplied()).toBeNull();
  });

  it('shows what was answered since a day, newest first, without what waits or is refused', async () => {
    const { open } = await newOutbox();
    const outbox = await open();
    for (const n of [1, 2, 3, 4, 5]) await outbox.add(command(n));
    const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
    await outbox.settle([applied(1)], now);
    await outbox.settle([applied(2), rejected(3)], later(1));
    await outbox.settle([rejected(4)], later(2));
    await outbox.move(idOf(4), 'refused', 'dismissed');
    const ids = async (since: Date) => (await outbox.answered(since.toISOString())).map((entry) => entry.id);
    expect(await ids(now)).toEqual([idOf(4), idOf(2), idOf(1)]);
    expect(await ids(later(1))).toEqual([idOf(4), idOf(2)]);
    expect((await outbox.answered(now.toISOString()))[2]).toMatchObject({ payload: command(1).payload });
  });

  it('keeps answered commands for 30 days, refused ones until put away, waiting ones for ever', async () => {
    const { open } = await newOutbox();
    const first = await open();
    for (const n of [1, 2, 3]) await first.add(command(n));
    await first.settle([applied(1), rejected(2)], now);
    await first.landed([idOf(1)]);
    await first.close();
    const later = await open();
    await later.forgetOld(new Date(now.getTime() + 29 * 86_400_000));
    expect((await later.lastApplied())?.id).toBe(idOf(1));
    await later.forgetOld(new Date(now.getTime() + 31 * 86_400_000));
    expect(await later.lastApplied()).toBeNull();
    expect(later.view.get().refused).toHaveLength(1);
    expect(later.waiting()).toHaveLength(1);
  });

  it('shows rows that do not open instead of dropping them', async () => {
    const { open } = await newOutbox();
    const first = await open();
    await first.add(command(1));
    await first.close();
    const stranger = await Outbox.open(`outbox-user-${users}`, 'device-1', await newSeal());
    opened.push(stranger);
    expect(stranger.unreadable).toBe(1);
    await stranger.close();
    expect((await open()).waiting()).toHaveLength(1);
  });
});
