// Whether the chain holds, and the chain itself to take away.
import { DownloadOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Modal, Progress, Tooltip, Typography } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useMe } from '@/app/session';
import { api, told } from '@/shared/api';
import { number } from '@/shared/format';
import { ProblemNotice } from '@/shared/states';
import { type Walk, walk } from './verifying';

export function TrailTools() {
  const { t } = useTranslation('audit');
  const [isOpen, setOpen] = useState(false);
  const { environments } = useMe();
  const mayExport = useMay('operator') && environments === null;
  return (
    <div className="trail-tools">
      <Button size="small" icon={<SafetyCertificateOutlined />} onClick={() => setOpen(true)}>
        {t('verify.action')}
      </Button>
      <Tooltip title={mayExport ? t('export.hint') : t('export.mayNot')}>
        <Button
          size="small"
          icon={<DownloadOutlined />}
          href={mayExport ? '/audit/export' : undefined}
          disabled={!mayExport}
          download
        >
          {t('export.action')}
        </Button>
      </Tooltip>
      <Modal
        open={isOpen}
        title={t('verify.title')}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
        width={620}
      >
        <Verdict />
      </Modal>
    </div>
  );
}

const newestQuery = {
  queryKey: ['audit', 'newest'],
  queryFn: async () =>
    (await told(api.GET('/audit', { params: { query: { limit: 1 } } }))).items[0]?.seq ?? 0,
};

function Verdict() {
  const { t } = useTranslation('audit');
  const { seen, wrong, start } = useWalk();
  const newest = useQuery(newestQuery);
  const total = Math.max(newest.data ?? 0, seen?.last ?? 0);
  const percent = total === 0 ? 0 : Math.floor((100 * (seen?.last ?? 0)) / total);
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <p className="quiet" style={{ margin: 0 }}>
        {t('verify.about')}
      </p>
      {wrong !== null && <ProblemNotice wrong={wrong} retry={start} />}
      {!seen?.done && wrong === null && (
        <Progress percent={percent} aria-label={t('verify.progress')} status="active" />
      )}
      {seen?.done && <Found seen={seen} />}
      <ForOutsiders />
    </div>
  );
}

/** Begins by itself; closing the dialog ends it after the piece that is under way. */
function useWalk() {
  const [seen, setSeen] = useState<Walk | null>(null);
  const [wrong, setWrong] = useState<unknown>(null);
  const turn = useRef(0);
  const start = async () => {
    turn.current += 1;
    const mine = turn.current;
    setWrong(null);
    try {
      for await (const each of walk()) {
        if (mine !== turn.current) return;
        setSeen(each);
      }
    } catch (problem) {
      if (mine === turn.current) setWrong(problem);
    }
  };
  const begin = useRef(start);
  useEffect(() => {
    void begin.current();
    return () => {
      turn.current += 1;
    };
  }, []);
  return { seen, wrong, start: () => void start() };
}

function Found({ seen }: { seen: Walk }) {
  const { t } = useTranslation('audit');
  if (seen.brokenAt !== undefined)
    return (
      <Alert
        type="error"
        showIcon
        role="alert"
        title={t('verify.broken', { at: number(seen.brokenAt) })}
        description={t('verify.brokenWhy', { reason: seen.reason, last: number(seen.last), head: seen.head })}
      />
    );
  if (seen.last === 0) return <Alert type="info" showIcon title={t('verify.empty')} />;
  return (
    <Alert
      type="success"
      showIcon
      role="status"
      title={t('verify.whole', { first: number(seen.first), last: number(seen.last) })}
      description={
        <>
          {t('verify.head')}{' '}
          <Typography.Text
            className="mono"
            style={{ overflowWrap: 'anywhere' }}
            copyable={{ text: seen.head, tooltips: false }}
          >
            {seen.head}
          </Typography.Text>
        </>
      }
    />
  );
}

/** The service is not to be trusted by those who check it: they need the file and a program of their own. */
function ForOutsiders() {
  const { t } = useTranslation('audit');
  const { tenant } = useMe();
  return (
    <details>
      <summary>{t('verify.outside')}</summary>
      <ol style={{ paddingLeft: 20, margin: '8px 0 0' }}>
        <li>{t('verify.stepExport')}</li>
        <li>{t('verify.stepRun')}</li>
      </ol>
      <Typography.Paragraph copyable={{ tooltips: false }} className="mono" style={{ margin: '6px 0 0' }}>
        {`python verify_audit.py audit-${tenant}.ndjson --head …`}
      </Typography.Paragraph>
    </details>
  );
}
