import { inflateRawSync } from 'node:zlib';
import { errorCodeSchema } from '@khaacho/shared/kernel/errors.ts';
import { unpack } from '@khaacho/shared/sync/packing/unpack.ts';
import {
  type Command,
  changedSchema,
  PROTOCOL_VERSION,
  pullAnswerSchema,
  pushAnswerSchema,
  renewAnswerSchema,
  SCHEMA_VERSION,
  type Verdict,
  verdictSchema,
} from '@khaacho/shared/sync/protocol.ts';
import { z } from 'zod';
import { type Link, type LinkEvents, LinkLost, type Transport } from '../../desktop/src/renderer/replica/link.ts';
import { type Random, seededRandom } from '../../desktop/src/renderer/replica/testing/virtual-time.ts';
import type { Wire } from '../../server/src/testing/memory-wire.ts';
import type { Lane } from './lane.ts';
import { askPacket, connectPacket, createReader, type Question, type ServerPacket } from './packets.ts';
import type { SimTime } from './sim-time.ts';

/** What a line does to what it carries, each in times of a hundred. */
export type Weather = {
  up: boolean;
  /** Longest delay one way, in milliseconds. */
  slowMs: number;
  requestLost: number;
  answerLost: number;
  /** The line ends, and yet the request arrives, seconds later, behind those of the next line. */
  requestLate: number;
  pushTwice: number;
  newsLost: number;
  newsTwice: number;
  /** A line that has ended here still stands there for a while. */
  halfOpen: number;
};

export const fair: Weather = {
  ...{ up: true, slowMs: 8, requestLost: 0, answerLost: 0, requestLate: 0 },
  ...{ pushTwice: 0, newsLost: 0, newsTwice: 0, halfOpen: 0 },
};

/** What the servers have sent towards one desk, whether or not it came through. */
export type Carried = {
  packets: string[];
  verdicts: Verdict[];
  /** Of documents and tombstones in `commands`. */
  commandIds: Set<string>;
  /** Every batch of commands the desk has sent. */
  pushes: (readonly Command[])[];
};

export function nothingCarried(): Carried {
  return { packets: [], verdicts: [], commandIds: new Set(), pushes: [] };
}

export type TransportDeps = {
  lane: Lane;
  time: SimTime;
  random: Random;
  deviceId: string;
  /** Counts an injected fault. */
  count(fault: string): void;
};

const refusedSchema = z.object({ message: z.string(), data: z.object({ code: errorCodeSchema }).optional() });
const LATE_MS = 20_000;
/** As `socket-transport.ts`: a minute without an answer is a dead line. */
const ANSWER_MS = 60_000;

/** Carries a desk's questions to one of the lane's servers through loss, delay, doubling and cuts. */
export class FaultyTransport implements Transport {
  weather: Weather = fair;
  readonly carried: Carried;
  /** `collection scope` of news that was lost on a line that went on. */
  readonly lostNews = new Set<string>();
  readonly #deps: TransportDeps;
  #current: Line | null = null;

  constructor(deps: TransportDeps, carried: Carried = nothingCarried()) {
    this.#deps = deps;
    this.carried = carried;
  }

