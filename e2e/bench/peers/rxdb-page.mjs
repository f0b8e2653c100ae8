// RxDB on Dexie beside rxdb-server. `?push` also sends local writes, which costs metadata for every document.
import { createRxDatabase } from 'rxdb/plugins/core';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { replicateServer } from 'rxdb-server/plugins/replication-server';
import { note, saw, serverHas, WRITTEN } from './page.mjs';
import { schemaOf } from './rxdb-schema.mjs';

const BATCH = 1000;
// Its Express adapter takes bodies up to 100 kB, and each row carries the order twice.
const PUSH_BATCH = 10;
const push = new URLSearchParams(location.search).has('push');
const schemaFrom = await (await fetch('/bench/one')).json();
let orders;
let replication;
let followed;

const replicate = async () => {
  replication = await replicateServer({
    collection: orders,
    replicationIdentifier: 'bench',
    url: `${location.origin}/orders/0`,
    live: true,
    pull: { batchSize: BATCH },
    ...(push ? { push: { batchSize: PUSH_BATCH } } : {}),
    headers: {},
    eventSource: EventSource,
  });
  replication.error$.subscribe((error) => console.error(error.message));
};

window.bench = {
  enter: async () => {},
  async firstSync(count) {
    const database = await createRxDatabase({ name: 'bench', storage: getRxStorageDexie(), multiInstance: false });
    ({ orders } = await database.addCollections({ orders: { schema: schemaOf(schemaFrom) } }));
    await replicate();
    await replication.awaitInitialReplication();
    const held = await orders.count().exec();
    if (held < count) throw new Error(`${held} of ${count} orders are here`);
  },
  async follow(id) {
    followed = id;
    orders.findOne(id).$.subscribe((order) => order && note(order.version));
  },
  saw,
  async ordersFrom(version) {
    return (await orders.find().exec()).filter((order) => order.version >= version).length;
  },
  leave: () => replication.cancel(),
  // A new replication instead of waiting out the retry time: the best an application can do.
  comeBack: replicate,
  async write(count) {
    const some = await orders.find({ limit: count + 1 }).exec();
    const mine = some.filter(({ id }) => id !== followed).slice(0, count);
    // One by one, as a person gives commands.
    for (const order of mine) await order.incrementalPatch({ notes: WRITTEN });
  },
  confirmed: () => serverHas(1000),
};
