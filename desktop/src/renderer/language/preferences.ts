import { type Language, languageSchema } from '@khaacho/shared/kernel/language.ts';
import { useSyncExternalStore } from 'react';
import { z } from 'zod';

const preferencesSchema = z.object({
  language: languageSchema,
  calendar: z.enum(['ad', 'bs']),
  digits: z.enum(['latin', 'devanagari']),
  /** Rail open with its words, or icons only. */
  railOpen: z.boolean(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

const KEY = 'khaacho.preferences';
const defaults: Preferences = { language: 'en', calendar: 'ad', digits: 'latin', railOpen: false };

function load(): { preferences: Preferences; chosen: boolean } {
  try {
    const stored = preferencesSchema.safeParse(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    if (stored.success) return { preferences: stored.data, chosen: true };
  } catch {
    // A browser that keeps nothing for us: the defaults serve.
  }
  return { preferences: defaults, chosen: false };
}

const loaded = load();
let current = loaded.preferences;
let chosen = loaded.chosen;
const listeners = new Set<() => void>();

function store(next: Preferences): void {
  current = next;
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Not kept beyond this tab; nothing a person could do about it.
  }
  for (const listener of [...listeners]) listener();
}

export const preferences = {
  get: () => current,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  set(change: Partial<Preferences>): void {
    chosen = true;
    store({ ...current, ...change });
  },
  /** Nepali comes with its own calendar and digits, English with the other; each can be changed by itself afterwards. */
  setLanguage(language: Language): void {
    chosen = true;
    store({
      ...current,
      language,
      calendar: language === 'ne' ? 'bs' : 'ad',
      digits: language === 'ne' ? 'devanagari' : 'latin',
    });
  },
  /** The language a person has on the server, as long as nobody has chosen one on this device. */
  suggestLanguage(language: Language): void {
    if (chosen || language === current.language) return;
    this.setLanguage(language);
    chosen = false;
  },
};

export function usePreferences(): Preferences {
  return useSyncExternalStore(preferences.subscribe, preferences.get);
}
