import { useCallback } from 'react';
import { usePreferences } from '../language/preferences.ts';

/** A good's name in the person's language; English where nobody has given a Nepali one. */
export function useGoodsName(): (good: { name: string; nameNe: string }) => string {
  const { language } = usePreferences();
  return useCallback((good) => (language === 'ne' && good.nameNe !== '' ? good.nameNe : good.name), [language]);
}
