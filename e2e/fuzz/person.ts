import { BACK_OFFICE } from '@khaacho/shared/people/rules.ts';
import type { Actor } from '@khaacho/shared/sync/projection.ts';
import { project } from '@khaacho/shared/sync/projections.ts';
import type { TokenAnswer } from '../../desktop/src/renderer/replica/connection.ts';
import { deleteReplicas } from '../../desktop/src/renderer/replica/database.ts';
import { Desk } from '../../desktop/src/renderer/replica/desk.ts';
import { Outbox, outboxName } from '../../desktop/src/renderer/replica/outbox.ts';
import { Shown } from '../../desktop/src/renderer/replica/shown.ts';
import { openSeal } from '../../desktop/src/renderer/replica/testing/fake-desk.ts';
import { cutPower, diskBusy, eraseDisk } from '../../desktop/src/renderer/replica/testing/fake-disk.ts';
import type { Random } from '../../desktop/src/renderer/replica/testing/virtual-time.ts';
import { createAccessTokens } from '../../server/src/people/tokens.ts';
import { FaultyTransport } from './faulty-transport.ts';
import type { Ground, Member } from './ground.ts';
import type { Lane } from './lane.ts';
import type { SimTime } from './sim-time.ts';

/** A command somebody has given at this desk; what becomes of it is looked up afterwards. */
export type Given = { id: string; type: string; payload: unknown };

export type PersonDeps = {
  lane: Lane;
  time: SimTime;
  random: Random;
  ground: Ground;
  member: Member;
  count(fault: string): void;
};

/** They are good for fifteen minutes. */
const TOKEN_MS = 12 * 60_000;
const tokensOf = new WeakMap<Lane['jwt'], ReturnType<typeof createAccessTokens>>();

export async function signToken({ jwt }: Lane, member: Member, now: Date): Promise<string> {
  const made = tokensOf.get(jwt) ?? createAccessTokens(jwt);
  tokensOf.set(jwt, made);
  return (await made).sign(member, now);
}

/** One person with one desk: the real replica over a disk that outlives its lives. */
export class Person {
  readonly member: Member;
  readonly transport: FaultyTransport;
  readonly given: Given[] = [];
  readonly failures: unknown[] = [];
  /** Scopes it has ever been granted, and ids it may have seen by them. */
  readonly vendorsEver: Set<string>;
  readonly territoriesEver: Set<string>;
  officeEver: boolean;
  desk: Desk | null = null;
  outbox: Outbox | null = null;
  /** Shut out: the replica and what was not sent are gone, as `TabReplica` does it. */
  wiped = false;
  /** Told, a turn of the loop later, that something on the screen may have changed: what is set right at once nobody sees. */
  seen: () => void = () => undefined;
  readonly #deps: PersonDeps;
  #life = 0;
  #epoch: string | null = null;
  #token: { sessionId: string; until: Date; text: string } | null = null;
  #wiping: Promise<void> | null = null;

  constructor(deps: PersonDeps) {
    const { lane, time, random, member, count } = deps;
    this.#deps = deps;
    this.member = member;
    this.vendorsEver = new Set(member.vendorId === null ? [] : [member.vendorId]);
    this.territoriesEver = new Set(member.territoryIds);
    this.officeEver = BACK_OFFICE.includes(member.role);
    this.transport = new FaultyTransport({ lane, time, random, deviceId: member.deviceId, count });
  }

  get userId(): string {
    return this.member.userId;
  }

  get busy(): boolean {
    return this.#wiping !== null || diskBusy(this.userId);
  }

  /** Who it is to the rules on this desk, as the sign-in said. */
  actor(): Actor {
    const { userId, role, deviceId, vendorId, territoryIds, name } = this.member;
    return { userId, role, deviceId, vendorId, retailerId: null, territoryIds, name };
  }

  async open(): Promise<void> {
    if (this.wiped) return;
    const { time, random, ground } = this.#deps;
    this.#life += 1;
    const life = this.#life;
    const alive = () => life === this.#life;
    const host = time.hostOf(random, ground.newId, alive);
    const { userId, member } = this;
    const outbox = await Outbox.open(userId, member.deviceId, openSeal);
    const desk = new Desk({
      ...{ host, userId, seal: openSeal, outbox, transport: this.transport, knownEpoch: this.#epoch },
      shown: new Shown(host, (read, command) => project(read, command, this.actor(), new Date(command.issuedAt))),
      accessToken: () => this.#access(),
      renewedToken: () => {
        this.#token = null;
        return this.#access();
      },
      tokenRefused: () => undefined,
      clockAheadMs: () => null,
      rememberEpoch: async (epoch) => {
        if (alive()) this.#epoch = epoch;
      },
      revoked: () => {
        if (alive()) void this.wipe();
      },
      failed: (error) => {
        if (alive()) this.failures.push(error);
      },
    });
    this.outbox = outbox;
    this.desk = desk;
    desk.shown.onChange(() => setImmediate(() => alive() && this.seen()));
    await desk.start();
  }

  /** As the session gives it: the same one until it is about to end. */
  async token(): Promise<string> {
    const { sessionId } = this.member;
    const now = this.#deps.time.now();
    if (this.#token?.sessionId !== sessionId || this.#token.until <= now) {
      this.#token = {
        sessionId,
        until: new Date(now.getTime() + TOKEN_MS),
        text: await signToken(this.#deps.lane, this.member, now),
      };
    }
    return this.#token.text;
  }

  async #access(): Promise<TokenAnswer> {
    const token = await this.token();
    const until = this.#token?.until ?? this.#deps.time.now();
    return { kind: 'token', token, freshForMs: until.getTime() - this.#deps.time.now().getTime() };
  }

  /** A batch of before is sent again by a line of its own, as a proxy or a second window might. */
  async sendAgain(): Promise<void> {
    const { carried } = this.transport;
    const batch = carried.pushes[this.#deps.random.below(carried.pushes.length)];
    if (!batch) return;
    this.#deps.count('old batch sent again');
    const side = new FaultyTransport({ ...this.#deps, deviceId: this.member.deviceId }, carried);
    const nothing = () => undefined;
    const link = side.open(await this.token(), {
      ...{ closed: nothing, changed: nothing, resync: nothing, revoked: nothing },
      opened: () => void link.push(batch).catch(nothing).finally(link.close),
    });
  }

  /** Orderly, as by closing the window. */
  async close(): Promise<void> {
    const desk = this.desk;
    this.desk = null;
    await desk?.stop();
    this.outbox = null;
    this.#life += 1;
  }

  /** The power goes in the middle of whatever is being written. */
  async crash(): Promise<void> {
    const desk = this.desk;
    this.#life += 1;
    this.desk = null;
    this.outbox = null;
    cutPower(this.userId);
    // Only memory is left to be cleared; nothing reaches the disk any more.
    await desk?.stop().catch(() => undefined);
  }

  wipe(): Promise<void> {
    this.wiped = true;
    this.#wiping ??= this.#wipe().finally(() => {
      this.#wiping = null;
    });
    return this.#wiping;
  }

  async #wipe(): Promise<void> {
    await this.close();
    this.#epoch = null;
    await deleteReplicas(this.userId, null);
    await eraseDisk(outboxName(this.userId));
  }

  async settled(): Promise<void> {
    await this.desk?.settled();
    await this.#wiping;
  }

  async erase(): Promise<void> {
    await this.close();
    await eraseDisk(this.userId);
  }
}
