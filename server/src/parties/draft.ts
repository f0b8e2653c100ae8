import { draftLinesSchema } from '@khaacho/shared/intake/contract.ts';
import { type OpenDraft, openDraftSchema } from '@khaacho/shared/intake/draft-contract.ts';
import { z } from 'zod';

/** A row of `drafts` as the database builds it into JSON. */
const rowSchema = z.object({
  id: z.string(),
  state: openDraftSchema.shape.state,
  lines: draftLinesSchema,
  totalPaisa: z.number().int().nullable(),
  since: z.string(),
  expiresAt: z.string(),
});

/** What of a draft a desk is shown; null where there is none. */
export function openDraftOf(row: unknown): OpenDraft | null {
  if (row === null || row === undefined) return null;
  const draft = rowSchema.parse(row);
  return {
    ...draft,
    lines: draft.lines.map(({ raw, productId, quantityMilli, unit, confidence, problem, alternatives }) => ({
      ...{ raw, productId, quantityMilli, unit, confidence, problem, alternatives },
    })),
    since: new Date(draft.since).toISOString(),
    expiresAt: new Date(draft.expiresAt).toISOString(),
  };
}
