// One page that breaks must not take the others with it.
import { useRouter } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '@/shared/states';

/** After a new release the files of the old one are gone: reading the page anew brings the new ones. */
const STALE_FILE = /dynamically imported module|Importing a module script failed|error loading dynamically/i;

export function RouteError({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter();
  const { t } = useTranslation('app');
  const isOld = STALE_FILE.test(String(error));
  useEffect(() => {
    if (isOld && sessionStorage.getItem('reloaded') !== location.href) {
      sessionStorage.setItem('reloaded', location.href);
      location.reload();
    }
  }, [isOld]);
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <ProblemNotice wrong={error} title={t('broken.title')}>
      <Button onClick={isOld ? () => location.reload() : again}>{t('broken.again')}</Button>
    </ProblemNotice>
  );
}
