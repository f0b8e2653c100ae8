import { collectionNames } from '@khaacho/shared/sync/protocol.ts';
import { fillDisk, tearRecord } from '../../desktop/src/renderer/replica/testing/fake-disk.ts';
import { type Random, seededRandom } from '../../desktop/src/renderer/replica/testing/virtual-time.ts';
import { beginEpoch } from '../../server/src/sync/epoch.ts';
import { agree } from './agree.ts';
import { fair, type Weather } from './faulty-transport.ts';
import { layGround, type Member, PEOPLE } from './ground.ts';
import type { Lane } from './lane.ts';
import { changeRights, lateTransaction, type Others, ordersUnderWay, somebodyElse, touchEach } from './others.ts';
import { Person, signToken } from './person.ts';
import { RawDevice } from './raw-device.ts';
import { SimTime } from './sim-time.ts';
import { Watch } from './watch.ts';
import { pick, type Wish, wishOf } from './wishes.ts';

/** How often each thing was done or injected, to be printed: nothing is called survived that was not tried. */
export type Tally = Record<string, number>;
export type Size = { people: number; steps: number };

export const SHORT: Size = { people: 3, steps: 24 };
export const LONG: Size = { people: 7, steps: 160 };

export type Run = Others & {
  size: Size;
  seed: number;
  /** Rights changed, perhaps unheard; or news was lost that no other follows: only a lap finds it. */
  needsLap: boolean;
  raw: RawDevice;
  watch: Watch;
  tokenOf(member: Member): Promise<string>;
};

/**
 * One seed: desks, servers, and everything that befalls them; then the faults end, everything has to settle, and all must
 * agree. Throws with what does not.
 */
export async function runSeed(lane: Lane, seed: number, tally: Tally, size: Size = SHORT): Promise<void> {
  const random = seededRandom(seed);
  const time = new SimTime(lane.time.now().getTime() + 1_000);
  lane.time = time;
  const count = (what: string) => {
    tally[what] = (tally[what] ?? 0) + 1;
  };
  const ground = await layGround(lane, seed, random, drawPlaces(random, size.people));
  const people = ground.members.map(
    (member) => new Person({ lane, time, ground, member, count, random: seededRandom(random.below(2 ** 31)) }),
  );
  time.diskBusy = () => people.some((person) => person.busy);
  time.servers = () => lane.idle();
  const tokenOf = (member: Member) => signToken(lane, member, time.now());
  const run: Run = Object.assign(
    { lane, time, random, ground, people, count, size, seed, needsLap: false, tokenOf, watch: new Watch(ground) },
    { raw: new RawDevice({ lane, time, random: seededRandom(seed), ground, people, count, tokenOf }) },
  );
  try {
    await play(run);
    await settle(run);
    await agree(run);
    count('seeds');
  } finally {
    for (const person of people) await person.erase();
    await Promise.all(lane.late);
  }
}

/** A vendor and an agent always; who else is drawn. */
function drawPlaces(random: Random, people: number): number[] {
  const others = PEOPLE.map((_, place) => place).slice(2);
  const places = [0, 1];
  while (places.length < people) places.push(...others.splice(random.below(others.length), 1));
  return places;
}

async function play(run: Run): Promise<void> {
  const { people, time, random, size } = run;
  await ordersUnderWay(run);
  const [owner] = people;
  if (owner) owner.seen = () => look(run, 'between two steps');
  // One comes later, to a world that is already there.
  for (const person of people.slice(0, -1)) await person.open();
  await time.pass(3_000);
  const arrival = random.below(size.steps);
  for (let step = 0; step < size.steps; step += 1) {
    if (step === arrival) await people.at(-1)?.open();
    await oneStep(run);
    await time.pass(random.below(random.chance(0.08) ? 20_000 : 500));
    look(run, `after step ${step}`);
  }
}

/** At the figure that only the first one moves. */
function look(run: Run, when: string): void {
  const [owner] = run.people;
  if (owner) run.watch.look(owner, when);
}

async function oneStep(run: Run): Promise<void> {
  const { random, people } = run;
  const person = pick(random, people);
  if (!person) return;
  const dice = random.below(1_000);
  if (dice < 430) await give(run, person);
  else if (dice < 480) await run.watch.move(run, people[0] ?? person);
  else if (dice < 610) somebodyElse(run);
  else if (dice < 640) lateTransaction(run);
  else if (dice < 690) changeWeather(run, person);
  else if (dice < 730) cut(run, person);
  else if (dice < 770) await reload(run, person);
  else if (dice < 810) await crash(run, person);
  else if (dice < 830) fill(run, person);
  else if (dice < 860) await person.sendAgain();
  else if (dice < 880) await run.raw.trouble();
  else if (dice < 925) await kill(run);
  else if (dice < 932) slowReader(run, person);
  else if (dice < 936) await newHistory(run);
  else if (dice < 975) await rights(run);
  else await giveUnchecked(run, person);
}

/** Through the desk's own door: asked of the rule, kept, shown, sent. */
async function give({ ground, random, count, lane }: Run, person: Person): Promise<void> {
  const wish = wishOf(person, ground, random);
  if (!wish || !person.desk) return;
  const sent = await person.desk.sending.send<Wish['type']>(wish.type, wish.payload);
  if (!sent.ok) return count('refused on the desk');
  const id = sent.value.commandId;
  if (random.chance(0.01)) {
    lane.poison.add(id);
    count('poison command');
  }
  person.given.push({ id, ...wish });
  count(`given: ${wish.type}`);
}

