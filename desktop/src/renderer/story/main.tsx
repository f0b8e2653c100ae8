import '../zod-without-eval.ts';
import '../styles.ts';
import type { Role } from '@khaacho/shared/people/contract.ts';
import { createRoot } from 'react-dom/client';
import { App } from '../app/app.tsx';
import { startLanguage } from '../language/i18n.ts';
import { preferences } from '../language/preferences.ts';
import type { ReplicaState } from '../replica/replica-api.ts';
import type { SyncStatus } from '../replica/status.ts';
import { fakeReplica } from './fake-replica.ts';
import { minutesAgo, NOW, userFixture } from './fixtures.ts';
import { PHOTO_SHA256, withInbox } from './inbox.ts';
import { answeredEntries, parkedFixtures, refusedEntries, waitingEntries } from './outbox.ts';
import { makeWorld, type Size } from './world.ts';

/**
 * `/?role=VENDOR_STAFF&size=usual&sync=offline&path=/today&lang=ne`: one screen in one state, for looking at it.
 * Built by `vite build --mode story`; nothing ships it.
 */
const wanted = new URLSearchParams(location.search);
const role = (wanted.get('role') ?? 'VENDOR_STAFF') as Role;
const size = (wanted.get('size') ?? 'usual') as Size;
const sync = wanted.get('sync') ?? 'saved';
const made = makeWorld(size, role === 'VENDOR_STAFF');
const long = size === 'many' ? { long: 1000, strangers: 195 } : {};
const world = (wanted.get('path') ?? '').startsWith('/inbox') ? withInbox(made, long) : made;

// The world stands still around its moment, so that pictures can be compared.
const started = Date.now();
const RealDate = Date;
const now = () => new RealDate(NOW.getTime() + (RealDate.now() - started));
class StoryDate extends RealDate {
  constructor(...given: [] | [string | number | Date]) {
    if (given.length === 0) super(now().getTime());
    else super(given[0]);
  }
  static override now() {
    return now().getTime();
  }
}
globalThis.Date = StoryDate as DateConstructor;

const people: Record<string, Parameters<typeof userFixture>[0]> = {
  VENDOR_STAFF: { name: 'Ramesh Thapa', vendorId: world.vendors[0]?.id ?? null, vendorName: 'ABC Distributors' },
  ADMIN: { name: 'Asha Rai', email: 'admin@khaacho.test' },
  READONLY: { name: 'Nabin Karki', email: 'readonly@khaacho.test' },
  FIELD_AGENT: { name: 'Bikash Gurung', email: 'agent1@khaacho.test' },
};
const user = role === 'RETAILER' ? null : userFixture({ role, ...people[role] });

const statuses: Record<string, Partial<SyncStatus>> = {
  offline: { connection: 'offline', since: minutesAgo(168), lastSyncedAt: minutesAgo(168) },
  receiving: { caughtUp: false },
  again: { problem: { code: 'SIGN_IN_AGAIN', message: '', since: minutesAgo(10) }, connection: 'offline' },
  upgrade: { problem: { code: 'UPGRADE_REQUIRED', message: '', since: minutesAgo(10) }, connection: 'offline' },
  full: { problem: { code: 'DISK_FULL', message: '', since: minutesAgo(10) } },
  unreadable: { problem: { code: 'UNREADABLE', message: '', since: minutesAgo(10) } },
  restored: { restored: { at: minutesAgo(2), handedBack: 14 } },
  paced: { pacedUntil: new RealDate(NOW.getTime() + 19_000).toISOString(), caughtUp: true },
  clock: { clockAheadMs: -5 * 3_600_000 - 40 * 60_000 },
  long: { connection: 'offline', since: minutesAgo(4000), lastSyncedAt: minutesAgo(4000) },
  behind: {
    caughtUp: false,
    firstSync: {
      done: false,
      current: 'ledger',
      collections: [
        { collection: 'orders', received: 38_000, total: 38_000, done: true },
        { collection: 'ledger', received: 12_230, total: 71_230, done: false },
        { collection: 'messages', received: 0, total: null, done: false },
        { collection: 'alerts', received: 0, total: 0, done: true },
      ],
    },
  },
  first: {
    caughtUp: false,
    lastSyncedAt: null,
    firstSync: {
      done: false,
      current: 'orders',
      collections: [
        { collection: 'settings', received: 1, total: 1, done: true },
        { collection: 'products', received: 214, total: 214, done: true },
        { collection: 'retailers', received: 1500, total: 1500, done: true },
        { collection: 'orders', received: 12_400, total: 38_000, done: false },
        { collection: 'ledger', received: 0, total: 71_230, done: false },
        { collection: 'messages', received: 0, total: null, done: false },
      ],
    },
  },
};
const states: Record<string, ReplicaState> = {
  first: { kind: 'opening' },
  other: { kind: 'other-tab' },
  taken: { kind: 'taken-over' },
  disk: { kind: 'failed', code: 'DISK_FULL', message: '' },
  revoked: { kind: 'signed-out', revoked: true },
};

const replica = fakeReplica({
  world,
  user,
  now,
  ...(statuses[sync] ? { status: statuses[sync] } : {}),
  ...(states[sync] ? { state: states[sync] } : {}),
  ...(sync === 'again' ? { needsSignIn: true } : {}),
  ...(sync === 'refused' || sync === 'outbox' ? { refused: refusedEntries(world) } : {}),
  ...(wanted.get('entries') ? { waiting: waitingEntries(world, Number(wanted.get('entries'))) } : {}),
  answered: answeredEntries(world),
});

preferences.setLanguage(wanted.get('lang') === 'ne' ? 'ne' : 'en');
const path = wanted.get('path') ?? '/';
history.replaceState(
  null,
  '',
  path
    .replace('{order}', world.orders[1]?.id ?? '')
    .replace('{shop}', world.retailers[5]?.id ?? world.retailers[0]?.id ?? ''),
);

const root = document.getElementById('root');
if (root) createRoot(root).render(<App replica={replica} language={startLanguage()} />);

/** A page of an exercise book with a list on it. */
const LIST = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 320"><rect width="480" height="320" fill="#f4efe2"/><path d="M0 80H480M0 140H480M0 200H480M0 260H480" stroke="#b9c9dd"/><text x="40" y="130" font-family="cursive" font-size="44" fill="#26345e">चामल बासमती १०</text><text x="40" y="192" font-family="cursive" font-size="44" fill="#26345e">tokla chiya 2</text></svg>`;

// What only the server keeps: answered here as it would be.
const parked = parkedFixtures(world);
globalThis.fetch = async (asked) => {
  if (asked === `/api/v1/media/${PHOTO_SHA256}`) {
    if (sync === 'offline') throw new TypeError('offline');
    return new Response(LIST, { headers: { 'Content-Type': 'image/svg+xml' } });
  }
  const answer =
    typeof asked === 'string' && asked.startsWith('/api/v1/parked-facts') && size !== 'empty' ? parked : [];
  return Response.json({ success: true, data: answer, timestamp: NOW.toISOString() });
};

// Some states come from doing something first.
if (wanted.get('waiting') && user) {
  for (const order of world.orders.slice(0, 2)) void replica.send('order.accept', { orderId: order.id });
}
