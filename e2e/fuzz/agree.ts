import { isDeepStrictEqual } from 'node:util';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { collectionNames } from '@khaacho/shared/sync/protocol.ts';
import { plain } from '../../desktop/src/renderer/replica/testing/fake-desk.ts';
import { checkEffects, type Row, rowsOf } from './effects.ts';
import { fair } from './faulty-transport.ts';
import type { Person } from './person.ts';
import type { Run } from './run.ts';
import { freshPull, type Truth, truthOf } from './truth.ts';

/** Everything that has to hold once it is quiet. Throws with all that does not. */
export async function agree(run: Run): Promise<void> {
  const wrong = [...run.watch.wrong];
  const rows = await rowsOf(run);
  const fresh = run.random.below(run.people.length);
  for (const [place, person] of run.people.entries()) {
    const say = (sentence: string) => void wrong.push(`${person.member.name} ${person.member.role}: ${sentence}`);
    for (const failure of person.failures) say(`failed with ${String(failure)}`);
    checkSecrets(run, person, say);
    checkVerdicts(person, rows, say);
    if (person.wiped) await checkWiped(person, say);
    else await checkReplica(run, person, { fresh: place === fresh }, say);
  }
  checkEffects(run, rows, (sentence) => void wrong.push(sentence));
  wrong.push(...run.raw.wrongs(rows));
  if (wrong.length > 0) throw new Error(wrong.slice(0, 12).join('\n'));
}

type Say = (sentence: string) => void;

async function checkReplica(run: Run, person: Person, { fresh }: { fresh: boolean }, say: Say): Promise<void> {
  const { desk, outbox } = person;
  if (!desk || !outbox) return say('is not open');
  const status = desk.status.get();
  if (status.waiting > 0) say(`${status.waiting} commands still wait`);
  if (desk.shown.overlay.size > 0) say(`${desk.shown.overlay.size} commands are still laid over the documents`);
  if (!status.caughtUp || status.problem) say(`is not caught up: ${JSON.stringify(status)}`);
  const caller = await callerOf(run, person);
  if (!caller) return say('nobody knows it any more');
  const truth = await truthOf(run.lane, caller);
  compare(person, truth, 'the rows', say);
  if (!fresh) return;
  compare(person, await freshPull(run.lane, caller, 1 + run.random.below(60)), 'a fresh pull', say);
  // The disk holds what memory shows: without a line, the same.
  await person.close();
  person.transport.weather = { ...fair, up: false };
  await person.open();
  compare(person, truth, 'the rows, from disk', say);
}

async function callerOf({ lane, time }: Run, person: Person): Promise<Caller | null> {
  const server = await lane.server(0);
  const known = await server.people.authenticate(await person.token(), time.now());
  return known.ok ? known.value : null;
}

function compare(person: Person, truth: Truth, against: string, say: Say): void {
  for (const collection of collectionNames) {
    const wanted = truth.get(collection) ?? new Map<string, object>();
    const held = new Map([...(person.desk?.shown.all(collection) ?? [])].map((one) => [one.id, plain(one)]));
    const missing = [...wanted.keys()].filter((id) => !held.has(id));
    const foreign = [...held.keys()].filter((id) => !wanted.has(id));
    if (missing.length > 0) say(`${collection} lacks ${missing.length} of ${wanted.size}: ${missing[0]} (${against})`);
    if (foreign.length > 0) say(`${collection} holds ${foreign.length} too many: ${foreign[0]} (${against})`);
    for (const [id, document] of wanted) {
      const mine = held.get(id);
      if (!mine || isDeepStrictEqual(mine, document)) continue;
      say(`${collection}/${id} differs (${against}): holds ${JSON.stringify(mine)}, is ${JSON.stringify(document)}`);
      break;
    }
  }
}

async function checkWiped(person: Person, say: Say): Promise<void> {
  const left = (await indexedDB.databases()).filter(({ name }) => name?.includes(person.userId));
  if (left.length > 0) say(`was shut out, and ${left.map(({ name }) => name).join()} is still on the disk`);
}

/** Nothing outside its scope was ever sent to it, whatever became of the packet. */
function checkSecrets({ ground }: Run, person: Person, say: Say): void {
  const { packets, commandIds } = person.transport.carried;
  const own = new Set(person.given.map((one) => one.id));
  for (const id of commandIds) if (!own.has(id)) say(`was sent the command ${id} of somebody else`);
  if (person.officeEver) return;
  const secrets: [string, string][] = [];
  if (person.member.role === 'VENDOR_STAFF') {
    for (const vendor of ground.vendors) if (!person.vendorsEver.has(vendor)) secrets.push([vendor, 'another vendor']);
  } else {
    for (const cost of ground.costs.values()) secrets.push([String(cost), 'a cost price']);
    for (const [shop, territories] of ground.shopTerritories) {
      const ever = [...territories].some((territory) => person.territoriesEver.has(territory));
      if (!ever) secrets.push([shop, 'a shop of another territory']);
    }
  }
  for (const [secret, what] of secrets) {
    const packet = packets.find((text) => text.includes(secret));
    if (packet) say(`was sent ${what} (${secret}): ${packet.slice(0, 300)}`);
  }
}

/** One verdict for each command, the same each time it was told, and the desk shows that one. */
function checkVerdicts(person: Person, rows: ReadonlyMap<string, Row>, say: Say): void {
  for (const { id, status, code } of person.transport.carried.verdicts) {
    const row = rows.get(id);
    if (status === 'retry') continue;
    if (!row) say(`was told ${status} of ${id}, which the log does not know`);
    else if (row.status !== status || (row.code ?? undefined) !== code)
      say(`was told ${status} ${code} of ${id}; the log says ${row.status} ${row.code}`);
  }
  if (person.wiped || !person.outbox) return;
  const { waiting, refused } = person.outbox.view.get();
  const open = new Set(waiting.map((entry) => entry.id));
  const shownRefused = new Map(refused.map((entry) => [entry.id, entry.verdict]));
  for (const { id, type } of person.given) {
    const row = rows.get(id);
    const shown = shownRefused.get(id);
    if (!row) say(`${type} ${id} has no verdict${open.has(id) ? '' : ' and does not wait: it is lost'}`);
    else if (row.status === 'applied' && (shown || open.has(id)))
      say(`${type} ${id} was applied, the desk does not know`);
    else if (row.status === 'rejected' && shown?.code !== row.code)
      say(`${type} ${id} was refused (${row.code}); the desk shows ${JSON.stringify(shown)}`);
  }
}
