import { useSearch } from '@tanstack/react-router';
import { Alert, Button, Card, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { signIn } from '@/app/session';

/** Where somebody lands who signed out or whom the issuer or the service refused. */
export function SignIn() {
  const { t } = useTranslation('app');
  const { problem } = useSearch({ strict: false }) as { problem?: string };
  return (
    <main style={{ display: 'grid', placeItems: 'center', minHeight: '100vh' }}>
      <Card style={{ width: 380 }}>
        <Typography.Title level={3}>◆ {t('product')}</Typography.Title>
        <Typography.Paragraph type="secondary">{t('signIn.lead')}</Typography.Paragraph>
        {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 16 }} />}
        <Button type="primary" block onClick={() => signIn('/console/')}>
          {t('signIn.action')}
        </Button>
      </Card>
    </main>
  );
}