  open(token: string, events: LinkEvents): Link {
    // Each line draws from its own numbers: what the servers do meanwhile does not change what befalls it.
    const random = seededRandom(this.#deps.random.below(2 ** 31));
    const line = new Line({ ...this.#deps, random }, this, events);
    this.#current = line;
    // On a new line everything is asked for anyway.
    this.lostNews.clear();
    void line.begin(token);
    return line.link();
  }

  /** Ends the line that stands. */
  cut(): void {
    this.#current?.cut('cut');
  }

  /** The desk reads nothing for a while, so that the server's packets pile up. */
  reads(able: boolean): void {
    this.#current?.reads(able);
  }
}

const seenSchema = z.object({
  collection: z.string().optional(),
  documents: z.array(z.looseObject({ id: z.string() })),
});
const packedSchema = z.object({ packed: z.array(z.object({ bytes: z.instanceof(Uint8Array) })) });
const verdictsSchema = z.object({ verdicts: z.array(verdictSchema) });

function note(carried: Carried, text: string, packet: ServerPacket): void {
  carried.packets.push(text);
  if (packet.kind === 'answer') {
    const page = packedSchema.safeParse(packet.payload);
    for (const { bytes } of page.data?.packed ?? []) {
      carried.packets.push(JSON.stringify(unpack(new Uint8Array(inflateRawSync(bytes)))));
    }
    const pushed = verdictsSchema.safeParse(packet.payload);
    if (pushed.success) carried.verdicts.push(...pushed.data.verdicts);
  }
  if (packet.kind !== 'event' || packet.name !== 'changed') return;
  const seen = seenSchema.parse(packet.payload);
  if (seen.collection === 'commands') for (const { id } of seen.documents) carried.commandIds.add(id);
}

type Ask = { resolve(answer: unknown): void; reject(error: Error): void; lostAnswer: boolean };

class Line {
  readonly #deps: TransportDeps;
  readonly #owner: FaultyTransport;
  readonly #events: LinkEvents;
  readonly #asks = new Map<number, Ask>();
  /** Requests the server has and has not answered. */
  readonly #open = new Map<number, () => void>();
  #wire: Wire | null = null;
  #last = 0;
  #upAt = 0;
  #downAt = 0;
  #ended = false;
  #admitted = false;

  constructor(deps: TransportDeps, owner: FaultyTransport, events: LinkEvents) {
    this.#deps = deps;
    this.#owner = owner;
    this.#events = events;
  }

  async begin(token: string): Promise<void> {
    const { lane, time, random, deviceId } = this.#deps;
    const place = random.below(2);
    await new Promise<void>((resolve) => void time.after(this.#delay(), resolve));
    if (this.#ended) return;
    if (!this.#owner.weather.up) return this.cut('no way through');
    const server = await this.#during(lane.server(place));
    if (this.#ended) return;
    this.#wire = server.connect({
      packet: createReader((packet, text) => this.#fromServer(packet, text)),
      closed: () => this.#serverGone(),
    });
    const handshake = { token, deviceId, protocol: PROTOCOL_VERSION, schemaVersion: SCHEMA_VERSION };
    this.#request(0, connectPacket(handshake));
  }

  link(): Link {
    const ask = async <T>(event: Question, payload: object, schema: z.ZodType<T>): Promise<T> =>
      schema.parse(await this.#ask(event, payload));
    return {
      pull: (request) => ask('pull', request, pullAnswerSchema),
      push: (commands) => {
        this.#owner.carried.pushes.push(commands);
        return ask('push', { commands }, pushAnswerSchema);
      },
      renew: (token) => ask('renew', { token }, renewAnswerSchema),
      close: () => this.#end(),
    };
  }

  cut(message: string): void {
    if (this.#ended) return;
    this.#end();
    this.#events.closed({ refused: null, message });
  }

  reads(able: boolean): void {
    this.#wire?.reads(able);
  }

  #ask(event: Question, payload: object): Promise<unknown> {
    if (this.#ended) return Promise.reject(new LinkLost('the line is gone'));
    const { random, time, count } = this.#deps;
    const { weather } = this.#owner;
    const dice = random.below(100);
    this.#last += 1;
    const ask = this.#last;
    const packet = askPacket(ask, event, payload);
    const [lost, late] = [weather.requestLost, weather.requestLost + weather.requestLate];
    const lostAnswer = dice >= late && dice < late + weather.answerLost;
    return new Promise((resolve, reject) => {
      this.#asks.set(ask, { resolve, reject, lostAnswer });
      time.after(ANSWER_MS, () => this.#asks.delete(ask) && reject(new LinkLost(`no answer to ${event}`)));
      if (dice < late) {
        count(dice < lost ? `${event} lost` : `${event} came late, by an old line`);
        const wire = this.#wire;
        if (dice >= lost && wire) {
          time.after(1_000 + random.below(LATE_MS), () => this.#request(ask, packet, wire));
          time.after(LATE_MS * 2, () => wire.close());
          this.#wire = null;
        }
        time.after(this.#delay(), () => this.cut(`${event} lost`));
        return;
      }
      this.#up(ask, packet);
      if (event === 'push' && random.below(100) < weather.pushTwice) {
        count('push twice');
        this.#up(ask + 1_000_000, askPacket(ask + 1_000_000, event, payload));
      }
    });
  }

  /** In the order it was said. */
  #up(ask: number, packet: string): void {
    const { time } = this.#deps;
    this.#upAt = Math.max(this.#upAt, time.now().getTime() + this.#delay());
    time.after(this.#upAt - time.now().getTime(), () => this.#request(ask, packet));
  }

  #request(ask: number, packet: string, wire: Wire | null = this.#wire): void {
    if (!wire) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const { asked } = this.#deps.lane;
    asked.add(promise);
    this.#open.set(ask, () => {
      asked.delete(promise);
      resolve();
    });
    if (!wire.send(packet)) this.#answered(ask);
  }

  async #during<T>(work: Promise<T>): Promise<T> {
    const { asked } = this.#deps.lane;
    const settled = work.then(() => undefined);
    asked.add(settled);
    try {
      return await work;
    } finally {
      asked.delete(settled);
    }
  }

  #answered(ask: number): void {
    this.#open.get(ask)?.();
    this.#open.delete(ask);
  }

  #fromServer(packet: ServerPacket, text: string): void {
    const { time, random, count } = this.#deps;
    const { weather, carried } = this.#owner;
    note(carried, text, packet);
    if (packet.kind === 'answer') this.#answered(packet.ask);
    if (packet.kind === 'connected' || packet.kind === 'refused') this.#answered(0);
    if (this.#ended) return;
    const news = packet.kind === 'event' && packet.name === 'changed';
    if (news && random.below(100) < weather.newsLost) {
      count('news lost');
      const { collection, scope } = changedSchema.parse(packet.payload);
      return void this.#owner.lostNews.add(`${collection} ${scope}`);
    }
    this.#downAt = Math.max(this.#downAt, time.now().getTime() + this.#delay());
    const deliver = () => void (this.#ended || this.#take(packet));
    time.after(this.#downAt - time.now().getTime(), deliver);
    if (news && random.below(100) < weather.newsTwice) {
      count('news twice');
      time.after(this.#downAt - time.now().getTime() + random.below(500), deliver);
    }
  }

  #take(packet: ServerPacket): void {
    if (packet.kind === 'connected') {
      this.#admitted = true;
      this.#events.opened();
    } else if (packet.kind === 'refused') {
      const refused = refusedSchema.parse(packet.data);
      this.#end();
      const why = refused.data ? { code: refused.data.code, message: refused.message } : null;
      this.#events.closed({ refused: why, message: refused.message });
    } else if (packet.kind === 'ended') this.cut('io server disconnect');
    else if (packet.kind === 'answer') this.#answer(packet.ask, packet.payload);
    else if (packet.name === 'changed') this.#events.changed(changedSchema.parse(packet.payload));
    else if (packet.name === 'resync') this.#events.resync();
    else if (packet.name === 'revoked') this.#events.revoked();
  }

  #answer(number: number, payload: unknown): void {
    const ask = this.#asks.get(number);
    if (!ask) return;
    if (ask.lostAnswer) {
      this.#deps.count('answer lost');
      return this.cut('answer lost');
    }
    this.#asks.delete(number);
    ask.resolve(payload);
  }

  /** The server's side has ended: heard here a moment later. */
  #serverGone(): void {
    for (const ask of [...this.#open.keys()]) this.#answered(ask);
    if (this.#ended) return;
    this.#deps.time.after(this.#delay(), () => this.cut(this.#admitted ? 'transport close' : 'no server'));
  }

  #end(): void {
    this.#ended = true;
    for (const ask of this.#asks.values()) ask.reject(new LinkLost('the line is gone'));
    this.#asks.clear();
    const wire = this.#wire;
    if (!wire) return;
    const { random, time, count } = this.#deps;
    if (random.below(100) >= this.#owner.weather.halfOpen) return wire.close();
    count('half-open line');
    time.after(random.below(LATE_MS), () => wire.close());
  }

  #delay(): number {
    return 1 + this.#deps.random.below(this.#owner.weather.slowMs);
  }
}
