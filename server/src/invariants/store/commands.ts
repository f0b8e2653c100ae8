import { factTypes } from '@khaacho/shared/sync/protocol.ts';
import { sql } from 'kysely';
import { type Check, CLOCK_SLACK } from './check.ts';

/** 6. Every command has exactly one verdict; commands of a device took effect in order; an effect has its command's verdict. */
export const commands: Check[] = [
  {
    name: '6/device-numbers-without-gap',
    says: (rows) => `${rows} device(s) have a gap in their commands, or expect another number next.`,
    query: sql`select coalesce(c.device_id, d.device_id) as device_id, c.commands, c.first, c.last, d.next_seq
      from (select device_id, count(*) as commands, min(device_seq) as first, max(device_seq) as last from command_log group by device_id) c
      left join device_sequences d on d.device_id = c.device_id
      where c.commands <> c.last - c.first + 1 or d.next_seq is distinct from c.last + 1`,
  },
  {
    name: '6/commands-decided-in-order',
    says: (rows) => `${rows} command(s) were decided before one their device had sent earlier.`,
    query: sql`select id, device_id, device_seq, decided_at, before from (
        select id, device_id, device_seq, decided_at, lag(decided_at) over (partition by device_id order by device_seq) as before from command_log) c
      where decided_at < before - interval '${sql.raw(CLOCK_SLACK)}'`,
  },
  {
    name: '6/refusal-says-why',
    says: (rows) => `${rows} refused command(s) carry no reason.`,
    query: sql`select id, type, code, message from command_log
      where status = 'rejected' and (code is null or length(trim(coalesce(message, ''))) = 0)`,
  },
  {
    name: '6/fact-is-kept',
    says: (rows) => `${rows} fact(s) were refused although they have happened.`,
    // Only a person who may not tell such a fact at all is refused.
    query: sql`select id, type, code, message from command_log
      where status = 'rejected' and type = any(${[...factTypes]}) and code is distinct from 'FORBIDDEN'`,
  },
  {
    name: '6/no-effect-without-verdict',
    says: (rows) => `${rows} command(s) have had an effect without a verdict that says so.`,
    query: sql`select effects.command_id, effects.found_in, c.status, c.type from (
        select distinct command_id, 'order_history' as found_in from order_history where command_id is not null
        union select distinct command_id, 'payments' from payments where command_id is not null
        union select distinct command_id, 'journals' from journals where command_id is not null
        union select distinct command_id, 'stock_moves' from stock_moves where command_id is not null
        union select distinct command_id, 'credit_limit_changes' from credit_limit_changes where command_id is not null
        union select distinct command_id, 'offer_prices' from offer_prices where command_id is not null) effects
      left join command_log c on c.id = effects.command_id
      where c.status is distinct from 'applied' or c.parked_because is not null`,
  },
];
