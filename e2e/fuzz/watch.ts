/**
 * One figure watched at every moment: an offer that only one desk moves, and only upwards, so that what its screen has to
 * show is known at each step. It may never show the old figure again, nor an effect twice.
 *
 * A known gap is counted and not failed: where a page or live news brings the effect of a command before its verdict is
 * known (its answer lost with the line, seed 621; news of both more than 20 ms apart, seed 1335), the desk shows the effect twice until
 * it has heard the verdict and the collection was pulled.
 */
import type { Desk } from '../../desktop/src/renderer/replica/desk.ts';
import type { Ground } from './ground.ts';
import type { Person } from './person.ts';
import type { Run } from './run.ts';

export class Watch {
  readonly wrong: string[] = [];
  readonly #offerId: string;
  #milli: number;
  #over = false;
  /** Waited when the figure was first too high. */
  readonly #twice = new Set<string>();
  readonly #given = new Map<string, number>();

  constructor(ground: Ground) {
    this.#offerId = ground.watched.offerId;
    this.#milli = ground.watched.openingMilli;
  }

  /** Its owner has been given other rights: the offer may leave the desk, the command be refused. */
  end(): void {
    this.#over = true;
  }

  async move(run: Run, person: Person): Promise<void> {
    const { desk } = person;
    if (this.#over || !desk?.shown.store?.get('offers', this.#offerId)) return;
    const deltaMilli = (1 + run.random.below(5)) * 1000;
    const payload = { offerId: this.#offerId, deltaMilli, reason: 'RECEIVED' as const };
    const sent = await desk.sending.send('stock.adjust', payload);
    if (!sent.ok) return;
    this.#milli += deltaMilli;
    this.#given.set(sent.value.commandId, deltaMilli);
    person.given.push({ id: sent.value.commandId, type: 'stock.adjust', payload });
    run.count('given: watched stock.adjust');
  }

  look(run: Run, person: Person, when: string): void {
    const { desk } = person;
    const shown = desk && this.#shown(desk);
    if (this.#over || shown === undefined || shown === null || shown === this.#milli) return;
    if (shown > this.#milli && shown - this.#milli <= this.#unheardMilli(person))
      return run.count('effect shown twice until its verdict is heard');
    this.#over = true;
    const base = desk?.shown.store?.get('offers', this.#offerId);
    const layers = desk?.shown.mark('offers', this.#offerId)?.commandIds.join() ?? 'none';
    this.wrong.push(
      `${person.member.name} shows ${shown} instead of ${this.#milli} ${when}; below lies ${base?.onHandMilli}, over it ${layers}; given ${JSON.stringify([...this.#given])}`,
    );
  }

  /** Of commands the desk has no verdict of, or had none of when it first showed too much, and that are laid over still. */
  #unheardMilli(person: Person): number {
    let sum = 0;
    for (const { id, state } of person.outbox?.unsettled() ?? []) {
      if (state === 'waiting') this.#twice.add(id);
      if (this.#twice.has(id)) sum += this.#given.get(id) ?? 0;
    }
    return sum;
  }

  #shown(desk: Desk): number | undefined {
    if (!desk.shown.store?.get('offers', this.#offerId)) return undefined;
    return desk.shown.get('offers', this.#offerId)?.onHandMilli;
  }
}
