/**
 * One figure watched at every moment: an offer that only one desk moves, and only upwards, so that what its screen has to
 * show is known at each step. It may never show the old figure again, nor an effect twice.
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

  look(person: Person, when: string): void {
    const { desk } = person;
    const shown = desk && this.#shown(desk);
    if (this.#over || shown === undefined || shown === null || shown === this.#milli) return;
    this.#over = true;
    const base = desk?.shown.store?.get('offers', this.#offerId);
    const layers = desk?.shown.mark('offers', this.#offerId)?.commandIds.join() ?? 'none';
    this.wrong.push(
      `${person.member.name} shows ${shown} instead of ${this.#milli} ${when}; below lies ${base?.onHandMilli}, over it ${layers}; given ${JSON.stringify([...this.#given])}`,
    );
  }

  #shown(desk: Desk): number | undefined {
    if (!desk.shown.store?.get('offers', this.#offerId)) return undefined;
    return desk.shown.get('offers', this.#offerId)?.onHandMilli;
  }
}
