type Wait = { tick: number; outcome: PromiseWithResolvers<boolean> };

/** Those who wait for a pull of the verdicts that begins after what they hold has come. */
export class VerdictWaits {
  #waits: Wait[] = [];

  get any(): boolean {
    return this.#waits.length > 0;
  }

  /** Settles with the first pull that began after `tick`: true at its end, false where it was given up; else rejects. */
  beyond(tick: number): Promise<boolean> {
    const outcome = Promise.withResolvers<boolean>();
    this.#waits.push({ tick, outcome });
    return outcome.promise;
  }

  /** A pull that began at this tick has reached the end. */
  reached(began: number): void {
    const heard = this.#waits.filter((wait) => wait.tick < began);
    this.#waits = this.#waits.filter((wait) => wait.tick >= began);
    for (const { outcome } of heard) outcome.resolve(true);
  }

  givenUp(): void {
    for (const { outcome } of this.#takeAll()) outcome.resolve(false);
  }

  failed(error: unknown): void {
    for (const { outcome } of this.#takeAll()) outcome.reject(error);
  }

  #takeAll(): Wait[] {
    const waits = this.#waits;
    this.#waits = [];
    return waits;
  }
}
