// API tokens for machines: shown once, when they are made.
import { CheckOutlined, CopyOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Input, InputNumber, Space, Switch } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '@/shared/address';
import { api, told, type Words } from '@/shared/api';
import { every } from '@/shared/every';
import { Facts, Section } from '@/shared/Facts';
import { FormFrame } from '@/shared/FormFrame';
import { Field } from '@/shared/fields';
import { ago, day, instant } from '@/shared/format';
import { StatusTag } from '@/shared/StatusTag';
import { Answer, Nothing } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { type Column, VirtualTable } from '@/shared/VirtualTable';
import { EnvironmentsField, GrantsEditor } from './GrantsEditor';
import { type Grant, grantWords, NEW_GRANT, saidGrants } from './grants';

type Token = Words['TokenOut'];
type State = 'good' | 'expired' | 'revoked';

export function stateOf(token: Pick<Token, 'revokedAt' | 'expiresAt'>, now = new Date()): State {
  if (token.revokedAt !== null) return 'revoked';
  return new Date(token.expiresAt) <= now ? 'expired' : 'good';
}

const TONES = { good: 'good', expired: 'plain', revoked: 'bad' } as const;

export function Tokens() {
  const { t, i18n } = useTranslation('admin');
  const [said, say] = useAddress();
  const queries = useQueryClient();
  const [made, setMade] = useState<Words['TokenCreated'] | null>(null);
  const found = useQuery({
    queryKey: ['admin', 'tokens'],
    queryFn: () =>
      every((after) => told(api.GET('/access/tokens', { params: { query: { limit: 100, after } } }))),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new language is new words
  const columns = useMemo<Column<Token>[]>(
    () => [
      { key: 'name', title: t('token.name'), width: 200, render: (row) => row.name },
      {
        key: 'state',
        title: t('token.state'),
        width: 100,
        render: (row) => (
          <StatusTag tone={TONES[stateOf(row)]}>{t(`token.states.${stateOf(row)}`)}</StatusTag>
        ),
      },
      {
        key: 'grants',
        title: t('grant.many'),
        width: 220,
        grows: true,
        render: (row) => row.grants.map(grantWords).join(', '),
      },
      {
        key: 'environments',
        title: t('grant.environments'),
        width: 140,
        render: (row) => row.environments?.join(', ') ?? t('grant.everyEnvironment'),
      },
      { key: 'expires', title: t('token.expires'), width: 120, render: (row) => day(row.expiresAt) },
      {
        key: 'used',
        title: t('token.lastUsed'),
        width: 130,
        render: (row) =>
          row.lastUsedAt ? ago(row.lastUsedAt) : <span className="quiet">{t('token.never')}</span>,
      },
      {
        key: 'by',
        title: t('token.createdBy'),
        width: 180,
        render: (row) => <span className="mono">{row.createdBy}</span>,
      },
    ],
    [t, i18n.language],
  );
  const close = () => {
    setMade(null);
    say({ key: undefined, create: undefined });
  };
  const rows = (found.data ?? []).filter((token) => said.all === 'yes' || stateOf(token) === 'good');
  const opened = found.data?.find((token) => token.id === said.key);
  return (
    <>
      <div className="bar">
        <span className="quiet" style={{ flex: 1 }}>
          {t('token.what')}
        </span>
        <span className="quiet" id="old-tokens">
          {t('token.showOld')}
        </span>
        <Switch
          size="small"
          aria-labelledby="old-tokens"
          checked={said.all === 'yes'}
          onChange={(is) => say({ all: is ? 'yes' : undefined })}
        />
        <Button type="primary" icon={<PlusOutlined />} onClick={() => say({ create: 'yes', key: undefined })}>
          {t('token.new')}
        </Button>
      </div>
      <div className="grows">
        <Answer asked={found}>
          {() =>
            rows.length === 0 ? (
              <div className="card">
                <Nothing>{t('token.empty')}</Nothing>
              </div>
            ) : (
              <VirtualTable
                label={t('token.many')}
                rows={rows}
                columns={columns}
                keyOf={(row) => row.id}
                opened={said.key}
                onOpen={(row) => say({ key: row.id, create: undefined })}
              />
            )
          }
        </Answer>
      </div>
      <Drawer
        open={opened !== undefined || said.create === 'yes'}
        onClose={close}
        size={680}
        mask={made !== null}
        // What is shown once is not lost by a click beside it, nor by Escape.
        maskClosable={false}
        keyboard={made === null}
        destroyOnHidden
        title={opened?.name ?? t('token.new')}
      >
        {made ? (
          <Made made={made} close={close} />
        ) : opened ? (
          <Opened token={opened} close={close} />
        ) : (
          <TokenForm
            close={close}
            done={(created) => {
              setMade(created);
              void queries.invalidateQueries({ queryKey: ['admin', 'tokens'] });
            }}
          />
        )}
      </Drawer>
    </>
  );
}

function TokenForm({ close, done }: { close: () => void; done: (made: Words['TokenCreated']) => void }) {
  const { t } = useTranslation('admin');
  const [name, setName] = useState('');
  const [grants, setGrants] = useState<Grant[]>([NEW_GRANT]);
  const [environments, setEnvironments] = useState<string[] | null>(null);
  const [days, setDays] = useState(90);
  const save = async () => {
    const body = { name, grants: saidGrants(grants), environments, expiresInDays: days };
    done(await told(api.POST('/access/tokens', { body })));
  };
  const ends = new Date(Date.now() + days * 86_400_000);
  return (
    <FormFrame
      said={[name, grants, environments, days]}
      save={save}
      saveWords={t('token.create')}
      cancel={close}
      blocked={name.trim() === '' ? t('token.nameFirst') : undefined}
    >
      <Field label={t('token.name')} at="/name" required hint={t('token.nameHint')}>
        {(control) => (
          <Input {...control} autoFocus value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Section title={t('grant.many')}>
        <GrantsEditor grants={grants} onChange={setGrants} />
      </Section>
      <EnvironmentsField value={environments} onChange={setEnvironments} />
      <Field label={t('token.days')} at="/expiresInDays" hint={t('token.ends', { day: day(ends) })}>
        {(control) => (
          <InputNumber
            {...control}
            min={1}
            max={366}
            value={days}
            onChange={(value) => setDays(value ?? 90)}
          />
        )}
      </Field>
    </FormFrame>
  );
}

function Made({ made, close }: { made: Words['TokenCreated']; close: () => void }) {
  const { t } = useTranslation('admin');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(made.token);
    setCopied(true);
  };
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={t('token.once')}
        description={t('token.onceWords')}
        style={{ marginBottom: 12 }}
      />
      <Space.Compact block>
        <Input
          readOnly
          aria-label={t('token.itself')}
          className="mono"
          value={made.token}
          onFocus={(event) => event.target.select()}
        />
        <Button
          type="primary"
          icon={copied ? <CheckOutlined /> : <CopyOutlined />}
          onClick={() => void copy()}
        >
          {t(copied ? 'token.copied' : 'token.copy')}
        </Button>
      </Space.Compact>
      <pre className="mono card" style={{ overflow: 'auto', marginTop: 12 }}>
        {`curl -H 'Authorization: Bearer ${made.token.slice(0, 12)}…' ${location.origin}/access/me`}
      </pre>
      <Button onClick={close}>{t('token.kept')}</Button>
    </>
  );
}

function Opened({ token, close }: { token: Token; close: () => void }) {
  const { t } = useTranslation('admin');
  const { modal } = App.useApp();
  const toasts = useToasts();
  const queries = useQueryClient();
  const revoke = async () => {
    try {
      await told(api.DELETE('/access/tokens/{id}', { params: { path: { id: token.id } } }));
      toasts.done(t('token.revoked', { name: token.name }));
      close();
      void queries.invalidateQueries({ queryKey: ['admin', 'tokens'] });
    } catch (wrong) {
      toasts.refused(wrong);
    }
  };
  const state = stateOf(token);
  return (
    <>
      <Facts
        facts={[
          [
            t('token.state'),
            <StatusTag key="state" tone={TONES[state]}>
              {t(`token.states.${state}`)}
            </StatusTag>,
          ],
          [t('grant.many'), token.grants.map(grantWords).join(', ')],
          [t('grant.environments'), token.environments?.join(', ') ?? t('grant.everyEnvironment')],
          [
            t('token.createdBy'),
            <span key="by" className="mono">
              {token.createdBy}
            </span>,
          ],
          [t('token.created'), instant(token.createdAt)],
          [t('token.expires'), instant(token.expiresAt)],
          [t('token.lastUsed'), token.lastUsedAt ? ago(token.lastUsedAt) : t('token.never')],
          ...(token.revokedAt ? [[t('token.revokedAt'), instant(token.revokedAt)] as [string, string]] : []),
        ]}
      />
      {state === 'good' && (
        <Button
          danger
          style={{ marginTop: 16 }}
          onClick={() =>
            modal.confirm({
              title: t('token.revokeTitle', { name: token.name }),
              content: t('token.revokeWords'),
              okText: t('token.revoke'),
              okButtonProps: { danger: true },
              onOk: revoke,
            })
          }
        >
          {t('token.revoke')}
        </Button>
      )}
    </>
  );
}
