import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { recordAudit } from '../audit/service.ts';
import { type Db, transaction } from '../db/database.ts';
import { type ChatRow, identitiesOf, lockChats, moveChat } from './identity-store.ts';

export type Merge = { chatId: string; intoChatId: string; reason: string };

/**
 * Makes two chats one, because a person says that they are one shop: ids and thread of the first move to the second. Chats
 * of two different shops are not merged. Written into the audit log with who and why.
 */
export async function mergeChats(
  db: Db,
  caller: Caller,
  { chatId, intoChatId, reason }: Merge,
  now: Date,
): Promise<Result<{ chatId: string; identities: string[] }, Refusal>> {
  if (chatId === intoChatId) return err(refusal('VALIDATION_ERROR', 'A chat cannot be merged into itself.'));
  return transaction(db, async (tx) => {
    const rows = await lockChats(tx, [chatId, intoChatId]);
    const from = rows.find((row) => row.id === chatId);
    const into = rows.find((row) => row.id === intoChatId);
    if (!from || !into) return err(refusal('NOT_FOUND', 'One of these chats does not exist or was merged already.'));
    if (from.retailerId !== null && into.retailerId !== null && from.retailerId !== into.retailerId)
      return err(refusal('VERSION_CONFLICT', 'These chats belong to two different shops.'));
    await moveChat(tx, from, into, now);
    const identities = (await identitiesOf(tx, [into.id])).map((row) => row.externalId);
    await recordAudit(tx, {
      caller,
      action: 'chat.merge',
      subject: { type: 'chat', id: into.id },
      before: { from: shown(from), into: shown(into) },
      after: { identities },
      reason,
      now,
    });
    return ok({ chatId: into.id, identities });
  });
}

const shown = ({ id, externalId, retailerId }: ChatRow) => ({ id, externalId, retailerId });