/** Past the rule: what an older app, or a desk that knows little, lets through. */
async function giveUnchecked({ ground, random, count, time }: Run, person: Person): Promise<void> {
  const wish = wishOf(person, ground, random);
  const { outbox, desk } = person;
  if (!wish || !outbox || !desk) return;
  const given = { id: ground.newId(), ...wish };
  const known = person.given.map((one) => one.id);
  const dependsOn = known.filter(() => random.chance(0.1)).slice(0, 3);
  const kept = await outbox.add({ ...given, issuedAt: time.now().toISOString(), dependsOn }).catch(() => null);
  if (!kept) return;
  person.given.push(given);
  count('given past the rule');
  desk.syncNow();
}

function changeWeather(run: Run, person: Person): void {
  const { random, count } = run;
  const kinds: [string, Partial<Weather>][] = [
    ['good line', {}],
    ['good line', { slowMs: 300 }],
    ['lossy line', { slowMs: 200, requestLost: 12, answerLost: 15, requestLate: 8, halfOpen: 50 }],
    ['doubling line', { slowMs: 60, pushTwice: 50, newsTwice: 40 }],
    ['line that loses news', { newsLost: 50 }],
    ['line that loses news', { slowMs: 60, newsLost: 30 }],
    ['slow line', { slowMs: 2_500, answerLost: 5, pushTwice: 10 }],
    ['no line', { up: false }],
  ];
  const [name, weather] = pick(random, kinds) ?? kinds[0] ?? ['good line', {}];
  count(name);
  person.transport.weather = { ...fair, ...weather };
  if (weather.up === false) person.transport.cut();
}

function cut({ count }: Run, person: Person): void {
  count('line cut');
  person.transport.cut();
}

async function reload({ count, time, random }: Run, person: Person): Promise<void> {
  if (!person.desk) return;
  count('desk closed and opened');
  await person.close();
  if (random.chance(0.3)) await time.pass(random.below(5_000));
  await person.open();
}

async function crash(run: Run, person: Person): Promise<void> {
  if (!person.desk) return;
  const { count, random, time } = run;
  count('power cut at a desk');
  if (random.chance(0.7)) {
    const giving = give(run, person);
    for (let turn = random.below(12); turn > 0; turn -= 1) await new Promise((resolve) => setImmediate(resolve));
    await person.crash();
    await giving;
  } else await person.crash();
  await time.rest();
  if (random.chance(0.25) && (await tearRecord(`replica-${person.userId}`, pick(random, collectionNames) ?? 'orders')))
    count('record torn on disk');
  await person.open();
}

function fill({ count, random }: Run, person: Person): void {
  count('disk full');
  fillDisk(person.userId, 1 + random.below(3));
}

async function kill({ lane, random, count }: Run): Promise<void> {
  const server = await lane.server(random.below(2));
  if (random.chance(0.3)) {
    count(server.sync.isLeader() ? 'server killed that numbers' : 'server killed');
    await server.kill();
  } else {
    count('server killed in mid-work');
    server.killAfter(1 + random.below(40));
  }
}

/** As after a restore: both servers are down, the database begins a new life, nothing of it is lost here. */
async function newHistory({ lane, count }: Run): Promise<void> {
  count('new epoch');
  for (const server of lane.servers) await server.kill();
  await beginEpoch(lane.house.db);
}

function slowReader({ count, time, random }: Run, person: Person): void {
  count('desk that reads too slowly');
  person.transport.reads(false);
  time.after(500 + random.below(5_000), () => person.transport.reads(true));
}

async function rights(run: Run): Promise<void> {
  run.needsLap = true;
  if ((await changeRights(run)) === run.people[0]) run.watch.end();
}

const STEP_MS = 2_000;
/** Longest wait of a desk between two tries (30 s, 60 s) and a lap (6 min), with room. */
const PATIENCE_MS = 10 * 60_000;

/** Faults off: everything that waits has to arrive by itself. */
async function settle(run: Run): Promise<void> {
  const { people, time, lane } = run;
  for (const server of lane.servers) server.killAfter(Number.POSITIVE_INFINITY);
  for (const person of people) {
    person.transport.weather = fair;
    person.transport.reads(true);
    fillDisk(person.userId, 0);
    if (!person.desk) await person.open();
  }
  await time.pass(8_000);
  await Promise.all(lane.late);
  await lane.idle();
  await run.raw.finish();
  if (!run.needsLap && !(await healedByNews(run))) run.needsLap = true;
  if (run.needsLap) {
    run.count('settled by laps');
    await time.pass(8 * 60_000);
  }
  for (let passed = 0; passed < PATIENCE_MS; passed += STEP_MS) {
    await time.pass(STEP_MS);
    await lane.idle();
    await time.pass(200);
    look(run, 'while it settles');
    if (people.every(isQuiet)) return;
  }
}

/** Where news was lost, the next of the same scope has to tell; false where nothing can be changed there. */
async function healedByNews(run: Run): Promise<boolean> {
  const lost = run.people.flatMap(({ wiped, transport }) => (wiped ? [] : [...transport.lostNews]));
  if (lost.length === 0) return true;
  const touched = await touchEach(run);
  await run.lane.settle();
  await run.time.pass(5_000);
  if (!lost.every((group) => touched.has(group))) return false;
  run.count('lost news found by the next');
  return true;
}

function isQuiet(person: Person): boolean {
  const { desk } = person;
  if (person.wiped) return true;
  const status = desk?.status.get();
  return status?.caughtUp === true && status.waiting === 0 && desk?.shown.overlay.size === 0;
}
