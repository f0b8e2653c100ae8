import { describe, expect, it } from 'vitest';
import { type SyncStatus, startStatus } from '../../replica/status.ts';
import { pillState } from './sync-state.ts';

const NOW = new Date('2026-11-20T06:15:00Z');
const online: SyncStatus = { ...startStatus(NOW), connection: 'online', caughtUp: true };
const say = (over: Partial<SyncStatus>, offlineSince: string | null = null) =>
  pillState({ ...online, ...over }, offlineSince, NOW);

describe('the pill', () => {
  it('says the most important thing', () => {
    expect(say({})).toBe('saved');
    expect(say({ waiting: 4 })).toBe('sending');
    expect(say({ caughtUp: false })).toBe('receiving');
    expect(say({ connection: 'offline' }, NOW.toISOString())).toBe('offline');
    const problem = { code: 'DISK_FULL' as const, message: '', since: NOW.toISOString() };
    expect(say({ problem, connection: 'offline' })).toBe('problem');
    expect(say({ refused: 1, problem, waiting: 3 })).toBe('refused');
  });

  it('calls only the first try connecting: later ones are being offline', () => {
    const secondsAgo = (seconds: number) => new Date(NOW.getTime() - seconds * 1000).toISOString();
    expect(say({ connection: 'connecting' }, secondsAgo(1))).toBe('connecting');
    expect(say({ connection: 'connecting' }, secondsAgo(60))).toBe('offline');
  });
});
