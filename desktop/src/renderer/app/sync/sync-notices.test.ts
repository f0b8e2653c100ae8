import { describe, expect, it } from 'vitest';
import { type SyncStatus, startStatus } from '../../replica/status.ts';
import { type NoticeFacts, noticesOf } from './sync-notices.ts';

const NOW = new Date('2026-11-20T06:15:00Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000).toISOString();
const kinds = (facts: Partial<NoticeFacts>, status: Partial<SyncStatus> = {}) =>
  noticesOf({
    ...{ offlineSince: null, freeBytes: null, handedBack: null, sameComputer: false, now: NOW, ...facts },
    status: { ...startStatus(NOW), connection: 'online', ...status },
  }).map(({ kind, weight }) => `${kind} ${weight}`);
const problem = (code: NonNullable<SyncStatus['problem']>['code']) => ({
  problem: { code, message: '', since: NOW.toISOString() },
});

describe('what there is to know about a desk', () => {
  it('is nothing on a good day, and offline for an hour is no news either', () => {
    expect(kinds({})).toEqual([]);
    expect(kinds({ offlineSince: hoursAgo(1), freeBytes: null }, { clockAheadMs: 4 * 60_000 })).toEqual([]);
  });

  it('names what stops the work, each by its own kind', () => {
    expect(kinds({}, problem('UPGRADE_REQUIRED'))).toEqual(['UPGRADE_REQUIRED stop']);
    expect(kinds({}, problem('SIGN_IN_AGAIN'))).toEqual(['SIGN_IN_AGAIN stop']);
    expect(kinds({}, problem('UNREADABLE'))).toEqual(['UNREADABLE stop']);
    expect(kinds({}, problem('USER_DISABLED'))).toEqual(['ACCOUNT_CLOSED stop']);
    expect(kinds({}, problem('INTERNAL'))).toEqual(['SERVER know']);
  });

  it('says that this desk waits its turn after an outage, where that takes longer than reading it', () => {
    const inSeconds = (seconds: number) => ({ pacedUntil: new Date(NOW.getTime() + seconds * 1000).toISOString() });
    expect(kinds({}, inSeconds(40))).toEqual(['PACED know']);
    expect(kinds({}, inSeconds(1))).toEqual([]);
    expect(kinds({}, inSeconds(-5))).toEqual([]);
  });

  it('does not say twice that there is no room', () => {
    expect(kinds({ freeBytes: 12_000_000 })).toEqual(['STORAGE_LOW know']);
    expect(kinds({ freeBytes: 0 }, problem('DISK_FULL'))).toEqual(['DISK_FULL stop']);
  });

  it('tells a wrong clock both ways, but not that of the demo on this very computer', () => {
    expect(kinds({}, { clockAheadMs: 5 * 3_600_000 })).toEqual(['CLOCK_AHEAD know']);
    expect(kinds({}, { clockAheadMs: -86_400_000 })).toEqual(['CLOCK_BEHIND know']);
    expect(kinds({ sameComputer: true }, { clockAheadMs: 5 * 3_600_000 })).toEqual([]);
  });

  it('puts what matters most first', () => {
    const all = kinds(
      { offlineSince: hoursAgo(70), handedBack: 3, freeBytes: 5_000_000 },
      { clockAheadMs: 3_600_000, ...problem('UPGRADE_REQUIRED') },
    );
    expect(all.map((one) => one.split(' ')[0])).toEqual([
      'UPGRADE_REQUIRED',
      'RESTORED',
      'CLOCK_AHEAD',
      'STORAGE_LOW',
      'LONG_OFFLINE',
    ]);
  });
});
