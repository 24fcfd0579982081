import { Input, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, inEnvironment, type Tagged, toldWithTag } from '@/shared/api';
import { useConflict } from '@/shared/conflict';
import { Section } from '@/shared/Facts';
import { FormFrame } from '@/shared/FormFrame';
import { Field, Row } from '@/shared/fields';
import { saved } from '@/shared/saving';
import { AttributesEditor } from '../attributes/AttributesEditor';
import { wordsIn } from '../attributes/registry';
import { NEW_PRODUCT, type ProductBody, productBody, saidProduct, tagged } from './bodies';
import { type Product, readProduct } from './goods';
import { StatedFields } from './StatedFields';

interface Props {
  environment: string;
  /** What is changed; without it a new product is made. */
  seen?: Tagged<Product>;
  done: (product: Product) => void;
  cancel: () => void;
}

export function ProductForm({ environment, seen, done, cancel }: Props) {
  const { t } = useTranslation('products');
  const [key, setKey] = useState('');
  const [said, setSaid] = useState<ProductBody>(seen ? productBody(seen.body) : NEW_PRODUCT);
  const conflict = useConflict();
  const headers = inEnvironment(environment);

  const create = () =>
    toldWithTag(api.POST('/commerce/products', { body: { ...saidProduct(said), key }, headers }));
  const change = (from: Tagged<Product>) =>
    saved<ProductBody, Tagged<Product>>({
      seen: tagged(from, productBody),
      mine: saidProduct(said),
      read: async () => tagged(await readProduct(environment, from.body.key), productBody),
      write: (wanted, etag) =>
        toldWithTag(
          api.PUT('/commerce/products/{key}', {
            params: { path: { key: from.body.key }, header: { 'if-match': etag } },
            body: wanted,
            headers,
          }),
        ),
      settle: (base, mine, theirs) =>
        conflict.resolve({
          title: wordsIn(from.body.name) ?? from.body.key,
          base,
          mine,
          theirs,
          fields: (
            ['name', 'status', 'effectiveFrom', 'effectiveTo', 'tags', 'oneTime', 'attributes'] as const
          ).map((field) => ({ key: field, label: t(`field.${field}`) })),
        }),
    });
  const save = async () => {
    const found = seen ? await change(seen) : await create();
    if (found) done(found.body);
    return found;
  };
  return (
    <FormFrame
      said={[key, said]}
      save={save}
      saveWords={seen ? t('product.save') : t('product.create')}
      cancel={cancel}
      blocked={!seen && key === '' ? t('keyFirst') : undefined}
    >
      {!seen && (
        <Field label={t('field.key')} at="/key" required hint={t('keyHint')}>
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
      <StatedFields said={said} onChange={setSaid} />
      <OneTimeFields said={said} onChange={setSaid} />
      <Section title={t('field.attributes')}>
        <AttributesEditor
          at="/attributes"
          values={said.attributes}
          onChange={(attributes) => setSaid({ ...said, attributes })}
        />
      </Section>
    </FormFrame>
  );
}

function OneTimeFields({ said, onChange }: { said: ProductBody; onChange: (said: ProductBody) => void }) {
  const { t } = useTranslation('products');
  const good = said.oneTime;
  const say = (changes: Partial<NonNullable<ProductBody['oneTime']>>) =>
    onChange({ ...said, oneTime: { priceRef: '', ...good, ...changes } });
  return (
    <Section
      title={t('oneTime.title')}
      extra={
        <Switch
          size="small"
          aria-label={t('oneTime.switch')}
          checked={good != null}
          onChange={(is) => onChange({ ...said, oneTime: is ? { priceRef: '' } : null })}
        />
      }
    >
      <div className="quiet" style={{ marginBottom: 8 }}>
        {t(good ? 'oneTime.implied' : 'oneTime.what')}
      </div>
      {good && (
        <Row>
          <Field label={t('field.priceRef')} at="/oneTime/priceRef" required>
            {(control) => (
              <Input
                {...control}
                className="mono"
                value={good.priceRef}
                onChange={(event) => say({ priceRef: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('field.sku')} at="/oneTime/sku">
            {(control) => (
              <Input
                {...control}
                className="mono"
                value={good.sku ?? ''}
                onChange={(event) => say({ sku: event.target.value || null })}
              />
            )}
          </Field>
          <Field label={t('field.unit')} at="/oneTime/unit">
            {(control) => (
              <Input
                {...control}
                value={good.unit ?? ''}
                onChange={(event) => say({ unit: event.target.value || null })}
              />
            )}
          </Field>
        </Row>
      )}
    </Section>
  );
}
