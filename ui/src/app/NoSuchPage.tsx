import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Nothing } from '@/shared/states';

export function NoSuchPage() {
  const { t } = useTranslation('app');
  return (
    <main>
      <Nothing action={<Link to="/">{t('noSuchPage.back')}</Link>}>{t('noSuchPage.title')}</Nothing>
    </main>
  );
}
