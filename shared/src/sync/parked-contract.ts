import { z } from 'zod';
import { errorCodeSchema } from '../kernel/errors.ts';
import { idSchema } from '../kernel/ids.ts';
import { roleSchema } from '../people/contract.ts';

/** `BOOKED`: applied after all, once its cause was mended. `DISMISSED`: closed by hand, with a note that says why. */
export const settlementSchema = z.enum(['BOOKED', 'DISMISSED']);
export type Settlement = z.infer<typeof settlementSchema>;

/** Something that has happened, reported by a device, that could not be booked. A person settles it. */
export const parkedFactSchema = z.object({
  /** The command's id. */
  id: idSchema,
  type: z.string(),
  /** As it was sent: it may be of any shape, that can be why it lies here. */
  payload: z.unknown(),
  because: z.object({ code: errorCodeSchema.nullable(), message: z.string() }),
  /** By the device's clock. */
  issuedAt: z.string(),
  receivedAt: z.string(),
  sender: z.object({
    userId: idSchema,
    name: z.string(),
    role: roleSchema.nullable(),
    vendorName: z.string().nullable(),
  }),
  device: z.object({ id: z.string(), name: z.string().nullable() }),
  settled: z.object({ at: z.string(), how: settlementSchema, by: z.string(), note: z.string().nullable() }).nullable(),
});
export type ParkedFact = z.infer<typeof parkedFactSchema>;

export const dismissFactBodySchema = z.object({ note: z.string().trim().min(3).max(500) });
