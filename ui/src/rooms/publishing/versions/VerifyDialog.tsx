import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Modal, Progress, Typography } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api';
import { number } from '@/shared/format';
import { ProblemNotice } from '@/shared/states';
import type { Place } from '../publish/publishing';
import { download, exported } from './exporting';
import { type Verified, verify } from './verify';

interface Dialog {
  place: Place;
  version: string;
  close: () => void;
}

/** Recomputes the version's name from its content, here in the browser; nobody has to be believed. */
export function VerifyDialog({ place, version, close }: Dialog) {
  const { t } = useTranslation('publishing');
  const [share, setShare] = useState(0);
  const check = useMutation({
    mutationFn: async () => {
      const body = (await exported(place, version)).body!;
      return verify(body, (entries, of) => setShare(Math.round((100 * entries) / Math.max(1, of))));
    },
  });
  const { mutate } = check;
  // A secure context is what WebCrypto asks for: elsewhere the script is the way.
  const canHash = globalThis.crypto?.subtle !== undefined;
  useEffect(() => {
    if (canHash) mutate();
  }, [canHash, mutate]);
  return (
    <Modal
      open
      width={640}
      title={t('verify.title')}
      onCancel={close}
      footer={
        <>
          <Button onClick={() => void download(place, version)}>{t('actions.export')}</Button>
          <Button type="primary" onClick={close}>
            {t('close')}
          </Button>
        </>
      }
    >
      <div className="pub-stack">
        <p style={{ margin: 0 }}>{t('verify.idea')}</p>
        {!canHash && <Alert type="warning" title={t('verify.notSecure')} />}
        {check.isPending && <Progress percent={share} size="small" aria-label={t('verify.checking')} />}
        {check.data && <Equal found={check.data} />}
        {check.isError && <NotEqual wrong={check.error} />}
        <div>
          <div className="quiet">{t('verify.byYourself')}</div>
          <Typography.Paragraph
            className="mono"
            copyable
            style={{ margin: 0 }}
          >{`catalog-admin versions export ${place.catalog} ${version.slice(0, 12)} version.ndjson && python docs/verify_export.py version.ndjson`}</Typography.Paragraph>
        </div>
      </div>
    </Modal>
  );
}

function Equal({ found: { digest, entries } }: { found: Verified }) {
  const { t } = useTranslation('publishing');
  return (
    <div role="status">
      <div className="pub-gain">
        <CheckCircleFilled /> <strong>{t('verify.equal')}</strong>
      </div>
      <div>{t('verify.counted', { entries: number(entries) })}</div>
      <div className="mono" style={{ overflowWrap: 'anywhere' }}>
        {digest}
      </div>
    </div>
  );
}

function NotEqual({ wrong }: { wrong: Error }) {
  const { t } = useTranslation('publishing');
  if (wrong instanceof Problem) return <ProblemNotice wrong={wrong} />;
  return (
    <div role="alert">
      <div className="pub-loss">
        <CloseCircleFilled /> <strong>{t('verify.notEqual')}</strong>
      </div>
      <div>{wrong.message}</div>
    </div>
  );
}
