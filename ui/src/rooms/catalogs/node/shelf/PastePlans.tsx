import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckedRows } from './CheckedRows';
import { namesIn, type Said } from './names';
import type { Assign } from './useAssign';

const MOST = 10_000;

export function PastePlans({ assign }: { assign: Assign }) {
  const { t } = useTranslation('nodes');
  const [text, setText] = useState('');
  const [said, setSaid] = useState<Said[] | null>(null);
  const names = namesIn(text);
  return (
    <>
      <p className="quiet">{t('assign.pasteWhy')}</p>
      <Input.TextArea
        autoFocus
        className="mono"
        autoSize={{ minRows: 6, maxRows: 14 }}
        aria-label={t('assign.pasteHere')}
        placeholder={'RP-123\nGPS-SENSOR-EU; RP-124'}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setSaid(null);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && names.length > 0) setSaid(names);
        }}
      />
      <div className="node-row" style={{ marginTop: 8 }}>
        <Button
          size="small"
          disabled={names.length === 0 || names.length > MOST || said !== null}
          onClick={() => setSaid(names)}
        >
          {t('assign.check', { count: names.length })} <kbd>Ctrl ⏎</kbd>
        </Button>
        {names.length > MOST && <span className="node-fault">{t('assign.tooMany', { count: MOST })}</span>}
      </div>
      {said && <CheckedRows said={said} assign={assign} mend={setSaid} />}
    </>
  );
}
