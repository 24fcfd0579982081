import type { Locale } from 'antd/es/locale';
import en from 'antd/es/locale/en_US';
import { useEffect, useState } from 'react';

const others: Record<string, () => Promise<{ default: Locale }>> = {
  de: () => import('antd/es/locale/de_DE'),
  es: () => import('antd/es/locale/es_ES'),
  fr: () => import('antd/es/locale/fr_FR'),
};

/** The words antd's own components say; English until the others have arrived. */
export function useAntWords(language: string): Locale {
  const [words, setWords] = useState<Locale>(en);
  useEffect(() => {
    let stillWanted = true;
    const fetched = others[language]?.() ?? Promise.resolve({ default: en });
    void fetched.then((found) => stillWanted && setWords(found.default));
    return () => {
      stillWanted = false;
    };
  }, [language]);
  return words;
}
