import { commandTypeSchema, verdictSchema } from '@khaacho/shared/sync/protocol.ts';
import { Dexie, type EntityTable } from 'dexie';
import { z } from 'zod';
import type { OutboxState } from './replica-api.ts';

/** What lies on disk. The line (`deviceSeq`, 1 is first) holds what was applied or waits; what was refused stands at 0. */
export type Row = {
  id: string;
  deviceSeq: number;
  state: OutboxState;
  issuedAt: string;
  answeredAt: string | null;
  /** Its effect has been seen in the server's documents: nothing is laid over them for it any more. */
  landed: boolean;
  /** Type, payload and verdict, under the key of the replica. */
  sealed: ArrayBuffer;
};
/** Where the line stands. */
export type MetaRow = { name: 'line'; deviceId: string; lastSeq: number; epoch: string | null };

/** What is sealed in a row. */
export const bodySchema = z.object({
  type: commandTypeSchema,
  version: z.number().int(),
  payload: z.unknown(),
  dependsOn: z.array(z.string()),
  verdict: verdictSchema.nullable(),
});

/** The outbox's own database: plain tables, for nothing of RxDB's may come between a command and the disk. */
export class OutboxTables extends Dexie {
  readonly commands!: EntityTable<Row, 'id'>;
  readonly meta!: EntityTable<MetaRow, 'name'>;

  constructor(name: string) {
    // Strict: an order somebody has taken is on the platter before the screen says so.
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ commands: 'id, deviceSeq, state', meta: 'name' });
  }
}
