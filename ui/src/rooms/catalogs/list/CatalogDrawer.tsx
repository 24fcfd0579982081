import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Drawer, Flex, Form, Input, Radio, Select, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useMe } from '@/app/session';
import { api, inEnvironment, Problem, told } from '@/shared/api';
import { useConflict } from '@/shared/conflict';
import { ProblemNotice } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { allCatalogs, type Catalog, nameOf } from '../catalogs';
import { freeKey, KEY, keyFrom } from '../tree/keys';
import { currencyOptions, localeOptions } from './choices';

interface Said {
  key: string;
  name: Record<string, string>;
  locales: string[];
  currencies: string[];
  autoPublish: Catalog['autoPublish'];
}

type Change = Omit<Said, 'key'>;

interface CatalogDrawerProps {
  environment: string;
  /** Null: a new one. */
  before: Catalog | null;
  catalogs: readonly Catalog[];
  close: () => void;
}

const KINDS = ['master', 'child', 'virtual'] as const;
const WAYS = ['none', 'on_time_boundary', 'on_rule_change', 'on_time_boundary_or_rule_change'] as const;

export function CatalogDrawer({ environment, before, catalogs, close }: CatalogDrawerProps) {
  const { t, i18n } = useTranslation('catalogs');
  const client = useQueryClient();
  const toasts = useToasts();
  const conflict = useConflict();
  const go = useNavigate();
  const me = useMe();
  const [said, setSaid] = useState<Said>(() => ({
    key: before?.key ?? '',
    name: before?.name ?? {},
    locales: before?.locales ?? ['en'],
    currencies: before?.currencies ?? [],
    autoPublish: before?.autoPublish ?? 'none',
  }));
  const [ownKey, setOwnKey] = useState(before !== null);
  const [wrong, setWrong] = useState<unknown>(null);
  const [isSaving, setSaving] = useState(false);
  const taken = new Set(catalogs.map((each) => each.key));
  const languages = [
    ...new Set([...(said.locales.length > 0 ? said.locales : ['en']), ...Object.keys(said.name)]),
  ];
  const headers = inEnvironment(environment);

  function sayName(locale: string, text: string) {
    const name = { ...said.name, [locale]: text };
    const key = ownKey ? said.key : freeKey(keyFrom(Object.values(name).find(Boolean) ?? ''), taken);
    setSaid({ ...said, name, key });
  }

  function objectionTo(pointer: string): string | undefined {
    const problem = wrong instanceof Problem ? wrong.said : null;
    if (problem?.pointer?.startsWith(pointer)) return problem.detail;
    return problem?.errors?.find((each) => each.pointer.startsWith(pointer))?.detail;
  }

  async function save() {
    setSaving(true);
    setWrong(null);
    const name = Object.fromEntries(Object.entries(said.name).filter(([, text]) => text.trim() !== ''));
    const { key, ...rest } = { ...said, name };
    try {
      if (before === null) await create({ key, ...rest });
      else await change(before, rest, before);
    } catch (refusal) {
      setWrong(refusal);
    } finally {
      setSaving(false);
    }
  }

  async function create(body: Said) {
    const made = await told(api.POST('/commerce/catalogs', { headers, body: { ...body, type: 'master' } }));
    await client.invalidateQueries({ queryKey: ['catalogs', environment] });
    toasts.done(t('list.created', { name: nameOf(made, i18n.language) }));
    close();
    void go({ to: '/$environment/catalogs/$catalog', params: { environment, catalog: made.key } });
  }

  async function change(seen: Catalog, mine: Partial<Change>, base: Catalog): Promise<void> {
    try {
      const params = { path: { key: seen.key }, header: { 'if-match': `"r${seen.revision}"` } };
      await told(api.PUT('/commerce/catalogs/{key}', { params, headers, body: mine }));
    } catch (refusal) {
      if (!(refusal instanceof Problem) || !refusal.isStale) throw refusal;
      const theirs = (await allCatalogs(environment)).find((each) => each.id === base.id);
      if (theirs === undefined) throw refusal;
      const pick = ({ name, locales, currencies, autoPublish }: Change) => ({
        name,
        locales,
        currencies,
        autoPublish,
      });
      const kept = await conflict.resolve<Change>({
        title: nameOf(theirs, i18n.language),
        base: pick(base),
        mine: { ...pick(base), ...mine },
        theirs: pick(theirs),
        fields: [
          {
            key: 'name',
            label: t('list.name'),
            show: (name: Change['name']) => Object.values(name).join(' · '),
          },
          { key: 'locales', label: t('list.locales'), show: (each: string[]) => each.join(', ') },
          { key: 'currencies', label: t('list.currencies'), show: (each: string[]) => each.join(', ') },
          {
            key: 'autoPublish',
            label: t('list.autoPublish'),
            show: (each: Change['autoPublish']) => t(`list.autoPublishSaid.${each}`),
          },
        ],
      });
      return kept === null ? undefined : change(theirs, kept, theirs);
    }
    await client.invalidateQueries({ queryKey: ['catalogs', environment] });
    toasts.done(t('list.changed', { name: nameOf(seen, i18n.language) }));
    close();
  }

  return (
    <Drawer
      open
      size={460}
      title={before ? t('list.changeTitle', { name: nameOf(before, i18n.language) }) : t('list.create')}
      onClose={close}
      footer={
        <Flex gap={8} justify="end">
          <Button onClick={close}>{t('cancel', { ns: 'shared' })}</Button>
          <Button
            type="primary"
            loading={isSaving}
            disabled={!KEY.test(said.key)}
            onClick={() => void save()}
          >
            {before ? t('list.saveChange') : t('list.createAction')}
          </Button>
        </Flex>
      }
    >
      <Form layout="vertical" onFinish={() => void save()}>
        {languages.map((locale, at) => (
          <Form.Item
            key={locale}
            label={t('list.nameIn', { locale })}
            htmlFor={`name-${locale}`}
            validateStatus={objectionTo(`/name/${locale}`) && 'error'}
            help={objectionTo(`/name/${locale}`)}
          >
            <Input
              id={`name-${locale}`}
              autoFocus={at === 0}
              value={said.name[locale] ?? ''}
              onChange={(event) => sayName(locale, event.target.value)}
            />
          </Form.Item>
        ))}
        {before === null && (
          <Form.Item
            label={t('tree.key')}
            htmlFor="catalog-key"
            extra={t('list.keyHint')}
            validateStatus={objectionTo('/key') && 'error'}
            help={objectionTo('/key')}
          >
            <Input
              id="catalog-key"
              className="mono"
              value={said.key}
              onChange={(event) => {
                setOwnKey(event.target.value !== '');
                setSaid({ ...said, key: event.target.value });
              }}
            />
          </Form.Item>
        )}
        {before === null && (
          <Form.Item label={t('list.kind')}>
            <Radio.Group value="master" aria-label={t('list.kind')}>
              {KINDS.map((kind) => (
                <Tooltip key={kind} title={kind === 'master' ? undefined : t('list.notOffered')}>
                  <Radio value={kind} disabled={kind !== 'master'}>
                    {t(`kind.${kind}`)}
                  </Radio>
                </Tooltip>
              ))}
            </Radio.Group>
          </Form.Item>
        )}
        <Form.Item
          label={t('list.locales')}
          htmlFor="catalog-locales"
          extra={t('list.localesHint')}
          validateStatus={objectionTo('/locales') && 'error'}
          help={objectionTo('/locales')}
        >
          <Select
            id="catalog-locales"
            mode="tags"
            value={said.locales}
            options={localeOptions(i18n.language)}
            onChange={(locales: string[]) => setSaid({ ...said, locales })}
          />
        </Form.Item>
        <Form.Item
          label={t('list.currencies')}
          htmlFor="catalog-currencies"
          validateStatus={objectionTo('/currencies') && 'error'}
          help={objectionTo('/currencies')}
        >
          <Select
            id="catalog-currencies"
            mode="multiple"
            value={said.currencies}
            options={currencyOptions(i18n.language)}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(currencies: string[]) => setSaid({ ...said, currencies })}
          />
        </Form.Item>
        <Form.Item
          label={t('list.autoPublish')}
          htmlFor="catalog-by-itself"
          extra={t('list.autoPublishHint')}
        >
          <Select<Said['autoPublish']>
            id="catalog-by-itself"
            value={said.autoPublish}
            disabled={!mayDo(me, ['publisher'], { catalog: said.key })}
            options={WAYS.map((value) => ({ value, label: t(`list.autoPublishSaid.${value}`) }))}
            onChange={(autoPublish) => setSaid({ ...said, autoPublish })}
          />
        </Form.Item>
        {wrong !== null && <ProblemNotice wrong={wrong} />}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </Form>
    </Drawer>
  );
}
