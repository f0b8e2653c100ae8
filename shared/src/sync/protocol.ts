import { z } from 'zod';
import { detailSchema, errorCodeSchema } from '../kernel/errors.ts';
import { idSchema } from '../kernel/ids.ts';
import { settlementSchema } from './parked-contract.ts';

export const PROTOCOL_VERSION = 1;
/** Shape of the replicated documents. A rise makes every desk open a fresh database and sync anew. */
export const SCHEMA_VERSION = 1;

/** Collections that exist today; RxDB's free version opens at most 13. */
export const collectionNames = [
  'products',
  'offers',
  'vendors',
  'retailers',
  'orders',
  'ledger',
  'messages',
  'alerts',
  'settings',
  'commands',
] as const;
export const collectionNameSchema = z.enum(collectionNames);
export type CollectionName = z.infer<typeof collectionNameSchema>;

export const commandTypes = [
  'order.create',
  'order.accept',
  'order.reject',
  'order.pack',
  'order.dispatch',
  'order.outForDelivery',
  'order.deliver',
  'order.cancel',
  'stock.adjust',
  'stock.count',
  'offer.update',
  'payment.record',
  'credit.setLimit',
  'credit.block',
  'credit.unblock',
  'alert.acknowledge',
  'message.send',
] as const;
export const commandTypeSchema = z.enum(commandTypes);
export type CommandType = z.infer<typeof commandTypeSchema>;

/** Facts tell what has happened in the world: kept, never refused. All others are intents. */
export const factTypes: readonly CommandType[] = ['order.deliver', 'payment.record', 'stock.count'];

export const PULL_LIMIT = 5000;
export const PUSH_LIMIT = 500;
export const PUSH_BYTES = 256 * 1024;

/** `type` is a plain string here: one unknown command is rejected alone, it does not spoil the batch. */
export const commandSchema = z.object({
  id: idSchema,
  type: z.string().max(60),
  version: z.number().int().min(1),
  payload: z.unknown(),
  issuedAt: z.iso.datetime({ offset: true }),
  deviceSeq: z.number().int().min(1),
  dependsOn: z.array(idSchema).max(20).optional(),
});
export type Command = z.infer<typeof commandSchema>;

export const verdictSchema = z.object({
  id: idSchema,
  status: z.enum(['applied', 'rejected', 'retry']),
  code: errorCodeSchema.optional(),
  message: z.string().optional(),
  details: z.array(detailSchema).optional(),
  /** Log position at which the effect is visible, once the sequencer has numbered it. */
  position: z.number().int().optional(),
  /** With `retry`: the sequence number the server expects next from this device. */
  expectedSeq: z.number().int().optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;

export const pullRequestSchema = z.object({
  collection: collectionNameSchema,
  checkpoint: z.string().max(2000).nullable(),
  limit: z.number().int().min(1).max(PULL_LIMIT),
  /** The client can read packed pages; one that does not say so gets none. */
  packed: z.boolean().optional(),
});
export type PullRequest = z.infer<typeof pullRequestSchema>;

const tombstoneSchema = z.object({ id: z.string(), _deleted: z.literal(true) });
export const pulledDocumentSchema = z.union([tombstoneSchema, z.looseObject({ id: z.string() })]);

/** Bytes as they come out of a socket: a Buffer in Node, an ArrayBuffer in a browser. */
const bytesSchema = z
  .union([z.instanceof(ArrayBuffer), z.instanceof(Uint8Array)])
  .transform((bytes) => new Uint8Array(bytes));

export const pullAnswerSchema = z.union([
  z.object({
    documents: z.array(pulledDocumentSchema),
    /**
     * Documents packed by columns (`packing/`), each block deflated (raw) by itself; older than what `documents` says of the
     * same ids, and in the order to be applied. Only for clients that ask for it.
     */
    packed: z.array(z.object({ documents: z.number().int(), bytes: bytesSchema })).optional(),
    checkpoint: z.string(),
    position: z.number().int(),
    more: z.boolean(),
    epoch: z.string(),
    /** Documents still to come, for honest progress; absent when not known. */
    remaining: z.number().int().optional(),
  }),
  z.object({ reset: z.literal(true) }),
  z.object({ refused: z.object({ code: errorCodeSchema, message: z.string() }) }),
]);
export type PullAnswer = z.infer<typeof pullAnswerSchema>;
/** One block of packed documents and how many they are. */
export type PackedBlock = { documents: number; bytes: Uint8Array<ArrayBuffer> };

export const pushRequestSchema = z.object({ commands: z.array(commandSchema).max(PUSH_LIMIT) });
export const pushAnswerSchema = z.union([
  z.object({ verdicts: z.array(verdictSchema) }),
  z.object({
    refused: z.object({
      code: errorCodeSchema,
      message: z.string(),
      /** With `BUSY`: too many push at once; this one's turn comes in so many milliseconds. */
      retryAfterMs: z.number().int().min(0).optional(),
    }),
  }),
]);
export type PushAnswer = z.infer<typeof pushAnswerSchema>;

/** A fresh token for a connection that is open, before the one it came with ends. */
export const renewRequestSchema = z.object({ token: z.string().min(1).max(4000) });
export const renewAnswerSchema = z.union([
  z.object({ expiresAt: z.string() }),
  z.object({ refused: z.object({ code: errorCodeSchema, message: z.string() }) }),
]);
export type RenewAnswer = z.infer<typeof renewAnswerSchema>;

export const changedSchema = z.object({
  collection: collectionNameSchema,
  scope: z.string(),
  /** The last position of that scope and collection before this change. */
  previous: z.number().int(),
  position: z.number().int(),
  documents: z.array(pulledDocumentSchema),
});
export type Changed = z.infer<typeof changedSchema>;

export const handshakeSchema = z.object({
  token: z.string().min(1).max(4000),
  deviceId: z.string().max(64),
  protocol: z.literal(PROTOCOL_VERSION),
  schemaVersion: z.number().int(),
});

/** A command as its own device reads it back, with the verdict it was given. */
export const commandDocumentSchema = z.object({
  id: idSchema,
  type: z.string(),
  deviceSeq: z.number().int(),
  issuedAt: z.string(),
  decidedAt: z.string(),
  status: z.enum(['applied', 'rejected']),
  code: errorCodeSchema.nullable(),
  message: z.string().nullable(),
  details: z.array(detailSchema),
  /** A fact that was kept for a person: when and how it was settled. The verdict above stays what it was. */
  settled: z.object({ at: z.string(), how: settlementSchema }).nullable().optional(),
  updatedAt: z.string(),
});
export type CommandDocument = z.infer<typeof commandDocumentSchema>;
