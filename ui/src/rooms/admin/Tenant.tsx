// What the tenant is called, and what strangers may see of it.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Select, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Tagged, toldWithTag, type Words } from '@/shared/api';
import { useConflict } from '@/shared/conflict';
import { Facts } from '@/shared/Facts';
import { FormFrame } from '@/shared/FormFrame';
import { Field } from '@/shared/fields';
import { saved } from '@/shared/saving';
import { Answer } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { environmentsQuery } from './GrantsEditor';

type Told = Words['TenantOut'];
type Claims = Words['TenantChange']['anonymousClaims'];

interface Body {
  name: string;
  anonymousEnvironments: string[];
  anonymousClaims: Record<string, unknown>;
}

function bodyOf({ name, anonymousEnvironments, anonymousClaims }: Told): Body {
  return { name, anonymousEnvironments, anonymousClaims };
}

const read = () => toldWithTag(api.GET('/tenant'));

export function Tenant({ may }: { may: boolean }) {
  const found = useQuery({
    queryKey: ['admin', 'tenant'],
    queryFn: read,
    // What a form began with stays: read again behind it, another's save would take away what is typed here.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Answer asked={found}>
      {(seen) => (may ? <Settings key={seen.etag} seen={seen} /> : <Shown tenant={seen.body} />)}
    </Answer>
  );
}

function Shown({ tenant }: { tenant: Told }) {
  const { t } = useTranslation('admin');
  return (
    <div className="card" style={{ maxWidth: 720 }}>
      <p className="quiet" style={{ marginTop: 0 }}>
        {t('barred')}
      </p>
      <Facts
        facts={[
          [
            t('tenant.key'),
            <span key="key" className="mono">
              {tenant.key}
            </span>,
          ],
          [t('tenant.name'), tenant.name],
          [t('tenant.anonymousEnvironments'), tenant.anonymousEnvironments.join(', ') || t('tenant.nowhere')],
        ]}
      />
    </div>
  );
}

function Settings({ seen }: { seen: Tagged<Told> }) {
  const { t } = useTranslation('admin');
  const [said, setSaid] = useState(bodyOf(seen.body));
  const [edition, setEdition] = useState(0);
  const environments = useQuery(environmentsQuery).data?.items ?? [];
  const conflict = useConflict();
  const toasts = useToasts();
  const queries = useQueryClient();
  const tagged = ({ body, etag }: Tagged<Told>): Tagged<Body> => ({ body: bodyOf(body), etag });
  const save = async () => {
    const found = await saved<Body, Tagged<Told>>({
      seen: tagged(seen),
      mine: said,
      read: async () => tagged(await read()),
      write: (wanted, etag) =>
        toldWithTag(
          api.PUT('/tenant', {
            params: { header: { 'if-match': etag } },
            body: { ...wanted, anonymousClaims: wanted.anonymousClaims as Claims },
          }),
        ),
      settle: (base, mine, theirs) =>
        conflict.resolve({
          title: seen.body.name,
          base,
          mine,
          theirs,
          fields: (['name', 'anonymousEnvironments', 'anonymousClaims'] as const).map((key) => ({
            key,
            label: t(`tenant.${key}`),
          })),
        }),
    });
    if (found === null) return null;
    queries.setQueryData(['admin', 'tenant'], found);
    void queries.invalidateQueries({ queryKey: ['me'] });
    toasts.done(t('tenant.saved'));
    return found;
  };
  const opens = said.anonymousEnvironments.filter((key) => !seen.body.anonymousEnvironments.includes(key));
  return (
    <div className="card" style={{ maxWidth: 720 }}>
      <FormFrame
        key={edition}
        said={said}
        save={save}
        saveWords={t('tenant.save')}
        cancel={() => {
          setSaid(bodyOf(seen.body));
          setEdition(edition + 1);
        }}
      >
        <Field label={t('tenant.key')}>
          {(control) => <Input {...control} className="mono" value={seen.body.key} disabled />}
        </Field>
        <Field label={t('tenant.name')} at="/name" required>
          {(control) => (
            <Input
              {...control}
              value={said.name}
              onChange={(event) => setSaid({ ...said, name: event.target.value })}
            />
          )}
        </Field>
        <Field
          label={t('tenant.anonymousEnvironments')}
          at="/anonymousEnvironments"
          hint={t('tenant.environmentsHint')}
        >
          {(control) => (
            <Select
              {...control}
              mode="multiple"
              placeholder={t('tenant.nowhere')}
              value={said.anonymousEnvironments}
              onChange={(keys: string[]) => setSaid({ ...said, anonymousEnvironments: keys })}
              options={environments.map(({ key }) => ({ value: key, label: key }))}
            />
          )}
        </Field>
        {opens.length > 0 && (
          <Alert
            type="warning"
            showIcon
            style={{ marginBottom: 10 }}
            title={t('tenant.opens', { environments: opens.join(', ') })}
          />
        )}
        <ClaimsEditor
          claims={said.anonymousClaims}
          onChange={(anonymousClaims) => setSaid({ ...said, anonymousClaims })}
        />
      </FormFrame>
    </div>
  );
}

/** A claim is a text, a number, yes or no, or a list of them; it is typed as JSON or simply as a text. */
export function claimOf(text: string): unknown {
  try {
    const said: unknown = JSON.parse(text);
    const isPlain = ['string', 'number', 'boolean'].includes(typeof said) || Array.isArray(said);
    return isPlain ? said : text;
  } catch {
    return text;
  }
}

export function claimText(value: unknown): string {
  return typeof value === 'string' && claimOf(value) === value ? value : JSON.stringify(value);
}

function ClaimsEditor({
  claims,
  onChange,
}: {
  claims: Record<string, unknown>;
  onChange: (claims: Record<string, unknown>) => void;
}) {
  const { t } = useTranslation('admin');
  const [rows, setRows] = useState(() =>
    Object.entries(claims).map(([name, value]) => [name, claimText(value)] as const),
  );
  const say = (next: (readonly [string, string])[]) => {
    setRows(next);
    onChange(
      Object.fromEntries(next.filter(([name]) => name !== '').map(([name, text]) => [name, claimOf(text)])),
    );
  };
  const put = (at: number, row: readonly [string, string]) =>
    say(rows.map((each, here) => (here === at ? row : each)));
  return (
    <Field label={t('tenant.anonymousClaims')} at="/anonymousClaims" hint={t('tenant.claimsHint')}>
      {() => (
        <div style={{ display: 'grid', gap: 6 }}>
          {rows.map(([name, text], at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a claim's name is typed here, its place is what stays
            <Space.Compact key={at} block>
              <Input
                aria-label={t('tenant.claimName')}
                placeholder={t('tenant.claimName')}
                style={{ width: 200 }}
                value={name}
                onChange={(event) => put(at, [event.target.value, text])}
              />
              <Input
                aria-label={t('tenant.claimValue')}
                placeholder={t('tenant.claimValue')}
                value={text}
                onChange={(event) => put(at, [name, event.target.value])}
              />
              <Button
                icon={<DeleteOutlined />}
                aria-label={t('tenant.claimRemove', { name })}
                onClick={() => say(rows.filter((_, here) => here !== at))}
              />
            </Space.Compact>
          ))}
          <div>
            <Button size="small" icon={<PlusOutlined />} onClick={() => setRows([...rows, ['', '']])}>
              {t('tenant.claimAdd')}
            </Button>
          </div>
        </div>
      )}
    </Field>
  );
}
