import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Collapse, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field, Row } from '@/shared/fields';
import { AttributesEditor } from '../attributes/AttributesEditor';
import type { Charge } from './goods';
import { LocalisedField } from './LocalisedField';
import { DateFields, StatusField } from './StatedFields';

const KINDS: Charge['kind'][] = ['recurring', 'usage', 'one_time'];
const MODELS: Charge['model'][] = ['flat', 'tiered', 'volume', 'package', 'on_request'];

export function ChargesEditor({
  charges,
  onChange,
}: {
  charges: Charge[];
  onChange: (charges: Charge[]) => void;
}) {
  const { t } = useTranslation('products');
  const replace = (at: number, charge: Charge) =>
    onChange(charges.map((each, here) => (here === at ? charge : each)));
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      {charges.map((charge, at) => (
        <ChargeFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a charge's key is typed here, its place is what stays
          key={at}
          at={at}
          charge={charge}
          onChange={(next) => replace(at, next)}
          remove={() => onChange(charges.filter((_, here) => here !== at))}
        />
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() =>
          onChange([
            ...charges,
            { key: '', kind: 'recurring', model: 'flat', status: 'active', priceRef: '' },
          ])
        }
      >
        {t('charge.add')}
      </Button>
    </div>
  );
}

function ChargeFields({
  charge,
  at,
  onChange,
  remove,
}: {
  charge: Charge;
  at: number;
  onChange: (charge: Charge) => void;
  remove: () => void;
}) {
  const { t } = useTranslation('products');
  const here = `/charges/${at}`;
  const say = (changes: Partial<Charge>) => onChange({ ...charge, ...changes });
  const title = charge.key || t('charge.number', { number: at + 1 });
  return (
    <fieldset className="card" style={{ margin: 0, minWidth: 0, paddingTop: 4 }}>
      <legend>{title}</legend>
      <Row least={130}>
        <Field label={t('field.key')} at={`${here}/key`} required>
          {(control) => (
            <Input
              {...control}
              className="mono"
              value={charge.key}
              onChange={(event) => say({ key: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('charge.kind')} at={`${here}/kind`}>
          {(control) => (
            <Select
              {...control}
              value={charge.kind}
              onChange={(kind) => say({ kind })}
              options={KINDS.map((kind) => ({ value: kind, label: t(`charge.kinds.${kind}`) }))}
            />
          )}
        </Field>
        <Field label={t('charge.model')} at={`${here}/model`}>
          {(control) => (
            <Select
              {...control}
              value={charge.model}
              onChange={(model) => say({ model })}
              options={MODELS.map((model) => ({ value: model, label: t(`charge.models.${model}`) }))}
            />
          )}
        </Field>
        <Field label={t('field.unit')} at={`${here}/unit`}>
          {(control) => (
            <Input
              {...control}
              value={charge.unit ?? ''}
              onChange={(event) => say({ unit: event.target.value })}
            />
          )}
        </Field>
      </Row>
      <Field label={t('field.priceRef')} at={`${here}/priceRef`} required={charge.model !== 'on_request'}>
        {(control) => (
          <Input
            {...control}
            className="mono"
            value={charge.priceRef ?? ''}
            onChange={(event) => say({ priceRef: event.target.value })}
          />
        )}
      </Field>
      <Collapse
        ghost
        size="small"
        items={[
          {
            key: 'more',
            label: t('charge.more'),
            children: (
              <>
                <LocalisedField
                  label={t('field.name')}
                  at={`${here}/name`}
                  value={charge.name ?? {}}
                  onChange={(name) => say({ name })}
                />
                <Row least={130}>
                  <StatusField
                    at={`${here}/status`}
                    value={charge.status}
                    onChange={(status) => say({ status })}
                  />
                  <DateFields said={charge} onChange={say} at={here} />
                </Row>
                <AttributesEditor
                  at={`${here}/attributes`}
                  values={charge.attributes ?? {}}
                  onChange={(attributes) => say({ attributes })}
                />
              </>
            ),
          },
        ]}
      />
      <Button size="small" type="text" danger icon={<DeleteOutlined />} onClick={remove}>
        {t('charge.remove', { charge: title })}
      </Button>
    </fieldset>
  );
}
