import { sql } from 'kysely';
import type { Check } from './check.ts';

/** 1. Every order number is unique; no order exists twice for one CONFIRM, one command, one idempotency key. */
export const takenOnce: Check[] = [
  {
    name: '1/order-number-once',
    says: (rows) => `${rows} order number(s) stand on more than one order.`,
    query: sql`select order_number, count(*) as orders from orders group by order_number having count(*) > 1`,
  },
  {
    name: '1/order-number-of-its-day',
    says: (rows) => `${rows} order(s) carry a number of another day than the one they were placed on.`,
    query: sql`select id, order_number, placed_at from orders
      where order_number !~ ('^ORD' || to_char(placed_at at time zone 'Asia/Kathmandu', 'YYMMDD') || '[0-9]{3,}$')`,
  },
  {
    name: '1/order-once-for-its-origin',
    says: (rows) => `${rows} draft(s), command(s) or key(s) have made more than one order.`,
    query: sql`select origin_key, count(*) as orders from orders where origin_key is not null group by origin_key having count(*) > 1`,
  },
  {
    name: '1/order-once-for-a-command',
    says: (rows) => `${rows} command(s) have begun more than one order.`,
    query: sql`select command_id, count(distinct order_id) as orders from order_history
      where command_id is not null and from_state is null group by command_id having count(distinct order_id) > 1`,
  },
  {
    name: '1/order-once-for-a-confirm',
    says: (rows) => `${rows} confirmed draft(s) do not stand for exactly one order of their own.`,
    query: sql`select d.id, d.state, d.order_id, o.id as made from drafts d
      left join orders o on o.origin_key = 'draft:' || d.id
      where (d.state = 'CONFIRMED' and d.order_id is null) or (d.state = 'CONFIRMED' or o.id is not null)
        and (d.state <> 'CONFIRMED' or d.order_id is distinct from o.id)`,
  },
];
