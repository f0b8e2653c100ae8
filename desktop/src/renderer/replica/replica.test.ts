import 'fake-indexeddb/auto';
import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok } from '@khaacho/shared/kernel/result.ts';
import type { User } from '@khaacho/shared/people/contract.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AuthClient } from './auth-client.ts';
import { deleteDatabase } from './idb.ts';
import { openInstallation } from './installation.ts';
import { faceOf, TabReplica } from './replica.ts';
import { FakeServer } from './testing/fake-server.ts';
import { FakeTransport, fairWeather } from './testing/fake-transport.ts';
import { idOf, offerOf } from './testing/samples.ts';
import { adjustBy, toyRules } from './testing/toy-rules.ts';
import { seededRandom, VirtualTime } from './testing/virtual-time.ts';

let people = 0;
const running: TabReplica[] = [];

function newPerson(): User {
  people += 1;
  const names = { name: `Person ${people}`, email: `person${people}@khaacho.test` };
  const nothing = { phone: null, vendorId: null, vendorName: null, territoryIds: [] };
  return { id: idOf(50_000 + people), role: 'ADMIN', language: 'en', ...names, ...nothing };
}

function world() {
  const time = new VirtualTime(seededRandom(3));
  const server = new FakeServer();
  server.put('offers', offerOf(1));
  server.sequence();
  const persons = new Map<string, User>();
  const auth: AuthClient = {
    login: vi.fn(async (email) => {
      const user = persons.get(email);
      if (!user) return err({ reached: true, refusal: refusal('CREDENTIALS_INVALID', 'no') });
      return ok({ accessToken: 'a', refreshToken: 'r', user });
    }),
    askForCode: vi.fn(async () => ok({ challengeId: idOf(9) })),
    verifyCode: vi.fn(),
    refresh: vi.fn(async () => err({ reached: false, refusal: refusal('UNAVAILABLE', 'no') })),
    logout: vi.fn(async () => undefined),
  };
  let transport: FakeTransport | null = null;
  const state = { weather: fairWeather };
  const open = () => {
    const replica = new TabReplica({
      host: time,
      auth,
      openInstallation: () => openInstallation(null, () => `device-${crypto.randomUUID()}`),
      transport: (deviceId) => {
        transport = new FakeTransport(time, server, deviceId, ['everyone', `device:${deviceId}`]);
        transport.weather = state.weather;
        return transport;
      },
      tabs: { locks: navigator.locks, channel: new BroadcastChannel('replica-test') },
      project: toyRules,
    });
    running.push(replica);
    replica.start();
    time.busy = async () => {
      await replica.settled();
      await replica.desk?.settled();
    };
    return { replica, face: faceOf(replica) };
  };
  const signUp = () => {
    const user = newPerson();
    persons.set(user.email ?? '', user);
    return user;
  };
  return { time, server, auth, open, signUp, state, transport: () => transport };
}

afterEach(async () => {
  for (const replica of running.splice(0)) await replica.stop();
  await deleteDatabase('khaacho-installation');
});

async function until(time: VirtualTime, what: () => boolean): Promise<void> {
  await vi.waitFor(async () => {
    await time.pass(200);
    expect(what()).toBe(true);
  });
}

const databases = async (userId: string) => {
  return (await indexedDB.databases()).map((one) => one.name ?? '').filter((name) => name.includes(userId));
};

