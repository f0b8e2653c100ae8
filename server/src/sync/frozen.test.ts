import type { Caller } from '@khaacho/shared/people/contract.ts';
import { documentSchemas } from '@khaacho/shared/sync/documents.ts';
import { payloadSchemas } from '@khaacho/shared/sync/payloads.ts';
import {
  type CollectionName,
  collectionNames,
  commandTypeSchema,
  commandTypes,
  SCHEMA_VERSION,
} from '@khaacho/shared/sync/protocol.ts';
import { payloadToday, today } from '@khaacho/shared/sync/versions.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoId } from '../demo/random.ts';
import { commandDoors } from '../features.ts';
import { createLog } from '../log.ts';
import { type FrozenDocuments, freezeDocuments, frozenCommands, frozenDocuments, missedIn } from '../testing/frozen.ts';
import { verdictsOf } from '../testing/replica-push.ts';
import { featureCollections, id } from '../testing/replica-world.ts';
import { callerOf, createTestWorld, MORNING, productId, type TestWorld } from '../testing/world.ts';
import { commandCollection } from './command-documents.ts';
import { createGate } from './gate.ts';
import { createPull } from './pull.ts';
import { createPush } from './push.ts';
import { createRegistry } from './registry.ts';

const PEOPLE = ['admin@khaacho.test', 'vendor1@khaacho.test', 'agent1@khaacho.test'];

describe('what released apps know', () => {
  let world: TestWorld;
  const registry = createRegistry([...featureCollections, commandCollection], commandDoors);
  const verdicts: string[] = [];
  beforeAll(async () => {
    world = await createTestWorld();
    await sendFrozen();
  });
  afterAll(() => world.close());

  async function callerAt(email: string): Promise<Caller> {
    return { ...(await callerOf(world.db, email)), deviceId: `frozen-${email}` };
  }

  /** Every frozen command once, in its order, each person from a device of their own. */
  async function sendFrozen(): Promise<void> {
    const { db } = world;
    const offer = await db
      .selectFrom('offers')
      .select(['id', 'vendorId'])
      .where('vendorId', '=', (await callerOf(db, 'vendor1@khaacho.test')).vendorId)
      .where('productId', '=', await productId(db, 'RICE-1KG'))
      .executeTakeFirstOrThrow();
    const known: Record<string, string> = {
      '<shop>': demoId('retailer', 1),
      '<rice>': await productId(db, 'RICE-1KG'),
      '<dal>': await productId(db, 'DAL-1KG'),
      '<offer>': offer.id,
      '<vendor>': offer.vendorId,
      '<alert>': (
        await db.selectFrom('alerts').select('id').where('acknowledgedAt', 'is', null).executeTakeFirstOrThrow()
      ).id,
    };
    const resolved = (payload: object): unknown =>
      JSON.parse(JSON.stringify(payload), (_, value: unknown) =>
        typeof value === 'string' && value.startsWith('<') ? (known[value] ??= id()) : value,
      );
    const push = createPush({
      ...{ db, registry, log: createLog({ level: 'silent' }), clock: { now: () => MORNING }, gate: createGate(1) },
      numbered: async () => {},
    });
    const sent = new Map<string, number>();
    for (const { type, version, by, payload } of frozenCommands()) {
      const deviceSeq = (sent.get(by) ?? 0) + 1;
      sent.set(by, deviceSeq);
      const command = {
        id: id(),
        type,
        version,
        payload: resolved(payload),
        issuedAt: MORNING.toISOString(),
        deviceSeq,
      };
      const [verdict] = verdictsOf(await push(await callerAt(by), [command]));
      verdicts.push(`${type} v${version} ${verdict?.status} ${verdict?.code ?? ''}`.trim());
    }
    await sql`SELECT sync_number(100000)`.execute(db);
  }

  /** Of each collection, the fullest document each person sees. */
  async function samples(): Promise<FrozenDocuments['documents']> {
    const pull = createPull({ db: world.db, registry });
    const found: FrozenDocuments['documents'] = [];
    for (const collection of collectionNames) {
      for (const seenBy of PEOPLE) {
        const answer = await pull(await callerAt(seenBy), { collection, checkpoint: null, limit: 5000 }, MORNING);
        const documents = 'documents' in answer ? answer.documents : [];
        const [fullest] = [...documents].sort((a, b) => fullness(b) - fullness(a));
        if (fullest) found.push({ collection, seenBy, document: { ...fullest } });
      }
    }
    return found;
  }

  it('every command there was is taken as it was given, with the same kind of verdict', () => {
    const expected = frozenCommands().map(({ type, version, verdict }) => `${type} v${version} ${verdict.status}`);
    expect(verdicts.map((one) => one.split(' ').slice(0, 3).join(' '))).toEqual(expected);
    expect(new Set(frozenCommands().map(({ type }) => type))).toEqual(new Set(commandTypes));
  });

  it('every payload there was becomes one of today', () => {
    for (const { type, version, payload } of frozenCommands()) {
      const known = commandTypeSchema.parse(type);
      const ids = JSON.parse(JSON.stringify(payload).replaceAll(/"<[^>]+>"/g, `"${id()}"`));
      expect(
        payloadSchemas[known].safeParse(payloadToday(today, known, version, ids)?.payload).error,
        type,
      ).toBeUndefined();
    }
  });

  it('documents frozen under today’s version are still today’s', () => {
    if (process.env['FREEZE']) return;
    for (const { collection, document } of frozenDocuments(SCHEMA_VERSION).documents)
      expect(documentSchemas[collection].safeParse(document).error, collection).toBeUndefined();
  });

  it('an app of this version and of the one before finds every field it knows, as what it was', async () => {
    if (process.env['FREEZE']) return freezeDocuments(SCHEMA_VERSION, { note: noteOf(), documents: await samples() });
    for (const version of [SCHEMA_VERSION, SCHEMA_VERSION - 1].filter((one) => one > 0)) {
      const frozen = frozenDocuments(version).documents;
      expect(new Set(frozen.map(({ collection }) => collection))).toEqual(new Set(collectionNames));
      for (const { collection, seenBy, document } of frozen) {
        const caller = { ...(await callerAt(seenBy)), ...(version < SCHEMA_VERSION ? { schemaVersion: version } : {}) };
        expect(await missed(collection, caller, document), `${collection} v${version} for ${seenBy}`).toEqual([]);
      }
    }
  });

  /** What is missed in every document of the collection; one that has it all is enough, for fields may be empty. */
  async function missed(collection: CollectionName, caller: Caller, frozen: unknown): Promise<string[]> {
    const answer = await createPull({ db: world.db, registry })(
      caller,
      { collection, checkpoint: null, limit: 5000 },
      MORNING,
    );
    if (!('documents' in answer) || answer.documents.length === 0) return ['every document'];
    const all = answer.documents.map((document) => missedIn(document, frozen));
    return all.sort((a, b) => a.length - b.length)[0] ?? [];
  }
});

function fullness(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (Array.isArray(value)) return value.length === 0 ? 0 : 1 + fullness(value[0]);
  if (typeof value === 'object') return Object.values(value).reduce<number>((sum, one) => sum + fullness(one), 0);
  return 1;
}

function noteOf(): string {
  return `Documents of schema version ${SCHEMA_VERSION} as the server of ${MORNING.toISOString().slice(0, 10)} sent them, the fullest of each collection for an admin, a vendor and an agent. Frozen: apps of this version are served while the server is at it or one later. Never change it; the next version gets a file of its own (FREEZE=1 vitest run src/sync/frozen.test.ts).`;
}
