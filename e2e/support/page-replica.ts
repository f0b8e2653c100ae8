/** The replica of the page itself, the one its screens use: found where React keeps it, so that the app needs no door for tests. */
import type { Payloads } from '@khaacho/shared/sync/payloads.ts';
import type { CollectionName, CommandType, Verdict } from '@khaacho/shared/sync/protocol.ts';
import type { JSHandle, Page } from 'playwright-core';

export type Given<T extends CommandType = CommandType> = { type: T; payload: Payloads[T] };
type Entry = { id: string; type: string; deviceSeq: number; issuedAt: string; verdict: Verdict | null };
type AnyDocument = { id: string } & Record<string, unknown>;
type Sent = { ok: true; value: { commandId: string } } | { ok: false; error: { code: string; message: string } };

/** As much of `replica-api.ts` as tests ask for. */
type ReplicaFace = {
  state: { get(): { kind: string; revoked?: boolean } };
  status: {
    get(): {
      connection: string;
      caughtUp: boolean;
      waiting: number;
      epoch: string | null;
      problem: { code: string } | null;
      clockAheadMs: number | null;
      restored: { handedBack: number } | null;
      firstSync: { collections: { collection: string; done: boolean }[] };
    };
  };
  outbox: { get(): { waiting: Entry[]; refused: Entry[] } };
  reader: { all(collection: string): Iterable<AnyDocument> };
  send(type: string, payload: unknown): Promise<Sent>;
  syncNow(): void;
  signOut(options?: { discardUnsent?: boolean }): Promise<void>;
};

export type PageReplica = {
  /** Gives commands one after another, as a person would; throws where one is refused on the spot. Answers their ids. */
  give(commands: readonly Given[]): Promise<string[]>;
  /** Begins to give them and does not wait: whatever dies meanwhile, `givenSoFar` says what was promised to be kept. */
  beginGiving(commands: readonly Given[]): Promise<void>;
  givenSoFar(): Promise<string[]>;
  state(): Promise<{ kind: string; revoked?: boolean }>;
  status(): Promise<ReturnType<ReplicaFace['status']['get']>>;
  outbox(): Promise<{ waiting: Entry[]; refused: Entry[] }>;
  documents(collection: CollectionName): Promise<AnyDocument[]>;
  syncNow(): Promise<void>;
  signOut(): Promise<void>;
};

declare global {
  interface Window {
    khaachoGiven?: string[];
  }
}

export function replicaOf(page: Page): PageReplica {
  const run = async <A, R>(work: (face: ReplicaFace, argument: A) => R | Promise<R>, argument: A): Promise<R> => {
    const face = await find(page);
    try {
      // The browser's own promise of R is what `evaluate` unwraps.
      return (await face.evaluate(work as never, argument)) as R;
    } finally {
      await face.dispose();
    }
  };
  return {
    give: (commands) =>
      run(async (face, given) => {
        const ids: string[] = [];
        for (const { type, payload } of given) {
          const sent = await face.send(type, payload);
          if (!sent.ok) throw new Error(`${type} was refused here: ${sent.error.code} ${sent.error.message}`);
          ids.push(sent.value.commandId);
        }
        return ids;
      }, commands),
    beginGiving: (commands) =>
      run((face, given) => {
        const ids: string[] = [];
        window.khaachoGiven = ids;
        void (async () => {
          for (const { type, payload } of given) {
            const sent = await face.send(type, payload);
            if (sent.ok) ids.push(sent.value.commandId);
          }
        })();
      }, commands),
    givenSoFar: () => page.evaluate(() => window.khaachoGiven ?? []),
    state: () => run((face) => face.state.get(), null),
    status: () => run((face) => face.status.get(), null),
    outbox: () => run((face) => face.outbox.get(), null),
    documents: (collection) => run((face, name) => [...face.reader.all(name)], collection),
    syncNow: () => run((face) => face.syncNow(), null),
    signOut: () => run((face) => face.signOut(), null),
  };
}

async function find(page: Page): Promise<JSHandle<ReplicaFace>> {
  return page.waitForFunction((): ReplicaFace | null => {
    type Fiber = {
      memoizedProps: { replica?: ReplicaFace } | null;
      child: Fiber | null;
      stateNode: { current?: Fiber };
    };
    const root = document.getElementById('root');
    const key = root && Object.keys(root).find((name) => name.startsWith('__reactContainer$'));
    if (!root || !key) return null;
    const container: Fiber | undefined = Reflect.get(root, key);
    let fiber: Fiber | null = container?.stateNode.current ?? null;
    while (fiber && !fiber.memoizedProps?.replica) fiber = fiber.child;
    return fiber?.memoizedProps?.replica ?? null;
  }) as Promise<JSHandle<ReplicaFace>>;
}
