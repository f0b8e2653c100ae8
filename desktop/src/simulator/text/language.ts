import { createContext, useContext } from 'react';
import { english, type Word } from './words.en.ts';
import { nepali } from './words.ne.ts';

export type Language = 'en' | 'ne';

export const LanguageContext = createContext<Language>('en');

const KEY = 'khaacho.simulator.language';

/** The language chosen last, else the browser's, else English. */
export function rememberedLanguage(): Language {
  const kept = localStorage.getItem(KEY);
  if (kept === 'en' || kept === 'ne') return kept;
  return navigator.language.startsWith('ne') ? 'ne' : 'en';
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}

export function say(language: Language, word: Word, values: Record<string, string> = {}): string {
  const text: string = (language === 'ne' ? nepali : english)[word];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The words of the page in the language in use. */
export function useWords() {
  const language = useContext(LanguageContext);
  return { language, t: (word: Word, values?: Record<string, string>) => say(language, word, values) };
}
