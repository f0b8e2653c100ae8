import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en/catalogue.ts';
import { ne } from './ne/catalogue.ts';
import { preferences } from './preferences.ts';

/** Codes such as `MIN_QUANTITY` are keys; the underscore must not cut them in two. Nothing here uses contexts. */
const CONTEXT_SEPARATOR = '~';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
    returnNull: false;
    contextSeparator: typeof CONTEXT_SEPARATOR;
  }
}

/** The catalogues, in the language this device was left in; follows it when it is changed. */
export function startLanguage(): i18n {
  const instance = i18next.createInstance();
  instance.use(initReactI18next);
  void instance.init({
    lng: preferences.get().language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, ne: { translation: ne } },
    initAsync: false,
    contextSeparator: CONTEXT_SEPARATOR,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  const follow = () => {
    const { language } = preferences.get();
    document.documentElement.lang = language;
    if (instance.language !== language) void instance.changeLanguage(language);
  };
  follow();
  preferences.subscribe(follow);
  return instance;
}
