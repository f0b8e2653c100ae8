import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { createReplica } from '../../../../desktop/src/renderer/replica/create-replica.ts';
import type { Observable } from '../../../../desktop/src/renderer/replica/observable.ts';
import type { Query } from '../../../../desktop/src/renderer/replica/replica-api.ts';
import type { BenchPage } from './contract.ts';

/** Our replica as the desktop opens it, without the screens: what the peers' libraries are too. */
const replica = createReplica();
const seen = new Map<number, number>();
const waiting = new Map<number, (at: number) => void>();

const now = () => performance.timeOrigin + performance.now();

function note(mark: number): void {
  if (seen.has(mark)) return;
  const at = now();
  seen.set(mark, at);
  waiting.get(mark)?.(at);
}

/** Resolves once the condition holds of an observable's value. */
function when<V>(observable: Observable<V>, holds: (value: V) => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (holds(observable.get())) return resolve();
    const stop = observable.subscribe(() => {
      if (!holds(observable.get())) return;
      stop();
      resolve();
    });
  });
}

const bench: BenchPage = {
  async enter(email) {
    await replica.start();
    await when(replica.session.state, ({ kind }) => kind === 'signed-out');
    const signedIn = await replica.session.signInWithPassword(email, 'khaacho-demo');
    if (!signedIn.ok) throw new Error(signedIn.error.message);
  },
  async firstSync(orders) {
    await when(replica.status, ({ firstSync, caughtUp }) => firstSync.done && caughtUp);
    const held = replica.reader.all('orders').length;
    if (held < orders) throw new Error(`${held} of ${orders} orders are here`);
  },
  async follow(id) {
    const order = replica.observeDocument('orders', id);
    order.subscribe(() => note(order.get().document?.version ?? -1));
    const offer = replica.observeDocument('offers', id);
    offer.subscribe(() => note(offer.get().document?.onHandMilli ?? -1));
  },
  saw: async (mark) => seen.get(mark) ?? new Promise((resolve) => waiting.set(mark, resolve)),
  ordersFrom: async (version) => replica.reader.all('orders').filter((order) => order.version >= version).length,
  // The line is cut from outside; the page is told by the browser.
  leave: () => when(replica.status, ({ connection }) => connection === 'offline'),
  comeBack: async () => replica.syncNow(),
  async ask(times) {
    const took: number[] = [];
    const shops = replica.reader.all('retailers');
    for (let round = 0; round < times; round += 1) {
      const shop = shops[round % shops.length]?.id ?? '';
      const text = String(round);
      const questions: Query<OrderDocument>[] = [
        { sort: ['-placedAt'], limit: 50 },
        { selector: { state: { $in: ['ASSIGNED', 'ACCEPTED', 'PACKING'] } }, sort: ['placedAt'] },
        { selector: { retailerId: shop }, sort: ['-placedAt'], limit: 50 },
        { selector: { totalPaisa: { $gte: 500_000 } }, sort: ['-placedAt'], limit: 50 },
        { predicate: (order) => order.orderNumber?.endsWith(text) ?? false },
      ];
      for (const question of questions) {
        const began = performance.now();
        replica.observeDocuments('orders', question).get();
        took.push(performance.now() - began);
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
    return took;
  },
  async write(count) {
    const offers = replica.reader.all('offers');
    for (let index = 0; index < count; index += 1) {
      const offer = offers[index % offers.length];
      if (!offer) throw new Error('this vendor sells nothing');
      const sent = await replica.send('stock.adjust', { offerId: offer.id, deltaMilli: 1000, reason: 'RECEIVED' });
      if (!sent.ok) throw new Error(sent.error.message);
    }
  },
  confirmed: () => when(replica.outbox, ({ waiting: left }) => left.length === 0),
};
window.bench = bench;
