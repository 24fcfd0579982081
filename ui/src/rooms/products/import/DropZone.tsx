// Where a file is dropped or chosen; the same place for mouse and keyboard.
import { InboxOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

const ENDINGS = '.csv,.tsv,.txt,.ndjson,.jsonl,.json,.gz';

export function DropZone({ take, barred }: { take: (file: File) => void; barred?: string }) {
  const { t } = useTranslation('products');
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button is everybody's
    <div
      className={`drop${over ? ' over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file && barred === undefined) take(file);
      }}
    >
      <InboxOutlined style={{ fontSize: 32, color: 'var(--ant-color-primary)' }} aria-hidden />
      <div>{t('import.drop')}</div>
      <Button
        type="primary"
        disabled={barred !== undefined}
        title={barred}
        onClick={() => input.current?.click()}
      >
        {t('import.choose')}
      </Button>
      <div className="quiet">{t('import.forms')}</div>
      {barred && <div className="quiet">{barred}</div>}
      <input
        ref={input}
        type="file"
        accept={ENDINGS}
        aria-label={t('import.choose')}
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file) take(file);
        }}
      />
    </div>
  );
}