describe('the replica of a tab', () => {
  it('goes from signed out to ready, and opens again without a line', async () => {
    const { time, open, signUp, state } = world();
    const user = signUp();
    const first = open();
    await until(time, () => first.face.state.get().kind === 'signed-out');
    expect(await first.face.session.signInWithPassword(user.email ?? '', 'x')).toEqual(ok(user));
    await until(time, () => first.face.state.get().kind === 'ready');
    await first.face.send('stock.adjust', adjustBy(1, -1_000));
    await first.replica.stop();
    state.weather = { ...fairWeather, up: false };
    const second = open();
    await until(time, () => second.face.state.get().kind === 'ready');
    expect(second.face.reader.get('offers', idOf(1))?.onHandMilli).toBe(119_000);
    expect(second.face.session.state.get()).toMatchObject({ user, needsSignIn: false });
    expect(second.face.status.get().firstSync.done).toBe(true);
  });

  it('refuses to send while nobody is signed in', async () => {
    const { time, open } = world();
    const { face } = open();
    await until(time, () => face.state.get().kind === 'signed-out');
    expect(await face.send('stock.adjust', adjustBy(1, 1_000))).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  });

  it('keeps unsent commands over a sign-out, for the same person only', async () => {
    const { time, open, signUp, server, state, transport } = world();
    const [mine, other] = [signUp(), signUp()];
    const { face } = open();
    await until(time, () => face.state.get().kind === 'signed-out');
    await face.session.signInWithPassword(mine.email ?? '', 'x');
    await until(time, () => face.state.get().kind === 'ready');
    state.weather = { ...fairWeather, up: false };
    const line = transport();
    if (line) line.weather = state.weather;
    line?.cut();
    await face.send('stock.adjust', adjustBy(1, -1_000));
    expect(face.pendingCount()).toBe(1);
    const leaving = face.signOut();
    await until(time, () => face.state.get().kind === 'signed-out');
    await leaving;
    expect(await databases(mine.id)).toEqual([`khaacho-outbox-${mine.id}`]);
    state.weather = fairWeather;
    await face.session.signInWithPassword(other.email ?? '', 'x');
    await until(time, () => face.state.get().kind === 'ready');
    expect([face.pendingCount(), server.effects.length]).toEqual([0, 0]);
    await face.session.signInWithPassword(mine.email ?? '', 'x');
    await until(time, () => server.effects.length === 1);
    expect(server.get('offers', idOf(1))?.onHandMilli).toBe(119_000);
  });

  it('wipes everything when the device is shut out', async () => {
    const { time, open, signUp, state, transport } = world();
    const user = signUp();
    const { face } = open();
    await until(time, () => face.state.get().kind === 'signed-out');
    await face.session.signInWithPassword(user.email ?? '', 'x');
    await until(time, () => face.state.get().kind === 'ready');
    state.weather = { ...fairWeather, loses: (what) => what === 'question' };
    await face.send('stock.adjust', adjustBy(1, -1_000));
    transport()?.tell('revoked');
    await until(time, () => face.state.get().kind === 'signed-out');
    expect(face.state.get()).toEqual({ kind: 'signed-out', revoked: true });
    expect(await databases(user.id)).toEqual([]);
    expect(face.reader.all('offers')).toEqual([]);
  });

  it('passes from tab to tab without both writing', async () => {
    const { time, open, signUp } = world();
    const user = signUp();
    const first = open();
    await until(time, () => first.face.state.get().kind === 'signed-out');
    await first.face.session.signInWithPassword(user.email ?? '', 'x');
    await until(time, () => first.face.state.get().kind === 'ready');
    const second = open();
    await until(time, () => second.face.state.get().kind === 'other-tab');
    second.face.takeOver();
    await until(time, () => second.face.state.get().kind === 'ready');
    expect(first.face.state.get()).toEqual({ kind: 'taken-over' });
    expect(first.replica.desk).toBeNull();
    expect(second.face.reader.get('offers', idOf(1))?.onHandMilli).toBe(120_000);
    first.face.takeOver();
    await until(time, () => first.face.state.get().kind === 'ready');
    expect(second.face.state.get()).toEqual({ kind: 'taken-over' });
  });

  it('puts a refused command away with undo, or gives it once more', async () => {
    const { time, open, signUp, server, transport } = world();
    const user = signUp();
    const { face } = open();
    await until(time, () => face.state.get().kind === 'signed-out');
    await face.session.signInWithPassword(user.email ?? '', 'x');
    await until(time, () => face.state.get().kind === 'ready');
    const line = transport();
    if (line) line.weather = { ...fairWeather, up: false };
    line?.cut();
    await face.send('stock.adjust', adjustBy(1, -100_000));
    server.put('offers', offerOf(1, { onHandMilli: 50_000 }));
    if (line) line.weather = fairWeather;
    await until(time, () => face.outbox.get().refused.length === 1);
    const id = face.outbox.get().refused[0]?.id ?? '';
    await face.dismiss(id);
    expect(face.outbox.get().refused).toEqual([]);
    await face.restore(id);
    expect(face.outbox.get().refused).toHaveLength(1);
    server.put('offers', offerOf(1, { onHandMilli: 150_000 }));
    server.sequence();
    await until(time, () => face.reader.get('offers', idOf(1))?.onHandMilli === 150_000);
    expect(await face.resend(id)).toMatchObject({ ok: true });
    await until(time, () => server.effects.length === 1);
    expect(face.outbox.get().refused).toEqual([]);
  });
});
