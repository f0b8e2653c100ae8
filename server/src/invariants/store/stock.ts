import { HOLDS_STOCK } from '@khaacho/shared/orders/states.ts';
import { sql } from 'kysely';
import type { Check } from './check.ts';

/** 4. 0 ≤ reserved ≤ on hand, or an exception says why; what was reserved is open, committed or released. */
export const stock: Check[] = [
  {
    name: '4/promised-is-on-the-shelf',
    says: (rows) => `${rows} offer(s) have more promised than lies in the store, with nobody told.`,
    query: sql`select s.offer_id, s.on_hand_milli, s.reserved_milli, s.short_since from stock_levels s
      where s.on_hand_milli < 0 or s.reserved_milli < 0 or (s.reserved_milli > s.on_hand_milli and (s.short_since is null
        or not exists (select 1 from alerts a where a.cause = 'count:' || s.offer_id)))`,
  },
  {
    name: '4/offer-has-a-place-in-the-store',
    says: (rows) => `${rows} offer(s) have no stock row.`,
    query: sql`select f.id from offers f left join stock_levels s on s.offer_id = f.id where s.offer_id is null`,
  },
  {
    name: '4/reserved-is-what-orders-hold',
    says: (rows) => `${rows} offer(s) have another quantity reserved than open orders hold.`,
    query: sql`select s.offer_id, s.reserved_milli, coalesce(held.milli, 0) as orders_milli from stock_levels s
      left join (select l.offer_id, sum(l.quantity_milli) as milli from orders o join order_lines l on l.order_id = o.id
                 where o.stock_held group by l.offer_id) held on held.offer_id = s.offer_id
      where s.reserved_milli <> coalesce(held.milli, 0)`,
  },
  {
    name: '4/order-holds-stock-while-promised',
    says: (rows) => `${rows} order(s) hold goods where they should not, or none where they should.`,
    query: sql`select o.id, o.order_number, o.state, o.stock_held from orders o
      where o.stock_held <> (o.state = any(${[...HOLDS_STOCK]}))
        or (o.stock_held and exists (
          select 1 from order_lines l left join offers f on f.id = l.offer_id
          where l.order_id = o.id and f.vendor_id is distinct from o.vendor_id))`,
  },
  {
    name: '4/moves-lead-to-the-shelf',
    says: (rows) => `${rows} stock move(s) do not lead from the one before to what lies in the store.`,
    query: sql`select offer_id, id, kind, delta_milli, on_hand_milli, before_milli, shelf_milli from (
        select m.*, lag(m.on_hand_milli, 1, case when m.kind = 'OPENING' then 0 else m.on_hand_milli - m.delta_milli end)
            over (partition by m.offer_id order by m.id) as before_milli,
          case when lead(m.id) over (partition by m.offer_id order by m.id) is null then s.on_hand_milli end as shelf_milli
        from stock_moves m join stock_levels s on s.offer_id = m.offer_id) m
      where on_hand_milli <> before_milli + delta_milli or on_hand_milli <> shelf_milli`,
  },
  {
    name: '4/order-leaves-the-store-once',
    says: (rows) =>
      `${rows} order line(s) have left the store more than once, or for an order that is still to be packed.`,
    query: sql`select gone.order_id, gone.offer_id, gone.milli as gone_milli, coalesce(ordered.milli, 0) as ordered_milli, o.state
      from (select order_id, offer_id, -sum(delta_milli) as milli from stock_moves
            where kind = 'DISPATCH' and order_id is not null group by order_id, offer_id) gone
      left join (select order_id, offer_id, sum(quantity_milli) as milli from order_lines group by order_id, offer_id) ordered
        on ordered.order_id = gone.order_id and ordered.offer_id = gone.offer_id
      join orders o on o.id = gone.order_id
      where gone.milli > coalesce(ordered.milli, 0) or o.stock_held`,
  },
];
