// PouchDB behind Express, on LevelDB in a folder of its own.
import express from 'express';
import expressPouchDB from 'express-pouchdb';
import PouchDB from 'pouchdb';
import { mountBench, readOrders, WRITTEN } from './orders.mjs';

const BATCH = 1000;
const Local = PouchDB.defaults({ prefix: `${process.env.BENCH_DATA}/` });
const orders = new Local('orders');
const all = readOrders().map((order) => ({ _id: order.id, ...order }));
for (let from = 0; from < all.length; from += BATCH) await orders.bulkDocs(all.slice(from, from + BATCH));

let written = 0;
orders.changes({ live: true, since: 'now', include_docs: true }).on('change', ({ doc }) => {
  if (doc.notes === WRITTEN) written += 1;
});

const app = express();
const change = async (ids, version) => {
  const { rows } = await orders.allDocs({ keys: ids, include_docs: true });
  await orders.bulkDocs(rows.map(({ doc }) => ({ ...doc, version })));
};
mountBench(app, all[0], change, () => written);
app.use('/db', expressPouchDB(Local, { mode: 'minimumForPouchDB', logPath: `${process.env.BENCH_DATA}/log.txt` }));
app.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
