import { type Refusal, refusal } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { isWindowOpen } from './send-rules.ts';

export type ReplyFacts = {
  shop: { name: string; phone: string | null };
  /** Free text may be sent until then; null where the shop has never written. */
  windowEndsAt: Date | null;
};

/** Whether a person may write to this shop in their own words now. WhatsApp takes free text for 24 hours after a message. */
export function mayReply({ shop, windowEndsAt }: ReplyFacts, now: Date): Result<null, Refusal> {
  if (isWindowOpen(windowEndsAt, now)) return ok(null);
  const call = shop.phone === null ? 'Visit them' : `Call ${shop.phone}`;
  return err(
    refusal(
      'WINDOW_CLOSED',
      `${shop.name} has not written for 24 hours, and WhatsApp takes no text of ours after that. ${call}, or wait until they write.`,
      [
        {
          issue: 'window',
          figures: { shop: shop.name, phone: shop.phone, endedAt: windowEndsAt?.toISOString() ?? null },
        },
      ],
    ),
  );
}

/** When a question was asked the last time: by its last message where that is known, else when it was raised. */
export type Question = { askedAt: string };

/**
 * Whether a reply settles a question. `unseenFrom` is when the first message came that its writer had not seen; null where
 * there is none. What was asked from then on waits for another answer.
 */
export function settles(question: Question, unseenFrom: string | null): boolean {
  return unseenFrom === null || Date.parse(question.askedAt) < Date.parse(unseenFrom);
}
