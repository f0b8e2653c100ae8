// rxdb-server on RxDB's memory storage: the server's disk is left out, in its favour.
import { createRxDatabase } from 'rxdb/plugins/core';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { RxServerAdapterExpress } from 'rxdb-server/plugins/adapter-express';
import { createRxServer } from 'rxdb-server/plugins/server';
import { mountBench, readOrders, WRITTEN } from './orders.mjs';
import { schemaOf } from './rxdb-schema.mjs';

const BATCH = 1000;
const all = readOrders();
const database = await createRxDatabase({ name: 'bench', storage: getRxStorageMemory(), multiInstance: false });
const { orders } = await database.addCollections({ orders: { schema: schemaOf(all[0]) } });
for (let from = 0; from < all.length; from += BATCH) await orders.bulkInsert(all.slice(from, from + BATCH));

const server = await createRxServer({
  database,
  adapter: RxServerAdapterExpress,
  authHandler: async () => ({ validUntil: Date.now() + 86_400_000, data: {} }),
  hostname: '127.0.0.1',
  port: Number(process.env.PORT),
});
server.addReplicationEndpoint({ name: 'orders', collection: orders });
let written = 0;
orders.$.subscribe(({ documentData }) => {
  if (documentData.notes === WRITTEN) written += 1;
});
const change = async (ids, version) => {
  const found = await orders.findByIds(ids).exec();
  await Promise.all([...found.values()].map((order) => order.incrementalPatch({ version })));
};
mountBench(server.serverApp, all[0], change, () => written);
await server.start();
console.log('ready');
