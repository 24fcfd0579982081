import { DeleteOutlined, EditOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, inEnvironment, type Tagged, told } from '@/shared/api';
import { Facts } from '@/shared/Facts';
import { Answer, ProblemNotice } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { AttributeForm, readAttribute } from './AttributeForm';
import { type Attribute, labelOf } from './registry';

interface Props {
  environment: string;
  of: string;
  barred?: string;
  close: () => void;
}

export function AttributeDetail({ environment, of: key, barred, close }: Props) {
  const found = useQuery({
    queryKey: ['products', environment, 'attribute', key],
    queryFn: () => readAttribute(environment, key),
  });
  return (
    <Answer asked={found} rows={6}>
      {(seen) => <Seen key={key} environment={environment} seen={seen} barred={barred} close={close} />}
    </Answer>
  );
}

function Seen({
  environment,
  seen,
  barred,
  close,
}: {
  environment: string;
  seen: Tagged<Attribute>;
  barred?: string;
  close: () => void;
}) {
  const { t } = useTranslation('products');
  const [editing, setEditing] = useState<Tagged<Attribute> | null>(null);
  const [wrong, setWrong] = useState<unknown>(null);
  const { modal } = App.useApp();
  const toasts = useToasts();
  const queries = useQueryClient();
  const attribute = seen.body;
  const name = labelOf(attribute);
  const refresh = () => void queries.invalidateQueries({ queryKey: ['products', environment] });
  const remove = async () => {
    try {
      await told(
        api.DELETE('/commerce/attributes/{key}', {
          params: { path: { key: attribute.key }, header: { 'if-match': seen.etag } },
          headers: inEnvironment(environment),
        }),
      );
      toasts.done(t('attribute.deleted', { name }));
      close();
      refresh();
    } catch (refused) {
      // Stays on the page: it names where the attribute is in use, which is what there is to do next.
      setWrong(refused);
    }
  };
  if (editing) {
    return (
      <AttributeForm
        environment={environment}
        seen={editing}
        cancel={() => setEditing(null)}
        done={() => {
          setEditing(null);
          toasts.done(t('attribute.saved', { name }));
          refresh();
        }}
      />
    );
  }
  return (
    <>
      <div className="bar" style={{ marginBottom: 12 }}>
        <h2 style={{ fontSize: 16, margin: 0, flex: 1 }}>{name}</h2>
        <Button
          size="small"
          icon={<EditOutlined />}
          disabled={barred !== undefined}
          title={barred}
          onClick={() => setEditing(seen)}
        >
          {t('edit', { ns: 'shared' })}
        </Button>
        <Button
          danger
          size="small"
          icon={<DeleteOutlined />}
          disabled={barred !== undefined}
          title={barred}
          onClick={() =>
            modal.confirm({
              title: t('attribute.deleteTitle', { name }),
              content: t('attribute.deleteWords'),
              okText: t('attribute.delete'),
              okButtonProps: { danger: true },
              onOk: remove,
            })
          }
        >
          {t('delete', { ns: 'shared' })}
        </Button>
      </div>
      {wrong !== null && (
        <div style={{ marginBottom: 12 }}>
          <ProblemNotice wrong={wrong} />
        </div>
      )}
      <Facts
        facts={[
          [
            t('field.key'),
            <span key="key" className="mono">
              {attribute.key}
            </span>,
          ],
          ...Object.entries(attribute.label ?? {}).map(
            ([locale, text]) => [t('attribute.labelIn', { locale }), text] as [string, string],
          ),
          [t('attribute.type'), t(attribute.many ? `kinds.${attribute.type}` : `kind.${attribute.type}`)],
          [t('attribute.unit'), attribute.unit ?? '–'],
          [t('attribute.allowed'), attribute.allowed?.map(String).join(', ') ?? t('attribute.anyValue')],
          [t('attribute.facetable'), t(attribute.facetable ? 'value.yes' : 'value.no')],
          [t('attribute.searchable'), t(attribute.searchable ? 'value.yes' : 'value.no')],
        ]}
      />
      <p className="quiet" style={{ marginTop: 16 }}>
        {t('attribute.inRules', { key: attribute.key })}
      </p>
    </>
  );
}
