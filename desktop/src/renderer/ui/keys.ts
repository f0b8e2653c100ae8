import { useEffect, useRef, useSyncExternalStore } from 'react';

/** A key and what it does; `label` is what `?` shows. */
export type KeyBinding = { key: string; label: string; run: () => void };

type Layer = { group: string; bindings: readonly KeyBinding[] };
let layers: readonly Layer[] = [];
const listeners = new Set<() => void>();

function setLayers(next: readonly Layer[]): void {
  layers = next;
  for (const listener of [...listeners]) listener();
}

/** Writing goes first: a letter typed into a field is a letter. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true;
  if (!(target instanceof HTMLInputElement)) return false;
  return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
}

/** While a dialog or a menu is open, keys belong to it: an `a` pressed there must not accept the order behind it. */
function isCovered(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"]') !== null;
}

/**
 * A Nepali keyboard gives `ब` where an English one gives `b`: letters are matched by their place on the board too.
 */
export function isKey(event: Pick<KeyboardEvent, 'key' | 'code'>, key: string): boolean {
  if (event.key.toLowerCase() === key.toLowerCase()) return true;
  return /^[a-z]$/.test(key) && event.code === `Key${key.toUpperCase()}`;
}

/**
 * Single keys that act while the screen they belong to is shown. The latest screen wins where two want the same key.
 * Keys inside a dialog are given with `inDialog`.
 */
export function useKeys(
  group: string,
  bindings: readonly KeyBinding[],
  { enabled = true, inDialog = false }: { enabled?: boolean; inDialog?: boolean } = {},
): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  const shape = bindings.map((binding) => `${binding.key}\u0000${binding.label}`).join('\u0001');

  useEffect(() => {
    if (!enabled) return;
    const layer: Layer = {
      group,
      bindings: shape === '' ? [] : latest.current,
    };
    setLayers([...layers, layer]);
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      // Esc leaves a field too; everything else typed there is writing.
      if (event.key !== 'Escape' && isTyping(event.target)) return;
      if (!inDialog && isCovered()) return;
      const binding = latest.current.find((candidate) => isKey(event, candidate.key));
      if (!binding) return;
      event.preventDefault();
      binding.run();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
      setLayers(layers.filter((other) => other !== layer));
    };
  }, [group, shape, enabled, inDialog]);
}

/** What can be pressed here and now, for the `?` sheet. */
export function useActiveKeys(): readonly Layer[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => layers,
  );
}
