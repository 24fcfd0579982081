import { Input } from 'antd';
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
import { NEW_PLAN, type PlanBody, planBody, saidPlan, tagged } from './bodies';
import { ChargesEditor } from './ChargesEditor';
import { type Plan, readPlan } from './goods';
import { ProductPicker } from './ProductPicker';
import { StatedFields } from './StatedFields';

interface Props {
  environment: string;
  /** What is changed; without it a new rate plan is made. */
  seen?: Tagged<Plan>;
  /** The product a new one is made for, if that is settled. */
  ofProduct?: string;
  done: (plan: Plan) => void;
  cancel: () => void;
}

export function PlanForm({ environment, seen, ofProduct, done, cancel }: Props) {
  const { t } = useTranslation('products');
  const [key, setKey] = useState('');
  const [said, setSaid] = useState<PlanBody>(
    seen ? planBody(seen.body) : { ...NEW_PLAN, product: ofProduct },
  );
  const conflict = useConflict();
  const headers = inEnvironment(environment);

  const create = () =>
    toldWithTag(
      api.POST('/commerce/product-rate-plans', {
        body: { ...saidPlan(said), key, product: said.product ?? '' },
        headers,
      }),
    );
  const change = (from: Tagged<Plan>) =>
    saved<PlanBody, Tagged<Plan>>({
      seen: tagged(from, planBody),
      mine: saidPlan(said),
      read: async () => tagged(await readPlan(environment, from.body.key), planBody),
      write: (wanted, etag) =>
        toldWithTag(
          api.PUT('/commerce/product-rate-plans/{key}', {
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
            [
              'name',
              'status',
              'effectiveFrom',
              'effectiveTo',
              'tags',
              'sku',
              'charges',
              'attributes',
            ] as const
          ).map((field) => ({ key: field, label: t(`field.${field}`) })),
        }),
    });
  const save = async () => {
    const found = seen ? await change(seen) : await create();
    if (found) done(found.body);
    return found;
  };
  const missing = !seen && (key === '' || !said.product);
  return (
    <FormFrame
      said={[key, said]}
      save={save}
      saveWords={seen ? t('plan.save') : t('plan.create')}
      cancel={cancel}
      blocked={missing ? t('plan.keyFirst') : undefined}
    >
      {!seen && (
        <Row least={200}>
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
          <Field label={t('field.product')} at="/product" required hint={t('plan.staysHint')}>
            {(control) => (
              <ProductPicker
                {...control}
                environment={environment}
                value={said.product ?? undefined}
                onChange={(product) => setSaid({ ...said, product })}
              />
            )}
          </Field>
        </Row>
      )}
      <StatedFields said={said} onChange={setSaid} />
      <Field label={t('field.sku')} at="/sku">
        {(control) => (
          <Input
            {...control}
            className="mono"
            value={said.sku ?? ''}
            onChange={(event) => setSaid({ ...said, sku: event.target.value })}
          />
        )}
      </Field>
      <Section title={t('field.charges')}>
        <ChargesEditor charges={said.charges} onChange={(charges) => setSaid({ ...said, charges })} />
      </Section>
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
