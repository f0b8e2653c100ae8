// PouchDB behind Express, on LevelDB in a folder of its own.
import express from 'express';
import expressPouchDB from 'express-pouchdb';
import PouchDB from 'pouchdb';
import { mountBench, readOrders } from './orders.mjs';

const BATCH = 1000;
const Local = PouchDB.defaults({ prefix: `${process.env.BENCH_DATA}/` });
const orders = new Local('orders');
const all = readOrders().map((order) => ({ _id: order.id, ...order }));
for (let from = 0; from < all.length; from += BATCH) await orders.bulkDocs(all.slice(from, from + BATCH));

const app = express();
mountBench(app, all[0], async (ids, version) => {
  const { rows } = await orders.allDocs({ keys: ids, include_docs: true });
  await orders.bulkDocs(rows.map(({ doc }) => ({ ...doc, version })));
});
app.use('/db', expressPouchDB(Local, { mode: 'minimumForPouchDB', logPath: `${process.env.BENCH_DATA}/log.txt` }));
app.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
