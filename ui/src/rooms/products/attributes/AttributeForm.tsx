import { Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, inEnvironment, type Tagged, toldWithTag, type Words } from '@/shared/api';
import { useConflict } from '@/shared/conflict';
import { FormFrame } from '@/shared/FormFrame';
import { Field, Row } from '@/shared/fields';
import { saved } from '@/shared/saving';
import { LocalisedField, saidTexts } from '../goods/LocalisedField';
import { type Attribute, KINDS, labelOf } from './registry';

type Body = Words['AttributeIn'] & { label: Record<string, string> };

const NEW: Body = { type: 'text', many: false, label: { en: '' }, facetable: false, searchable: false };

function bodyOf({ key: _, ...attribute }: Attribute): Body {
  return { ...attribute, label: attribute.label ?? {} };
}

export function readAttribute(environment: string, key: string) {
  return toldWithTag(
    api.GET('/commerce/attributes/{key}', { params: { path: { key } }, headers: inEnvironment(environment) }),
  );
}

/** Integers are sent as numbers, other values as the texts they are. */
export function allowedOf(texts: string[], type: Attribute['type']): unknown[] | null {
  if (texts.length === 0) return null;
  if (type === 'boolean')
    return texts.map((text) => (text === 'true' ? true : text === 'false' ? false : text));
  return type === 'integer' ? texts.map((text) => (/^-?\d{1,16}$/.test(text) ? Number(text) : text)) : texts;
}

interface Props {
  environment: string;
  seen?: Tagged<Attribute>;
  done: (attribute: Attribute) => void;
  cancel: () => void;
}

export function AttributeForm({ environment, seen, done, cancel }: Props) {
  const { t } = useTranslation('products');
  const [key, setKey] = useState(seen?.body.key ?? '');
  const [said, setSaid] = useState<Body>(seen ? bodyOf(seen.body) : NEW);
  const conflict = useConflict();
  const say = (changes: Partial<Body>) => setSaid({ ...said, ...changes });
  const put = (wanted: Body, etag: string | undefined) =>
    toldWithTag(
      api.PUT('/commerce/attributes/{key}', {
        params: { path: { key }, header: { 'if-match': etag } },
        body: wanted,
        headers: inEnvironment(environment),
      }),
    );
  const save = async () => {
    const mine = {
      ...said,
      label: saidTexts(said.label),
      unit: said.unit || null,
      allowed: allowedOf((said.allowed ?? []).map(String), said.type),
    };
    const found = seen
      ? await saved<Body, Tagged<Attribute>>({
          seen: { body: bodyOf(seen.body), etag: seen.etag },
          mine,
          read: async () => {
            const theirs = await readAttribute(environment, key);
            return { body: bodyOf(theirs.body), etag: theirs.etag };
          },
          write: put,
          settle: (base, wanted, theirs) =>
            conflict.resolve({
              title: labelOf(seen.body),
              base,
              mine: wanted,
              theirs,
              fields: (['type', 'many', 'label', 'unit', 'allowed', 'facetable', 'searchable'] as const).map(
                (field) => ({ key: field, label: t(`attribute.${field}`) }),
              ),
            }),
        })
      : await put(mine, undefined);
    if (found) done(found.body);
    return found;
  };
  return (
    <FormFrame
      said={[key, said]}
      save={save}
      saveWords={seen ? t('attribute.save') : t('attribute.create')}
      cancel={cancel}
      blocked={key === '' ? t('keyFirst') : undefined}
    >
      {!seen && (
        <Field label={t('field.key')} at="/key" required hint={t('attribute.keyHint')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              className="mono"
              value={key}
              onChange={(event) => setKey(event.target.value)}
            />
          )}
        </Field>
      )}
      <LocalisedField
        label={t('attribute.label')}
        at="/label"
        value={said.label}
        onChange={(label) => say({ label })}
      />
      <Row>
        <Field label={t('attribute.type')} at="/type" hint={seen ? t('attribute.typeHint') : undefined}>
          {(control) => (
            <Select
              {...control}
              value={said.type}
              onChange={(type) => say({ type })}
              options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
            />
          )}
        </Field>
        <Field label={t('attribute.unit')} at="/unit">
          {(control) => (
            <Input
              {...control}
              value={said.unit ?? ''}
              onChange={(event) => say({ unit: event.target.value })}
            />
          )}
        </Field>
      </Row>
      <Checkbox checked={said.many} onChange={(event) => say({ many: event.target.checked })}>
        {t('attribute.manyWords')}
      </Checkbox>
      <div style={{ height: 10 }} />
      <Field label={t('attribute.allowed')} at="/allowed" hint={t('attribute.allowedHint')}>
        {(control) => (
          <Select
            {...control}
            mode="tags"
            open={false}
            suffixIcon={null}
            tokenSeparators={['|', '\n']}
            value={(said.allowed ?? []).map(String)}
            onChange={(allowed: string[]) => say({ allowed })}
          />
        )}
      </Field>
      <div>
        <Checkbox checked={said.facetable} onChange={(event) => say({ facetable: event.target.checked })}>
          {t('attribute.facetableWords')}
        </Checkbox>
      </div>
      <div>
        <Checkbox checked={said.searchable} onChange={(event) => say({ searchable: event.target.checked })}>
          {t('attribute.searchableWords')}
        </Checkbox>
      </div>
    </FormFrame>
  );
}
