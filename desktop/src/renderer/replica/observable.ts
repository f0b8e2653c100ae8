/** A value that can be read now and listened to; what `useSyncExternalStore` wants. */
export type Observable<T> = {
  get(): T;
  /** Calls back after each change, never at once. Returns the way out. */
  subscribe(listener: () => void): () => void;
};

export type Signal<T> = Observable<T> & {
  /** Tells the listeners only where the value is another one. */
  set(value: T): void;
};

export function signal<T>(initial: T): Signal<T> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
