// For whom an include rule lets in: claims and the values that will do; nobody named means everybody.
import { Button, Input, Popover, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Audience } from './rule';

const CLAIMS = ['segment', 'channel', 'tier'];

interface Props {
  audience: Audience | null;
  mayEdit: boolean;
  change: (audience: Audience | null) => void;
}

export function AudienceEditor({ audience, mayEdit, change }: Props) {
  const { t } = useTranslation('shelfRules');
  const said = Object.entries(audience ?? {});
  const claims = said.map(([claim, values]) => `${claim}: ${values.join(', ')}`).join(' · ');
  const words = claims || t('audience.everybody');
  return (
    <Popover
      trigger="click"
      title={t('audience.title')}
      content={<Claims audience={audience ?? {}} mayEdit={mayEdit} change={change} />}
    >
      <Button size="small" type="dashed" aria-label={t('audience.button', { words })}>
        {words}
      </Button>
    </Popover>
  );
}

function Claims({ audience, mayEdit, change }: Props & { audience: Audience }) {
  const { t } = useTranslation('shelfRules');
  const [claim, setClaim] = useState('');
  const [more, setMore] = useState<string[]>([]);
  const claims = [...new Set([...CLAIMS, ...Object.keys(audience), ...more])];
  function set(name: string, values: string[]) {
    const next = { ...audience, [name]: values };
    const kept = Object.entries(next).filter(([, each]) => each.length > 0);
    change(kept.length ? Object.fromEntries(kept) : null);
  }
  return (
    <div style={{ display: 'grid', gap: 6, width: 320 }}>
      <span className="quiet">{t('audience.hint')}</span>
      {claims.map((name) => (
        <div key={name} style={{ display: 'grid', gridTemplateColumns: '84px 1fr', alignItems: 'center' }}>
          <span>{name}</span>
          <Select
            mode="tags"
            size="small"
            aria-label={t('audience.values', { claim: name })}
            value={audience[name] ?? []}
            disabled={!mayEdit}
            placeholder={t('audience.any')}
            onChange={(values: string[]) => set(name, values)}
            tokenSeparators={[',']}
          />
        </div>
      ))}
      {mayEdit && (
        <Input.Search
          size="small"
          aria-label={t('audience.other')}
          placeholder={t('audience.other')}
          enterButton={t('audience.add')}
          value={claim}
          onChange={(event) => setClaim(event.target.value)}
          onSearch={(name) => {
            if (name.trim()) setMore([...more, name.trim()]);
            setClaim('');
          }}
        />
      )}
    </div>
  );
}
