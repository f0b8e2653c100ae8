import { sql } from 'kysely';
import type { Check, CheckFacts } from './check.ts';

/** 5. Every message taken in has an answer or a person who was told; every one sent out is sent once or shown as failed. */
export function messages({ restedBefore }: CheckFacts): Check[] {
  const rested = (column: string) =>
    sql`(${restedBefore}::timestamptz is null or ${sql.ref(column)} < ${restedBefore}::timestamptz)`;
  return [
    {
      name: '5/message-is-answered',
      says: (rows) => `${rows} message(s) from shops have no answer and nobody was told.`,
      query: sql`select m.id, m.chat_id, m.status, m.at from messages m
        where m.direction = 'INBOUND' and ${rested('m.at')}
          and (m.status <> 'HANDLED' or not (
            exists (select 1 from messages r where r.business_key = 'reply:' || m.id)
            or exists (select 1 from alerts a where a.cause in ('unread:' || m.chat_id, 'sender:' || m.chat_id) and a.opened_at >= m.at)
            -- Beyond the sender's limit: one alert for all of a burst, which lasts a minute.
            or (m.held_back and exists (select 1 from alerts a where a.cause like 'unread:' || m.chat_id || ':%' and a.opened_at >= m.at - interval '1 minute'))))`,
    },
    {
      name: '5/message-is-answered-once',
      says: (rows) => `${rows} message(s) went out twice for one reason, or under one id of the provider.`,
      query: sql`select coalesce(business_key, provider_id) as key, count(*) as messages from messages where direction = 'OUTBOUND'
        group by grouping sets ((business_key), (provider_id))
        having coalesce(business_key, provider_id) is not null and count(*) > 1`,
    },
    {
      name: '5/message-is-sent-or-shown-as-failed',
      says: (rows) => `${rows} message(s) to shops are neither sent nor shown as failed.`,
      // A try that is still to come has its time; one whose time is over is stuck.
      query: sql`select m.id, m.chat_id, m.status, m.attempts, m.next_try_at, m.error_code from messages m
        where m.direction = 'OUTBOUND' and not m.internal and (
          (m.status in ('SENT', 'DELIVERED', 'READ') and (m.provider_id is null or m.sent_at is null))
          or (m.status = 'FAILED' and not exists (select 1 from alerts a where a.cause = 'message:' || m.id))
          or (m.status in ('QUEUED', 'SENDING') and ${rested('m.at')} and (m.next_try_at is null or ${rested('m.next_try_at')}))
          or m.status in ('RECEIVED', 'HANDLED'))`,
    },
  ];
}
