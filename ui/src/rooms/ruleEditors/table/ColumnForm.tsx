import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/rooms/repository/Dialog';
import { Labelled } from '@/shared/Labelled';
import type { Json } from '../json/exact';
import type { GridColumn } from './columns';
import { type Change, changeColumn } from './editing';

interface Props {
  column: GridColumn;
  apply: (change: Change) => void;
  close: () => void;
}

const PLAIN = /^(true|false|-?\d{1,15})$/;

/** `12` and `true` are what they look like; anything else is a text. */
function plainOf(said: string): Json {
  return PLAIN.test(said) ? (JSON.parse(said) as Json) : said;
}

/** What a column is called, what it reads or sets, and all values that it can have. */
export function ColumnForm({ column, apply, close }: Props) {
  const { t } = useTranslation('ruleEditors');
  const side = column.side!;
  const before = column.column!;
  const [name, setName] = useState(String(before.name ?? ''));
  const [field, setField] = useState(String(before.field ?? ''));
  const [allowed, setAllowed] = useState(() =>
    Array.isArray(before.allowed) ? before.allowed.map(String) : [],
  );
  const save = async () => {
    const listed = allowed.map(plainOf);
    const said = { name: name.trim(), field: field.trim(), allowed: listed.length > 0 ? listed : undefined };
    apply(changeColumn(side, column.id, said));
    close();
  };
  return (
    <Dialog title={t(`column.title.${side}`)} ok={t('column.save')} run={save} close={close}>
      <Labelled words={t('column.name')}>
        {(id) => (
          <Input
            id={id}
            autoFocus
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Labelled>
      <Labelled words={t(`column.field.${side}`)}>
        {(id) => (
          <>
            <Input
              id={id}
              className="mono"
              value={field}
              maxLength={2000}
              aria-describedby={`${id}-hint`}
              onChange={(event) => setField(event.target.value)}
            />
            <div id={`${id}-hint`} className="quiet">
              {t(`column.fieldHint.${side}`)}
            </div>
          </>
        )}
      </Labelled>
      <Labelled words={t('column.allowed')}>
        {(id) => (
          <>
            <Select
              id={id}
              mode="tags"
              style={{ width: '100%' }}
              value={allowed}
              tokenSeparators={[',', '\t', '\n']}
              onChange={(said: string[]) => setAllowed(said)}
              open={false}
              suffixIcon={null}
            />
            <div className="quiet">{t('column.allowedHint')}</div>
          </>
        )}
      </Labelled>
    </Dialog>
  );
}
