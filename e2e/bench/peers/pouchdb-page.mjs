// PouchDB on IndexedDB, as its guide sets it up; batches of 1000 as its users advise for a long first sync.
import PouchDB from 'pouchdb-browser';
import { note, saw, serverHas, WRITTEN } from './page.mjs';

const options = { batch_size: 1000 };
const local = new PouchDB('orders');
const remote = new PouchDB(`${location.origin}/db/orders`);
let live;
let followed;

const goLive = () => {
  live = local.sync(remote, { ...options, live: true, retry: true });
};

window.bench = {
  enter: async () => {},
  async firstSync(orders) {
    await local.replicate.from(remote, options);
    const { doc_count: held } = await local.info();
    if (held < orders) throw new Error(`${held} of ${orders} orders are here`);
    goLive();
  },
  async follow(id) {
    followed = id;
    note((await local.get(id)).version);
    local
      .changes({ live: true, since: 'now', include_docs: true, doc_ids: [id] })
      .on('change', ({ doc }) => note(doc.version));
  },
  saw,
  async ordersFrom(version) {
    const { rows } = await local.allDocs({ include_docs: true });
    return rows.filter(({ doc }) => doc.version >= version).length;
  },
  async leave() {
    const ended = new Promise((resolve) => live.once('complete', resolve).once('error', resolve));
    live.cancel();
    await ended;
  },
  // A new replication instead of waiting out the back-off: the best an application can do.
  comeBack: async () => goLive(),
  async write(count) {
    const { rows } = await local.allDocs({ include_docs: true, limit: count + 1 });
    const mine = rows.filter(({ id }) => id !== followed).slice(0, count);
    // One by one, as a person gives commands.
    for (const { doc } of mine) await local.put({ ...doc, notes: WRITTEN });
  },
  confirmed: () => serverHas(1000),
};
