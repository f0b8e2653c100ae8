import { type Detail, type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import { type Payloads, payloadSchemas } from '@khaacho/shared/sync/payloads.ts';
import type { CommandType } from '@khaacho/shared/sync/protocol.ts';
import type { Host } from './host.ts';
import { isQuotaError } from './idb.ts';
import type { Outbox } from './outbox.ts';
import type { SendOptions } from './replica-api.ts';
import type { Shown } from './shown.ts';
import { bytesOf, MOST_COMMAND_BYTES } from './uploader.ts';

/** As many as the protocol lets a command name. */
const MOST_DEPENDENCIES = 20;

export type SendingPorts = { host: Host; shown: Shown; outbox: Outbox; queued(): void };
export type Sent = Result<{ commandId: string }, Refusal>;

/** What a person does: asked of the rule, kept on disk, laid over the documents. One at a time, each on top of the last. */
export class Sending {
  readonly #ports: SendingPorts;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: SendingPorts) {
    this.#ports = ports;
  }

  send<T extends CommandType>(type: T, payload: Payloads[T], options: SendOptions = {}): Promise<Sent> {
    const run = () => this.#send(type, payload, options);
    const turn = this.#turn.then(run, run);
    this.#turn = turn;
    return turn;
  }

  async #send(type: CommandType, payload: unknown, options: SendOptions): Promise<Sent> {
    const { host, shown, outbox, queued } = this.#ports;
    const parsed = payloadSchemas[type].safeParse(payload);
    if (!parsed.success) return err(malformed(parsed.error.issues));
    const command = { id: host.newId(), type, payload: parsed.data, issuedAt: host.now().toISOString() };
    if (bytesOf(command) > MOST_COMMAND_BYTES / 2) {
      return err(refusal('PAYLOAD_TOO_LARGE', 'This is too large to be sent in one piece.'));
    }
    const { projected, trace } = shown.overlay.try(command);
    if (!projected.ok) return projected;
    const dependsOn = [...new Set([...(options.dependsOn ?? []), ...shown.overlay.makersOf(trace)])];
    try {
      const entry = await outbox.add({ ...command, dependsOn: dependsOn.slice(0, MOST_DEPENDENCIES) });
      shown.overlay.add(entry, entry.deviceSeq);
    } catch (error) {
      return err(notKept(error));
    }
    queued();
    return ok({ commandId: command.id });
  }
}

function malformed(issues: readonly { path: PropertyKey[]; message: string }[]): Refusal {
  const details: Detail[] = issues.map((issue) => ({ field: issue.path.map(String).join('.'), issue: issue.message }));
  return refusal('VALIDATION_ERROR', 'Something in this form is missing or not as it should be.', details);
}

function notKept(error: unknown): Refusal {
  if (isQuotaError(error)) {
    const message = 'The disk of this computer is full: this was NOT saved. Make some room and do it again.';
    return refusal('UNAVAILABLE', message, [{ issue: 'DISK_FULL' }]);
  }
  const message = 'This could not be written to the disk: it was NOT saved. Try again, or restart the app.';
  return refusal('UNAVAILABLE', message, [{ issue: 'LOCAL_WRITE' }]);
}
