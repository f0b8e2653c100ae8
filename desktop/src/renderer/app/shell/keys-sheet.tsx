import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog.tsx';
import { useActiveKeys, useKeys } from '../../ui/keys.ts';
import classes from './keys-sheet.module.css';

let opened = false;
const listeners = new Set<() => void>();
function set(next: boolean): void {
  opened = next;
  for (const listener of [...listeners]) listener();
}

export function openKeysSheet(): void {
  set(true);
}

const shown: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** What can be pressed on this screen. */
export function KeysSheet() {
  const { t } = useTranslation();
  const isOpen = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => opened,
  );
  const layers = useActiveKeys();
  // The sheet shows what was active when it was opened: opening it must not change its own contents.
  const [frozen, setFrozen] = useState(layers);
  useKeys('help', [
    {
      key: '?',
      label: t('keys.title'),
      run: () => {
        setFrozen(layers);
        set(true);
      },
    },
  ]);
  const all = [...(isOpen ? frozen : layers)].reverse().flatMap((layer) => layer.bindings);
  const seen = new Set<string>();
  const bindings = all.filter(({ key }) => !seen.has(key) && seen.add(key));
  return (
    <Dialog opened={isOpen} onClose={() => set(false)} title={t('keys.title')} width={420}>
      <dl className={classes.keys} data-testid="keys-sheet">
        {[{ key: 'Ctrl K', label: t('shell.search') }, { key: 'Enter', label: t('keys.open') }, ...bindings].map(
          ({ key, label }) => (
            <div key={key}>
              <dt>
                <kbd>{shown[key] ?? (key.length === 1 ? key.toUpperCase() : key)}</kbd>
              </dt>
              <dd>{label}</dd>
            </div>
          ),
        )}
      </dl>
    </Dialog>
  );
}
