/** An invented next version of documents and commands, served beside the one before it: over real sockets. */
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { pushAnswerSchema } from '@khaacho/shared/sync/protocol.ts';
import type { Versions } from '@khaacho/shared/sync/versions.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { verdictsOf } from '../testing/replica-push.ts';
import {
  adjustDoor,
  type Client,
  connectDesk,
  type ReplicaServer,
  startReplicaServer,
} from '../testing/replica-server.ts';
import { callerIn, createReplicaWorld, id, NOW, type ReplicaWorld } from '../testing/replica-world.ts';

const offerToday = z.looseObject({ id: z.string(), pricePaisa: z.number() });
const packets = z.object({ offerId: z.string(), packets: z.number() });

/** Version 1 showed an offer's price in rupees; `stock.adjust` counted packets. */
const next: Versions = {
  schema: 2,
  down: {
    offers: (document) => {
      const { pricePaisa, ...offer } = offerToday.parse(document);
      return { ...offer, priceRupees: pricePaisa / 100 };
    },
  },
  up: {
    'stock.adjust': [
      (payload) => {
        const { offerId, packets: count } = packets.parse(payload);
        return { offerId, deltaMilli: count * 1_000, reason: 'OTHER' };
      },
    ],
  },
};

describe('a server one version ahead of its desks', () => {
  let world: ReplicaWorld;
  let server: ReplicaServer;
  let staff: Caller;
  const clients: Client[] = [];
  beforeAll(async () => {
    world = await createReplicaWorld();
    server = await startReplicaServer(world, [adjustDoor], next);
    staff = callerIn('VENDOR_STAFF', { vendorId: world.vendors[0] });
    await server.sync.drain();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(async () => {
    await server.close();
    await world.close();
  });

  const connect = async (schemaVersion: number, caller = staff) => {
    const client = await connectDesk(server, caller, { auth: { schemaVersion } });
    clients.push(client);
    return client;
  };
  const offersFor = async (client: Client) => {
    const answer = await client.pull({ collection: 'offers' });
    if (!('documents' in answer)) throw new Error('no documents');
    return answer.documents;
  };

  it('gives each desk the shape it was made for: in a pull, and live from one and the same change', async () => {
    const [old, young] = [await connect(1), await connect(2)];
    expect((await offersFor(old))[0]).toMatchObject({ priceRupees: 150 });
    expect((await offersFor(old))[0]).not.toHaveProperty('pricePaisa');
    expect((await offersFor(young))[0]).toMatchObject({ pricePaisa: 15_000 });
    const offer = world.offers[0][1] ?? '';
    await world.db.updateTable('offers').set({ pricePaisa: 16_000 }).where('id', '=', offer).execute();
    await server.sync.drain();
    await expect
      .poll(() => old.changed.flatMap((one) => one.documents))
      .toContainEqual(expect.objectContaining({ id: offer, priceRupees: 160 }));
    await expect
      .poll(() => young.changed.flatMap((one) => one.documents))
      .toContainEqual(expect.objectContaining({ id: offer, pricePaisa: 16_000 }));
    expect(JSON.stringify(old.changed)).not.toContain('pricePaisa');
    expect(JSON.stringify(young.changed)).not.toContain('priceRupees');
  });

  it.each([0, 3, '2', null])('tells version %s to upgrade', async (schemaVersion) => {
    const auth = { schemaVersion };
    await expect(connectDesk(server, staff, { auth })).rejects.toThrow('UPGRADE_REQUIRED');
  });

  it('takes a command as it was given two versions ago or today, and refuses one of tomorrow without a stop', async () => {
    const client = await connect(1);
    const offerId = world.offers[0][2] ?? '';
    const command = (deviceSeq: number, version: number, payload: object) => ({
      ...{ id: id(), type: 'stock.adjust', version, payload, issuedAt: NOW.toISOString(), deviceSeq },
    });
    const before = await onHand(offerId);
    const answer = pushAnswerSchema.parse(
      await client.push([
        command(1, 1, { offerId, packets: 3 }),
        command(2, 2, { offerId, deltaMilli: 2_000, reason: 'FOUND' }),
        command(3, 3, { offerId, crates: 1 }),
        command(4, 1, { offerId, packets: 1 }),
      ]),
    );
    expect(verdictsOf(answer).map(({ status, code }) => code ?? status)).toEqual([
      'applied',
      'applied',
      'COMMAND_UNKNOWN',
      'applied',
    ]);
    expect(await onHand(offerId)).toBe(before + 6_000);
  });

  async function onHand(offerId: string): Promise<number> {
    const level = world.db.selectFrom('stockLevels').select('onHandMilli').where('offerId', '=', offerId);
    return (await level.executeTakeFirstOrThrow()).onHandMilli;
  }
});
