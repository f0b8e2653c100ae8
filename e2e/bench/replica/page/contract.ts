/**
 * What a page under measurement can be asked to do; ours and each peer's have the same face. Times are milliseconds since
 * 1970 with fractions, so that they can be compared with those of other processes on this machine.
 */
export type BenchPage = {
  /** Signs in where there is something to sign in to. Not part of any figure but the app's own. */
  enter(email: string): Promise<void>;
  /** Begins with an empty disk; resolves when all of this many orders can be queried. */
  firstSync(orders: number): Promise<void>;
  /** Follows one order (or offer) by a live query and notes when each value of its mark comes out of it. */
  follow(id: string): Promise<void>;
  /** Resolves with the time at which the live query first gave this mark. */
  saw(mark: number): Promise<number>;
  /** How many orders are of this version or newer: the check behind a reconnect. */
  ordersFrom(version: number): Promise<number>;
  leave(): Promise<void>;
  /** Looks for the server again; does not wait. */
  comeBack(): Promise<void>;
  /** Milliseconds each of some local questions took, screens' own: newest 50, by state, by shop, by words. Ours only. */
  ask?(times: number): Promise<number[]>;
  /** Gives this many writes while offline; resolves when all are on this disk. */
  write(count: number): Promise<void>;
  /** Resolves when the server has confirmed all of them. */
  confirmed(): Promise<void>;
};
