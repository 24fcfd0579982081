import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAppearance } from '../appearance';
import { environmentsQuery } from '../environments';
import { LANGUAGES, type Language, speak } from '../i18n';
import { PAGES } from '../places';
import { useMay } from '../session';
import { signOut } from '../signOut';
import { openShortcuts } from './opening';

/** One line of the palette. */
export interface Entry {
  id: string;
  group: string;
  title: string;
  context?: string;
  run: () => void;
}

/** Everything that can be done from anywhere, said in the person's language. */
export function useCommands(environment: string): Entry[] {
  const { t } = useTranslation('app');
  const go = useNavigate();
  const { chooseTheme } = useAppearance();
  const environments = useQuery(environmentsQuery).data?.items ?? [];
  const mayImport = useMay('catalog-editor');
  const at = (to: string) => () =>
    void go({ to: `/$environment${to}` as '/$environment', params: { environment } });
  const command = (id: string, title: string, run: () => void) => ({
    id,
    title,
    run,
    group: t('palette.commands'),
  });
  return [
    ...PAGES.map((page) => ({
      id: `page:${page.to}`,
      group: t('palette.pages'),
      title: t(`menu.${page.words}`),
      run: at(page.to),
    })),
    ...(mayImport ? [command('import', t('palette.importFile'), at('/products/import'))] : []),
    ...environments
      .filter((each) => each.key !== environment)
      .map((each) =>
        command(`environment:${each.key}`, t('palette.switchTo', { environment: each.key }), () => {
          void go({ to: '/$environment', params: { environment: each.key } });
        }),
      ),
    ...(['system', 'light', 'dark'] as const).map((theme) =>
      command(`theme:${theme}`, t('palette.theme', { theme: t(`person.${theme}`) }), () =>
        chooseTheme(theme),
      ),
    ),
    ...Object.entries(LANGUAGES).map(([key, language]) =>
      command(`language:${key}`, t('palette.language', { language }), () => void speak(key as Language)),
    ),
    command('shortcuts', t('person.shortcuts'), openShortcuts),
    command('signOut', t('person.signOut'), () => void signOut()),
  ];
}
