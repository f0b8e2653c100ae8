import { idSchema } from '@khaacho/shared/kernel/ids.ts';
import { languageSchema } from '@khaacho/shared/kernel/language.ts';
import { phoneSchema } from '@khaacho/shared/kernel/phone.ts';
import { deviceIdSchema, roleSchema, userSchema } from '@khaacho/shared/people/contract.ts';
import { z } from 'zod';

/** Long rather than strange: NIST 800-63B asks for length and nothing else. */
const MIN_PASSWORD = 10;

export const userStatusSchema = z.enum(['ACTIVE', 'DISABLED']);

/** A person as an administrator sees them. */
export const userRecordSchema = userSchema.extend({
  retailerId: idSchema.nullable(),
  status: userStatusSchema,
  hasPassword: z.boolean(),
  lastLoginAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type UserRecord = z.infer<typeof userRecordSchema>;

const fields = {
  name: z.string().trim().min(1).max(120),
  email: z.email().max(200),
  phone: phoneSchema,
  password: z.string().min(MIN_PASSWORD).max(200),
  language: languageSchema,
  // Shops come by registration, never by this door.
  role: roleSchema.exclude(['RETAILER']),
  vendorId: idSchema.nullable(),
  territoryIds: z.array(idSchema).max(100),
};

export const newUserSchema = z.object({
  ...fields,
  email: fields.email.nullish().transform((email) => email ?? null),
  phone: fields.phone.nullish().transform((phone) => phone ?? null),
  password: fields.password.optional(),
  language: fields.language.default('en'),
  vendorId: fields.vendorId.default(null),
  territoryIds: fields.territoryIds.default([]),
});
export type NewUserAsk = z.output<typeof newUserSchema>;

/** What is left out stays as it is. */
export const userChangeSchema = z
  .object({ ...fields, email: fields.email.nullable(), phone: fields.phone.nullable(), status: userStatusSchema })
  .partial();
export type UserChangeAsk = z.output<typeof userChangeSchema>;

export const ownChangeSchema = z.object({
  name: fields.name.optional(),
  language: fields.language.optional(),
  /** A new password needs the old one. */
  password: fields.password.optional(),
  currentPassword: z.string().min(1).max(200).optional(),
});
export type OwnChangeAsk = z.output<typeof ownChangeSchema>;

export const deviceSchema = z.object({
  id: deviceIdSchema,
  userId: idSchema,
  userName: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
});

export type DeviceRecord = z.infer<typeof deviceSchema>;

export const apiKeySchema = z.object({
  id: idSchema,
  userId: idSchema,
  userName: z.string(),
  name: z.string(),
  /** Its first characters, to tell keys apart. */
  prefix: z.string(),
  access: z.enum(['READ', 'WRITE']),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});

export type ApiKeyRecord = z.infer<typeof apiKeySchema>;

export const newApiKeySchema = z.object({
  /** The account the key acts as. */
  userId: idSchema,
  name: z.string().trim().min(1).max(120),
  access: z.enum(['READ', 'WRITE']).default('READ'),
  expiresInDays: z.number().int().min(1).max(366).default(90),
});
export type NewApiKeyAsk = z.output<typeof newApiKeySchema>;
