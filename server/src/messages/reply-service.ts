import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import { mayReply, settles } from '@khaacho/shared/messages/reply-rules.ts';
import type { MessageSendPayload } from '@khaacho/shared/messages/send-contract.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { closeQuestions, questionsOfShop } from '../alerts/service.ts';
import { recordAudit } from '../audit/service.ts';
import type { Tx } from '../db/database.ts';
import { heardMessage, heardNextAt, shopOf, windowOf } from './reply-store.ts';
import { keepNote, sendTextToChat } from './service.ts';
import { chatOfRetailer } from './store.ts';

export type ReplyOrigin = {
  /** Names the wish: the same again sends nothing. */
  key: string;
  caller: Caller;
  now: Date;
};

/**
 * Queues what a person writes to a shop and closes the questions it answers, with who and when; or keeps a note. One effect
 * for one key. Refused outside the 24-hour window, with what to do instead.
 */
export async function replyToShop(
  tx: Tx,
  reply: MessageSendPayload,
  { key, caller, now }: ReplyOrigin,
): Promise<Result<{ messageIds: string[]; settled: number }, Refusal>> {
  const shop = await shopOf(tx, reply.retailerId);
  if (!shop)
    return err(refusal('RETAILER_UNKNOWN', 'There is no such shop.', [{ field: 'retailerId', issue: 'unknown' }]));
  const chat = await chatOfRetailer(tx, reply.retailerId, now);
  if (!chat)
    return err(
      refusal('NO_CHAT', `${shop.name} has neither a chat nor a phone number. Add a phone number, or visit them.`, [
        { field: 'retailerId', issue: 'no chat', figures: { shop: shop.name } },
      ]),
    );
  const written = { businessKey: `office:${key}`, text: reply.text, writtenBy: caller.userId };
  const audit = { caller, subject: { type: 'retailer', id: reply.retailerId }, now };
  if (reply.internal) {
    const id = await keepNote(tx, chat, written, now);
    await recordAudit(tx, { ...audit, action: 'message.note', after: { messageIds: [id] } });
    return ok({ messageIds: [id], settled: 0 });
  }
  const allowed = mayReply({ shop, windowEndsAt: await windowOf(tx, chat) }, now);
  if (!allowed.ok) return allowed;
  const answered = reply.answers ? await heardMessage(tx, reply.retailerId, reply.answers) : undefined;
  if (reply.answers && !answered)
    return err(
      refusal('MESSAGE_UNKNOWN', 'The message this answers is none of this shop.', [
        { field: 'answers', issue: 'unknown' },
      ]),
    );
  const messageIds = await sendTextToChat(tx, chat, { ...written, answers: answered !== undefined }, now);
  const unseenFrom = answered ? await heardNextAt(tx, reply.retailerId, answered) : null;
  const settled = (await questionsOfShop(tx, reply.retailerId))
    .filter((question) => settles(question, unseenFrom?.toISOString() ?? null))
    .map(({ id }) => id);
  await closeQuestions(tx, settled, caller.userId, now);
  // The words themselves stand in the thread.
  await recordAudit(tx, {
    ...audit,
    action: 'message.send',
    after: { messageIds, answers: reply.answers ?? null, settled },
  });
  return ok({ messageIds, settled: settled.length });
}
