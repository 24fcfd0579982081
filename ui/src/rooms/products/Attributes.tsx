import { PlusOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { useAddress } from '@/shared/address';
import { number } from '@/shared/format';
import { Answer, Nothing } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { type Column, VirtualTable } from '@/shared/VirtualTable';
import { AttributeDetail } from './attributes/AttributeDetail';
import { AttributeForm } from './attributes/AttributeForm';
import { type Attribute, KINDS, labelOf, useRegistry } from './attributes/registry';
import { SearchBox } from './browser/Browser';
import { useBarred } from './useBarred';
import '@/shared/room.css';

function mentions(attribute: Attribute, word: string): boolean {
  const texts = [attribute.key, attribute.unit ?? '', ...Object.values(attribute.label ?? {})];
  return texts.some((text) => text.toLowerCase().includes(word.toLowerCase()));
}

export function Page() {
  const { t, i18n } = useTranslation('products');
  const environment = useEnvironment();
  const [said, say] = useAddress();
  const barred = useBarred();
  const toasts = useToasts();
  const queries = useQueryClient();
  const registry = useRegistry();
  const close = () => say({ key: undefined, create: undefined });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new language is new words
  const columns = useMemo<Column<Attribute>[]>(
    () => [
      { key: 'label', title: t('attribute.label'), width: 260, grows: true, render: labelOf },
      {
        key: 'key',
        title: t('field.key'),
        width: 260,
        render: (row) => <span className="mono">{row.key}</span>,
      },
      {
        key: 'type',
        title: t('attribute.type'),
        width: 170,
        render: (row) => t(row.many ? `kinds.${row.type}` : `kind.${row.type}`),
      },
      { key: 'unit', title: t('attribute.unit'), width: 110, render: (row) => row.unit ?? '' },
      {
        key: 'allowed',
        title: t('attribute.allowed'),
        width: 220,
        render: (row) =>
          row.allowed?.map(String).join(', ') ?? <span className="quiet">{t('attribute.anyValue')}</span>,
      },
      {
        key: 'facetable',
        title: t('attribute.facetable'),
        width: 80,
        render: (row) => (row.facetable ? t('value.yes') : ''),
      },
      {
        key: 'searchable',
        title: t('attribute.searchable'),
        width: 90,
        render: (row) => (row.searchable ? t('value.yes') : ''),
      },
    ],
    [t, i18n.language],
  );
  return (
    <div className="room">
      <div className="bar">
        <h1>{t('attribute.many_title')}</h1>
        <span className="quiet">
          {registry.data && t('found', { count: registry.data.length, shown: number(registry.data.length) })}
        </span>
        <span style={{ flex: 1 }} />
        <Button
          type="primary"
          icon={<PlusOutlined />}
          disabled={barred !== undefined}
          title={barred}
          onClick={() => say({ create: 'yes', key: undefined })}
        >
          {t('attribute.new')}
        </Button>
      </div>
      <div className="bar">
        <SearchBox label={t('attribute.search')} />
        <Select
          allowClear
          aria-label={t('attribute.type')}
          placeholder={t('attribute.anyType')}
          style={{ width: 150 }}
          value={said.type}
          onChange={(type?: string) => say({ type })}
          options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        />
      </div>
      <div className="grows">
        <Answer asked={registry} rows={12}>
          {(all) => {
            const rows = all.filter(
              (each) => mentions(each, said.search ?? '') && (!said.type || each.type === said.type),
            );
            if (rows.length === 0) {
              return (
                <div className="card">
                  <Nothing>{t(all.length === 0 ? 'attribute.empty' : 'filter.nothing')}</Nothing>
                </div>
              );
            }
            return (
              <VirtualTable
                label={t('attribute.many_title')}
                rows={rows}
                columns={columns}
                keyOf={(row) => row.key}
                opened={said.key}
                onOpen={(row) => say({ key: row.key, create: undefined })}
              />
            );
          }}
        </Answer>
      </div>
      <Drawer
        open={said.key !== undefined || said.create === 'yes'}
        onClose={close}
        size={560}
        mask={false}
        destroyOnHidden
        title={said.key ?? t('attribute.new')}
        styles={{ header: { padding: '10px 16px' }, body: { padding: 16 } }}
      >
        {said.key !== undefined ? (
          <AttributeDetail environment={environment} of={said.key} barred={barred} close={close} />
        ) : (
          <AttributeForm
            environment={environment}
            cancel={close}
            done={(attribute) => {
              toasts.done(t('attribute.created', { name: labelOf(attribute) }));
              void queries.invalidateQueries({ queryKey: ['products', environment] });
              say({ create: undefined, key: attribute.key });
            }}
          />
        )}
      </Drawer>
    </div>
  );
}
