/** A device that keeps to no rule: commands of no known type, of another shape or version, out of order, twice, with another's id. */
import type { Command } from '@khaacho/shared/sync/protocol.ts';
import type { Random } from '../../desktop/src/renderer/replica/testing/virtual-time.ts';
import type { Row } from './effects.ts';
import { FaultyTransport } from './faulty-transport.ts';
import type { Member } from './ground.ts';
import type { Others } from './others.ts';
import { pick } from './wishes.ts';

/** What it sends, and how each has to be answered: `applied` for a fact that is kept for a person. */
const SHAPES: { type: string; version?: number; payload: unknown; end: 'applied' | 'rejected' }[] = [
  { type: 'order.fly', payload: {}, end: 'rejected' },
  { type: 'stock.adjust', version: 99, payload: {}, end: 'rejected' },
  { type: 'stock.adjust', payload: { offerId: 'x', deltaMilli: 'many' }, end: 'rejected' },
  { type: 'stock.adjust', payload: null, end: 'rejected' },
  { type: 'order.accept', payload: { orderId: '01990000-0000-7000-8000-00000000dead' }, end: 'rejected' },
  { type: 'credit.setLimit', payload: { retailerId: 'x', limitPaisa: 1e15, reason: 'mine' }, end: 'rejected' },
  { type: 'stock.count', payload: { offerId: 'none\u0000', countedMilli: -1 }, end: 'applied' },
  { type: 'stock.count', payload: [[[['deep']]]], end: 'applied' },
  { type: 'order.deliver', payload: { orderId: 7 }, end: 'applied' },
  { type: '__proto__', payload: { toString: '\ud800' }, end: 'rejected' },
];
const MOST = 12;

export type RawDeps = Others & { tokenOf(member: Member): Promise<string> };

export class RawDevice {
  readonly transport: FaultyTransport;
  readonly sent: { command: Command; end: 'applied' | 'rejected' }[] = [];
  readonly #run: RawDeps;
  #stolen = new Set<string>();

  constructor(run: RawDeps) {
    const { lane, time, random, ground, count } = run;
    this.#run = run;
    this.transport = new FaultyTransport({ lane, time, random, count, deviceId: ground.raw.deviceId });
  }

  /** Some new commands, some old ones, in any order, now and then with a hole before them. */
  async trouble(): Promise<void> {
    const { random, count, people } = this.#run;
    for (let more = random.below(3); more >= 0 && this.sent.length < MOST; more -= 1) this.#make(random);
    const batch = this.sent.map((one) => one.command).filter(() => random.chance(0.6));
    batch.sort(() => random.next() - 0.5);
    const theirs = pick(random, people)?.transport.carried.verdicts.find((one) => one.status !== 'retry');
    const [first] = this.sent;
    if (theirs && first) {
      this.#stolen.add(theirs.id);
      batch.push({ ...first.command, id: theirs.id });
    }
    count('batch without rule');
    await this.#push(batch);
  }

  /** In order at last, until each has its verdict. */
  async finish(): Promise<void> {
    for (let tries = 0; tries < 5 && this.sent.length > 0; tries += 1) {
      await this.#push(this.sent.map((one) => one.command));
      await this.#run.time.pass(500);
    }
  }

  wrongs(rows: ReadonlyMap<string, Row>): string[] {
    const wrong: string[] = [];
    for (const { command, end } of this.sent) {
      const row = rows.get(command.id);
      if (row?.status !== end) wrong.push(`raw ${command.type} was to be ${end}, is ${row?.status ?? 'unanswered'}`);
      if (end === 'applied' && row && !row.parked) wrong.push(`raw ${command.type} took effect`);
    }
    for (const verdict of this.transport.carried.verdicts) {
      const row = rows.get(verdict.id);
      if (this.#stolen.has(verdict.id)) {
        if (verdict.status === 'applied' || verdict.details)
          wrong.push(`raw was told of another's command ${verdict.id}`);
      } else if (verdict.status !== 'retry' && row?.status !== verdict.status)
        wrong.push(`raw ${verdict.id} was told ${verdict.status}, the log says ${row?.status}`);
    }
    return wrong;
  }

  #make(random: Random): void {
    const shape = pick(random, SHAPES);
    if (!shape) return;
    const { end, type, payload, version = 1 } = shape;
    const { ground, time } = this.#run;
    const issuedAt = time.now().toISOString();
    const deviceSeq = this.sent.length + 1;
    this.sent.push({ end, command: { id: ground.newId(), type, payload, version, issuedAt, deviceSeq } });
  }

  async #push(commands: Command[]): Promise<void> {
    const token = await this.#run.tokenOf(this.#run.ground.raw);
    const nothing = () => undefined;
    const link = this.transport.open(token, {
      ...{ closed: nothing, changed: nothing, resync: nothing, revoked: nothing },
      opened: () => void link.push(commands).catch(nothing).finally(link.close),
    });
  }
}
