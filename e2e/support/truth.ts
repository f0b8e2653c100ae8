/** What the server would give this person now: to hold a replica against. */
import { type CollectionName, collectionNames, pullAnswerSchema } from '@khaacho/shared/sync/protocol.ts';
import { expect } from 'vitest';
import { z } from 'zod';
import type { PageReplica } from './page-replica.ts';
import type { Khaacho } from './server.ts';

type AnyDocument = { id: string } & Record<string, unknown>;

export type Person = { token: string; refreshToken: string; userId: string; deviceId: string; url: string };

const tokensSchema = z.looseObject({
  data: z.looseObject({ accessToken: z.string(), refreshToken: z.string(), user: z.looseObject({ id: z.string() }) }),
});

/** Signs in over HTTP, on a device of its own unless one is named. */
export async function personAt(url: string, email: string, deviceId = `e2e-${crypto.randomUUID()}`): Promise<Person> {
  const response = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'khaacho-demo', deviceId }),
  });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`sign-in failed: ${JSON.stringify(body)}`);
  const { accessToken, refreshToken, user } = tokensSchema.parse(body).data;
  return { token: accessToken, refreshToken, userId: user.id, deviceId, url };
}

/** A first sync over HTTP of one collection. */
export async function pullAll(person: Person, collection: CollectionName): Promise<Map<string, AnyDocument>> {
  const documents = new Map<string, AnyDocument>();
  let checkpoint: string | null = null;
  for (;;) {
    const query: string = new URLSearchParams({
      limit: '5000',
      ...(checkpoint === null ? {} : { checkpoint }),
    }).toString();
    const response = await fetch(`${person.url}/api/v1/replica/${collection}?${query}`, {
      headers: { authorization: `Bearer ${person.token}` },
    });
    const { data } = z.looseObject({ data: pullAnswerSchema }).parse(await response.json());
    if (!('documents' in data)) throw new Error(`no documents: ${JSON.stringify(data)}`);
    for (const document of data.documents) {
      if ('_deleted' in document) documents.delete(document.id);
      else documents.set(document.id, document);
    }
    if (!data.more) return documents;
    checkpoint = data.checkpoint;
  }
}

/** The ids of documents a replica has too many, has too few, or holds otherwise than the server; empty where all agree. */
export async function differences(replica: PageReplica, person: Person): Promise<string[]> {
  const found: string[] = [];
  for (const collection of collectionNames) {
    // Its own commands each device has for itself; the caller counts them.
    if (collection === 'commands') continue;
    const truth = await pullAll(person, collection);
    const held = new Map((await replica.documents(collection)).map((document) => [document.id, document]));
    for (const [id, document] of truth) {
      const ours = held.get(id);
      if (!ours) found.push(`${collection}/${id} is missing`);
      else if (canonical(ours) !== canonical(document)) found.push(`${collection}/${id} differs`);
    }
    for (const id of held.keys()) if (!truth.has(id)) found.push(`${collection}/${id} is too many`);
  }
  return found;
}

/** Waits until the replica equals the server's rows; fails with what differs. */
export async function expectSame(replica: PageReplica, person: Person): Promise<void> {
  await expect.poll(() => differences(replica, person), { timeout: 20_000, interval: 250 }).toEqual([]);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(
          // What begins with a line is RxDB's own.
          Object.entries(inner)
            .filter(([field]) => !field.startsWith('_'))
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  );
}

/** Each of these commands was decided exactly once, as that; throws with those that were not. */
export async function expectDecidedOnce(
  khaacho: Khaacho,
  ids: readonly string[],
  status: 'applied' | 'rejected' = 'applied',
): Promise<void> {
  const rows = await khaacho.query<{ id: string; status: string }>(
    'SELECT id, status FROM command_log WHERE id = ANY($1::uuid[])',
    [ids],
  );
  expect(
    rows
      .filter((row) => row.status === status)
      .map((row) => row.id)
      .sort(),
  ).toEqual([...ids].sort());
}
