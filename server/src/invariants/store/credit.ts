import { HOLDS_CREDIT } from '@khaacho/shared/orders/states.ts';
import { sql } from 'kysely';
import { type Check, CLOCK_SLACK } from './check.ts';

const slack = sql`interval '${sql.raw(CLOCK_SLACK)}'`;

/** What every shop had used of its credit when an order was taken: promised and owed by orders, less what was paid. */
const used = sql`
  select retailer_id, at, change_paisa, order_id,
    sum(change_paisa) over (partition by retailer_id order by at) as used_paisa
  from (
    -- An order counts from the moment it was taken: first as a promise, then as a bill over the same sum.
    select o.retailer_id, taken.at, o.total_paisa as change_paisa, o.id as order_id from orders o join taken on taken.order_id = o.id
    union all
    -- Whatever gives credit back counts a little earlier than it was written, what takes some a little later.
    select o.retailer_id, ended.at - ${slack}, -o.total_paisa, null from orders o
    join taken on taken.order_id = o.id
    join (select order_id, min(at) as at from order_history where to_state in ('CANCELLED', 'REJECTED', 'FAILED') group by order_id) ended
      on ended.order_id = o.id
    where o.delivered_at is null
    union all
    select a.party, j.recorded_at + case when e.amount_paisa < 0 then -${slack} else ${slack} end, e.amount_paisa, null
    from accounts a join journal_entries e on e.account_id = a.id join journals j on j.id = e.journal_id
    where a.kind = 'RECEIVABLE' and j.kind <> 'DELIVERY'
  ) changes`;

const limits = sql`
  select retailer_id, limit_paisa, at - ${slack} as since, lead(at, 1, 'infinity') over (partition by retailer_id order by at, id) + ${slack} as until
  from credit_limit_changes
  union all
  (select distinct on (retailer_id) retailer_id, old_limit_paisa, '-infinity'::timestamptz, at + ${slack}
   from credit_limit_changes order by retailer_id, at, id)
  union all
  select c.retailer_id, c.limit_paisa, '-infinity', 'infinity' from credit_accounts c
  where not exists (select 1 from credit_limit_changes x where x.retailer_id = c.retailer_id)`;

/** 3. Nobody was given more credit than the limit allowed at the moment, unless an override with a reason stands beside it. */
export const credit: Check[] = [
  {
    name: '3/within-the-limit-when-taken',
    says: (rows) => `${rows} order(s) were taken over the shop's credit limit without an override.`,
    query: sql`with taken as (
        select order_id, min(at) as at from order_history
        where to_state in ('PENDING', 'ASSIGNED') and (from_state is null or from_state = 'HELD') group by order_id),
      used as (${used}),
      limits as (${limits})
      select o.id, o.order_number, o.retailer_id, o.placed_at, o.total_paisa, used.used_paisa, max(limits.limit_paisa) as limit_paisa
      from used join orders o on o.id = used.order_id
      join limits on limits.retailer_id = used.retailer_id and limits.since <= used.at and used.at < limits.until
      where not exists (
        select 1 from audit_log a where a.subject_type = 'order' and a.subject_id = o.id::text and a.action like '%override%'
          and length(trim(coalesce(a.reason, ''))) > 0)
      group by o.id, used.used_paisa
      having used.used_paisa > max(limits.limit_paisa)`,
  },
  {
    name: '3/reserved-is-what-open-orders-hold',
    says: (rows) => `${rows} shop(s) have another sum reserved than their open orders hold.`,
    query: sql`select c.retailer_id, c.reserved_paisa, coalesce(o.held, 0) as orders_paisa from credit_accounts c
      left join (select retailer_id, sum(reserved_paisa) as held from orders group by retailer_id) o on o.retailer_id = c.retailer_id
      where c.reserved_paisa <> coalesce(o.held, 0)`,
  },
  {
    name: '3/order-holds-its-total-while-open',
    says: (rows) => `${rows} order(s) hold another credit than their state says.`,
    // A held order has not been let in yet: it may hold nothing.
    query: sql`select id, order_number, state, total_paisa, reserved_paisa from orders
      where reserved_paisa <> case when state = any(${[...HOLDS_CREDIT]}) then total_paisa else 0 end
        and not (state = 'HELD' and reserved_paisa = 0)`,
  },
];
