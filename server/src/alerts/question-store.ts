import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';

/** A message that waits for a person; `askedAt` is when its last message came, else when it was raised. */
export type OpenQuestion = { id: string; askedAt: string };

/** Open questions of a shop, locked so that two replies do not both count them as theirs. */
export async function openQuestions(tx: Tx, retailerId: string): Promise<OpenQuestion[]> {
  const rows = await tx
    .selectFrom('alerts')
    .select(['id', 'openedAt', 'figures'])
    .where('retailerId', '=', retailerId)
    .where('kind', '=', 'MESSAGE_UNREAD')
    .where('acknowledgedAt', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  const lastIds = rows.map(({ figures }) => lastMessageId(figures));
  const known = lastIds.filter((id) => id !== null);
  const messages =
    known.length === 0
      ? []
      : await tx
          .selectFrom('messages')
          .select(['id', 'at'])
          .where((eb) => eb('id', '=', eb.fn.any(eb.val(known))))
          .execute();
  const at = new Map(messages.map((message) => [message.id, message.at.toISOString()]));
  return rows.map((row, index) => ({
    id: row.id,
    askedAt: at.get(lastIds[index] ?? '') ?? row.openedAt.toISOString(),
  }));
}

/** The same was asked once more: whoever answers what came before has not answered this. */
export async function noteAskedAgain(db: Db, cause: string, messageId: string, now: Date): Promise<void> {
  await db
    .updateTable('alerts')
    .set({ figures: sql`figures || jsonb_build_object('lastMessageId', ${messageId}::text)`, updatedAt: now })
    .where('cause', '=', cause)
    .where('acknowledgedAt', 'is', null)
    .execute();
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

function lastMessageId(figures: unknown): string | null {
  if (typeof figures !== 'object' || figures === null) return null;
  const id: unknown = Reflect.get(figures, 'lastMessageId') ?? Reflect.get(figures, 'messageId');
  return typeof id === 'string' && UUID.test(id) ? id : null;
}
