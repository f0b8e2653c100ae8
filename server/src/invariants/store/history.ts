import { sql } from 'kysely';
import { type Check, type CheckFacts, CLOCK_SLACK } from './check.ts';

/** 7. Every order's state follows from its history by allowed moves; every line says who, when, from, to, why. */
export function history({ moves }: CheckFacts): Check[] {
  return [
    {
      name: '7/history-steps-follow',
      says: (rows) => `${rows} history line(s) do not follow on the one before.`,
      query: sql`select order_id, step, from_state, to_state, before, place from (
          select order_id, step, from_state, to_state, lag(to_state) over steps as before, row_number() over steps as place
          from order_history window steps as (partition by order_id order by step)) h
        where step <> place or from_state is distinct from before`,
    },
    {
      name: '7/history-moves-are-allowed',
      says: (rows) => `${rows} history line(s) show a step that the table of moves does not have.`,
      query: sql`select order_id, step, from_state, to_state from order_history
        where not (coalesce(from_state, '') || '>' || to_state = any(${[...moves]}))`,
    },
    {
      name: '7/state-is-the-last-step',
      says: (rows) => `${rows} order(s) are in another state than their history ends with.`,
      query: sql`select o.id, o.order_number, o.state, h.to_state from orders o
        left join (select distinct on (order_id) order_id, to_state from order_history order by order_id, step desc) h on h.order_id = o.id
        where o.state is distinct from h.to_state`,
    },
    {
      name: '7/history-in-order-of-time',
      says: (rows) => `${rows} history line(s) were written before the one they follow on.`,
      query: sql`select order_id, step, at, before from (
          select order_id, step, at, lag(at) over (partition by order_id order by step) as before from order_history) h
        where at < before - interval '${sql.raw(CLOCK_SLACK)}'`,
    },
    {
      name: '7/history-says-who-and-why',
      says: (rows) => `${rows} history line(s) do not say who did it, from which clock, or why.`,
      query: sql`select h.order_id, h.step, h.to_state, h.by_label, h.by_user, h.device_id, h.device_at, h.reason from order_history h
        left join users u on u.id = h.by_user
        where length(trim(h.by_label)) = 0 or (h.by_user is not null and u.id is null)
          or (h.command_id is not null and h.by_user is not null and h.device_at is null)
          or (length(trim(coalesce(h.reason, ''))) = 0
              and (h.to_state in ('CANCELLED', 'REJECTED', 'FAILED', 'RETURNED', 'HELD') or (h.from_state = 'ASSIGNED' and h.to_state = 'PENDING')))`,
    },
    {
      name: '7/assignment-fits-the-state',
      says: (rows) => `${rows} order(s) stand with another vendor than was asked and answered last.`,
      query: sql`select o.id, o.order_number, o.state, o.vendor_id, o.assignment, a.number, a.vendor_id as asked, a.outcome from orders o
        left join (select distinct on (order_id) * from assignments order by order_id, number desc) a on a.order_id = o.id
        where o.assignment <> coalesce(a.number, 0) or case
          when o.state = 'ASSIGNED' then a.outcome is not null or a.vendor_id is distinct from o.vendor_id
            or o.accept_by is distinct from a.accept_by
          when o.state in ('ACCEPTED', 'PACKING', 'DISPATCHED', 'OUT_FOR_DELIVERY', 'DELIVERED', 'COMPLETED')
            then a.outcome is distinct from 'ACCEPTED' or a.vendor_id is distinct from o.vendor_id
          when o.state = 'PENDING' then o.vendor_id is not null or (a.number is not null and a.outcome is null)
          else a.number is not null and a.outcome is null end`,
    },
    {
      name: '7/delivered-and-completed-fit',
      says: (rows) => `${rows} order(s) are delivered or completed by one column and not by another.`,
      query: sql`select id, order_number, state, delivered_at, paid_paisa, total_paisa from orders
        where (delivered_at is not null) <> (state in ('DELIVERED', 'COMPLETED', 'RETURNED'))
          or (state = 'COMPLETED' and paid_paisa < total_paisa) or (delivered_at is null and paid_paisa > 0)`,
    },
  ];
}
