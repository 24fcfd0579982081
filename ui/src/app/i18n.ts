// Words of the console: one catalogue file for each room and language, fetched when the room is opened.
import i18next, { type ReadCallback } from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = { en: 'English', fr: 'Français', es: 'Español', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const files = import.meta.glob<{ default: Record<string, unknown> }>([
  '../rooms/*/locales/*.json',
  '../shared/locales/*.json',
  './locales/*.json',
]);
const dates = {
  fr: () => import('dayjs/locale/fr'),
  es: () => import('dayjs/locale/es'),
  de: () => import('dayjs/locale/de'),
};

function fileOf(language: string, room: string) {
  const folder = room === 'app' ? '.' : room === 'shared' ? '../shared' : `../rooms/${room}`;
  return files[`${folder}/locales/${language}.json`];
}

const catalogueFiles = {
  type: 'backend' as const,
  read(language: string, room: string, told: ReadCallback) {
    const file = fileOf(language, room);
    if (file)
      file().then(
        (words) => told(null, words.default),
        (wrong) => told(wrong, null),
      );
    else told(new Error(`no words of ${room} in ${language}`), null);
  },
};

export function isLanguage(said: string | null | undefined): said is Language {
  return said != null && said in LANGUAGES;
}

/** What was chosen here, else the browser's first language that we speak, else English. */
function preferred(): Language {
  const chosen = localStorage.getItem('language');
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((each) => each.slice(0, 2)).find(isLanguage) ?? 'en';
}

let hasOtherDates = false;

/** Dates are English until they are told otherwise: who reads English needs nothing for them before the first page. */
async function follow(language: string) {
  document.documentElement.lang = language;
  const words = dates[language as keyof typeof dates];
  if (!words && !hasOtherDates) return;
  hasOtherDates = true;
  const [{ default: dayjs }] = await Promise.all([import('dayjs'), words?.()]);
  dayjs.locale(language);
}

i18next.on('languageChanged', (language) => void follow(language));

export const ready = i18next
  .use(catalogueFiles)
  .use(initReactI18next)
  .init({
    lng: preferred(),
    fallbackLng: 'en',
    supportedLngs: Object.keys(LANGUAGES),
    ns: ['app', 'shared'],
    defaultNS: 'shared',
    fallbackNS: 'shared',
    interpolation: { escapeValue: false }, // React escapes
  })
  .then(() => follow(i18next.language));

export async function speak(language: Language) {
  localStorage.setItem('language', language);
  await i18next.changeLanguage(language);
}
