import { sql } from 'kysely';

/** Of shops selected as `r`: the newest open draft in any of their chats, as JSON. */
export function openDraft() {
  return sql<unknown>`(
    SELECT jsonb_build_object('id', d.id, 'state', d.state, 'lines', d.lines, 'totalPaisa', d.quote->'totalPaisa',
      'since', d.created_at, 'expiresAt', d.expires_at)
    FROM drafts d WHERE d.retailer_id = r.id AND d.state IN ('ASKING', 'READY')
    ORDER BY d.updated_at DESC LIMIT 1)`.as('draft');
}
