// Light or dark, dense or airy: chosen once here, followed by everything below.
import { ConfigProvider } from 'antd';
import {
  createContext,
  type ReactNode,
  useContext,
  useLayoutEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useAntWords } from './antWords';
import { type Density, makeTheme } from './theme';

export type ThemeChoice = 'system' | 'light' | 'dark';

interface Appearances {
  theme: ThemeChoice;
  dark: boolean;
  density: Density;
  chooseTheme: (theme: ThemeChoice) => void;
  chooseDensity: (density: Density) => void;
}

const Chosen = createContext<Appearances | null>(null);
const system = matchMedia('(prefers-color-scheme: dark)');

export function useAppearance(): Appearances {
  const chosen = useContext(Chosen);
  if (chosen === null) throw new Error('useAppearance outside of Appearance');
  return chosen;
}

function useSystemIsDark(): boolean {
  return useSyncExternalStore(
    (changed) => {
      system.addEventListener('change', changed);
      return () => system.removeEventListener('change', changed);
    },
    () => system.matches,
  );
}

function useKept<T extends string>(name: string, first: T): [T, (value: T) => void] {
  const [value, setValue] = useState(() => (localStorage.getItem(name) as T | null) ?? first);
  const keep = (next: T) => {
    localStorage.setItem(name, next);
    setValue(next);
  };
  return [value, keep];
}

export function Appearance({ children }: { children: ReactNode }) {
  const [theme, chooseTheme] = useKept<ThemeChoice>('theme', 'system');
  const [density, chooseDensity] = useKept<Density>('density', 'compact');
  const systemIsDark = useSystemIsDark();
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark);
  const { i18n } = useTranslation();
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }, [dark]);
  const antWords = useAntWords(i18n.language);
  const ant = useMemo(() => makeTheme(dark, density), [dark, density]);
  return (
    <Chosen.Provider value={{ theme, dark, density, chooseTheme, chooseDensity }}>
      <ConfigProvider theme={ant} locale={antWords}>
        {children}
      </ConfigProvider>
    </Chosen.Provider>
  );
}
