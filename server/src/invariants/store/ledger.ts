import { sql } from 'kysely';
import type { Check } from './check.ts';

/** 2. Every journal sums to zero; every balance equals the sum of its entries; bills, payments and accounts say the same. */
export const ledger: Check[] = [
  {
    name: '2/journal-sums-to-zero',
    says: (rows) => `${rows} journal(s) do not sum to zero or have fewer than two entries.`,
    query: sql`select j.id, j.kind, j.memo, coalesce(sum(e.amount_paisa), 0) as off_by_paisa, count(e.id) as entries
      from journals j left join journal_entries e on e.journal_id = j.id
      group by j.id having coalesce(sum(e.amount_paisa), 0) <> 0 or count(e.id) < 2`,
  },
  {
    name: '2/balance-is-the-sum',
    says: (rows) => `${rows} account(s) have a balance that is not the sum of their entries.`,
    query: sql`select a.id, a.kind, a.party, b.balance_paisa, coalesce(e.total, 0) as entries_paisa
      from accounts a left join account_balances b on b.account_id = a.id
      left join (select account_id, sum(amount_paisa) as total from journal_entries group by account_id) e on e.account_id = a.id
      where coalesce(b.balance_paisa, 0) <> coalesce(e.total, 0)`,
  },
  {
    name: '2/balance-as-it-ran',
    says: (rows) => `${rows} entry(ies) carry a balance that the entries before them do not lead to.`,
    query: sql`select id, account_id, amount_paisa, balance_paisa, ran_paisa from (
        select id, account_id, amount_paisa, balance_paisa,
          sum(amount_paisa) over (partition by account_id order by id rows unbounded preceding) as ran_paisa from journal_entries) e
      where balance_paisa <> ran_paisa`,
  },
  {
    name: '2/owed-is-the-receivable',
    says: (rows) => `${rows} shop(s) owe by their credit account another sum than by the ledger.`,
    query: sql`select c.retailer_id, c.outstanding_paisa, coalesce(b.balance_paisa, 0) as ledger_paisa from credit_accounts c
      left join accounts a on a.kind = 'RECEIVABLE' and a.party = c.retailer_id
      left join account_balances b on b.account_id = a.id
      where c.outstanding_paisa <> coalesce(b.balance_paisa, 0)`,
  },
  {
    name: '2/delivery-is-billed',
    says: (rows) => `${rows} delivery(ies) are not in the ledger exactly once with the order's total.`,
    query: sql`select o.id, o.order_number, o.state, o.total_paisa, billed.journals, billed.receivable_paisa from orders o
      full join (
        select j.order_id, count(distinct j.id) as journals, sum(e.amount_paisa) filter (where a.kind = 'RECEIVABLE') as receivable_paisa,
          min(a.party::text) filter (where a.kind = 'RECEIVABLE') as debtor
        from journals j join journal_entries e on e.journal_id = j.id join accounts a on a.id = e.account_id
        where j.kind = 'DELIVERY' group by j.order_id) billed on billed.order_id = o.id
      where o.id is null or (o.delivered_at is not null) <> (billed.journals is not null) or billed.journals > 1
        or billed.receivable_paisa is distinct from (case when o.delivered_at is not null then o.total_paisa end)
        or billed.debtor <> o.retailer_id::text`,
  },
  {
    name: '2/payment-is-booked',
    says: (rows) => `${rows} payment(s) are not in the ledger exactly once with their amount.`,
    query: sql`select p.id, p.amount_paisa, booked.journals, booked.money_paisa from payments p
      full join (
        select j.payment_id, count(distinct j.id) as journals,
          sum(e.amount_paisa) filter (where a.kind in ('CASH', 'AGENT_CASH', 'BANK', 'WALLET', 'CHEQUES')) as money_paisa,
          min(a.party::text) filter (where a.kind = 'RECEIVABLE') as payer
        from journals j join journal_entries e on e.journal_id = j.id join accounts a on a.id = e.account_id
        where j.kind = 'PAYMENT' group by j.payment_id) booked on booked.payment_id = p.id
      where p.id is null or booked.journals is distinct from 1 or booked.money_paisa is distinct from p.amount_paisa
        or booked.payer is distinct from p.retailer_id::text`,
  },
  {
    name: '2/paid-is-what-was-allocated',
    says: (rows) => `${rows} order(s) are paid by another sum than was allocated to them.`,
    query: sql`select o.id, o.order_number, o.paid_paisa, coalesce(a.total, 0) as allocated_paisa from orders o
      left join (select order_id, sum(amount_paisa) as total from payment_allocations group by order_id) a on a.order_id = o.id
      where o.paid_paisa <> coalesce(a.total, 0)`,
  },
  {
    name: '2/allocated-within-the-payment',
    says: (rows) => `${rows} payment(s) settle more than they amount to, or bills of another shop.`,
    query: sql`select p.id, p.amount_paisa, sum(a.amount_paisa) as allocated_paisa from payments p
      join payment_allocations a on a.payment_id = p.id join orders o on o.id = a.order_id
      group by p.id having sum(a.amount_paisa) > p.amount_paisa or bool_or(o.retailer_id is distinct from p.retailer_id)`,
  },
  {
    name: '2/open-bills-are-what-is-owed',
    says: (rows) => `${rows} shop(s) owe another sum than their open bills less what they paid ahead.`,
    // Openings and reversals stand for bills outside of the orders: shops that have any are left to the checks above.
    query: sql`select c.retailer_id, c.outstanding_paisa, coalesce(bills.open, 0) as open_bills_paisa, coalesce(ahead.paid, 0) as ahead_paisa
      from credit_accounts c
      left join (select retailer_id, sum(total_paisa - paid_paisa) as open from orders where delivered_at is not null group by retailer_id) bills
        on bills.retailer_id = c.retailer_id
      left join (
        select p.retailer_id, sum(p.amount_paisa - coalesce(a.total, 0)) as paid from payments p
        left join (select payment_id, sum(amount_paisa) as total from payment_allocations group by payment_id) a on a.payment_id = p.id
        group by p.retailer_id) ahead on ahead.retailer_id = c.retailer_id
      where c.outstanding_paisa <> coalesce(bills.open, 0) - coalesce(ahead.paid, 0)
        and not exists (
          select 1 from accounts x join journal_entries e on e.account_id = x.id join journals j on j.id = e.journal_id
          where x.kind = 'RECEIVABLE' and x.party = c.retailer_id and j.kind in ('OPENING', 'REVERSAL'))`,
  },
  {
    name: '2/order-is-the-sum-of-its-lines',
    says: (rows) => `${rows} order(s) come to another sum than their lines.`,
    query: sql`select o.id, o.order_number, o.subtotal_paisa, o.tax_paisa, sum(l.line_total_paisa) as lines_paisa, sum(l.tax_paisa) as lines_tax_paisa
      from orders o left join order_lines l on l.order_id = o.id group by o.id
      having o.subtotal_paisa is distinct from sum(l.line_total_paisa) or o.tax_paisa is distinct from sum(l.tax_paisa)`,
  },
];
