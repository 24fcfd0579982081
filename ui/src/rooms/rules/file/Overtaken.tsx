import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

/** Told as soon as it is known, not only when the text is committed. */
export function Overtaken({ branch, path, look }: { branch: string; path: string; look: () => void }) {
  const { t } = useTranslation('rules');
  return (
    <div className="rr-notice" role="status">
      <span>{t('meanwhile.overtaken', { file: path, branch })}</span>
      <Button size="small" onClick={look}>
        {t('meanwhile.look')}
      </Button>
    </div>
  );
}
