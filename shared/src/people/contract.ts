import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { languageSchema } from '../kernel/language.ts';

export const roleSchema = z.enum(['RETAILER', 'VENDOR_STAFF', 'FIELD_AGENT', 'SUPPORT', 'READONLY', 'ADMIN']);
export type Role = z.infer<typeof roleSchema>;

/** Who asks, as the server derived it from a token: never from a body. */
export const callerSchema = z.object({
  userId: idSchema,
  role: roleSchema,
  /** Null for API keys and chat. */
  deviceId: z.string().nullable(),
  /** Set for VENDOR_STAFF. */
  vendorId: idSchema.nullable(),
  /** Set for RETAILER (chat). */
  retailerId: idSchema.nullable(),
  /** Territories of a FIELD_AGENT; empty for others. */
  territoryIds: z.array(idSchema),
  /** The shape of documents an older app was made for; absent where it is today's (`sync/versions.ts`). */
  schemaVersion: z.number().int().optional(),
});
export type Caller = z.infer<typeof callerSchema>;

/** What the signed-in person learns about themself. */
export const userSchema = z.object({
  id: idSchema,
  name: z.string(),
  role: roleSchema,
  email: z.string().nullable(),
  phone: z.string().nullable(),
  language: languageSchema,
  vendorId: idSchema.nullable(),
  vendorName: z.string().nullable(),
  territoryIds: z.array(idSchema),
});
export type User = z.infer<typeof userSchema>;

export const deviceIdSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

export const tokensSchema = z.object({ accessToken: z.string(), refreshToken: z.string(), user: userSchema });
export type Tokens = z.infer<typeof tokensSchema>;

export const loginBodySchema = z.union([
  z.object({ email: z.email().max(200), password: z.string().min(1).max(200), deviceId: deviceIdSchema.optional() }),
  z.object({ phone: z.string().min(7).max(40) }),
]);
export const challengeSchema = z.object({ challengeId: idSchema });
export const verifyOtpBodySchema = z.object({
  challengeId: idSchema,
  code: z.string().regex(/^\d{6}$/),
  deviceId: deviceIdSchema.optional(),
});
export const refreshBodySchema = z.object({
  refreshToken: z.string().min(1).max(2000),
  deviceId: deviceIdSchema.optional(),
});
