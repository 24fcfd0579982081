// Roles of people whose issuer knows no roles.
import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer, Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '@/shared/address';
import { api, Problem, type Tagged, told, toldWithTag, type Words } from '@/shared/api';
import { useConflict } from '@/shared/conflict';
import { every } from '@/shared/every';
import { Section } from '@/shared/Facts';
import { FormFrame } from '@/shared/FormFrame';
import { Field } from '@/shared/fields';
import { ago } from '@/shared/format';
import { saved } from '@/shared/saving';
import { Answer, Nothing } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { type Column, VirtualTable } from '@/shared/VirtualTable';
import { EnvironmentsField, GrantsEditor } from './GrantsEditor';
import { type Grant, grantWords, NEW_GRANT, saidGrants } from './grants';

type Binding = Words['BindingOut'];

interface Body {
  grants: Grant[];
  environments: string[] | null;
}

function bodyOf({ grants, environments }: Binding): Body {
  return { grants, environments };
}

function readBinding(subject: string) {
  return toldWithTag(api.GET('/access/bindings/{subject}', { params: { path: { subject } } }));
}

export function Bindings() {
  const { t, i18n } = useTranslation('admin');
  const [said, say] = useAddress();
  const found = useQuery({
    queryKey: ['admin', 'bindings'],
    queryFn: () =>
      every((after) => told(api.GET('/access/bindings', { params: { query: { limit: 100, after } } }))),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new language is new words
  const columns = useMemo<Column<Binding>[]>(
    () => [
      {
        key: 'subject',
        title: t('binding.subject'),
        width: 260,
        render: (row) => <span className="mono">{row.subject}</span>,
      },
      {
        key: 'grants',
        title: t('grant.many'),
        width: 300,
        grows: true,
        render: (row) => row.grants.map(grantWords).join(', '),
      },
      {
        key: 'environments',
        title: t('grant.environments'),
        width: 200,
        render: (row) => row.environments?.join(', ') ?? t('grant.everyEnvironment'),
      },
      { key: 'updated', title: t('binding.updated'), width: 140, render: (row) => ago(row.updatedAt) },
    ],
    [t, i18n.language],
  );
  const close = () => say({ key: undefined, create: undefined });
  return (
    <>
      <div className="bar">
        <span className="quiet" style={{ flex: 1 }}>
          {t('binding.what')}
        </span>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => say({ create: 'yes', key: undefined })}>
          {t('binding.new')}
        </Button>
      </div>
      <div className="grows">
        <Answer asked={found}>
          {(rows) =>
            rows.length === 0 ? (
              <div className="card">
                <Nothing>{t('binding.empty')}</Nothing>
              </div>
            ) : (
              <VirtualTable
                label={t('binding.many')}
                rows={rows}
                columns={columns}
                keyOf={(row) => row.subject}
                opened={said.key}
                onOpen={(row) => say({ key: row.subject, create: undefined })}
              />
            )
          }
        </Answer>
      </div>
      <Drawer
        open={said.key !== undefined || said.create === 'yes'}
        onClose={close}
        size={680}
        mask={false}
        destroyOnHidden
        title={said.key ?? t('binding.new')}
      >
        {said.key !== undefined ? <Opened subject={said.key} close={close} /> : <BindingForm close={close} />}
      </Drawer>
    </>
  );
}

function Opened({ subject, close }: { subject: string; close: () => void }) {
  const found = useQuery({
    queryKey: ['admin', 'bindings', subject],
    queryFn: () => readBinding(subject),
    // What a form began with stays: a state read again behind it would hide what somebody else has changed.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Answer asked={found}>
      {(seen) => <BindingForm key={seen.body.subject} seen={seen} close={close} />}
    </Answer>
  );
}

function BindingForm({ seen, close }: { seen?: Tagged<Binding>; close: () => void }) {
  const { t } = useTranslation('admin');
  const [subject, setSubject] = useState(seen?.body.subject ?? '');
  const [said, setSaid] = useState<Body>(
    seen ? bodyOf(seen.body) : { grants: [NEW_GRANT], environments: null },
  );
  const conflict = useConflict();
  const toasts = useToasts();
  const { modal } = App.useApp();
  const queries = useQueryClient();
  const ended = (what: string) => {
    toasts.done(what);
    close();
    void queries.invalidateQueries({ queryKey: ['admin', 'bindings'] });
  };
  const put = (wanted: Body, etag: string | undefined) =>
    toldWithTag(
      api.PUT('/access/bindings/{subject}', {
        params: { path: { subject }, header: { 'if-match': etag } },
        body: wanted,
      }),
    );
  const save = async () => {
    const mine = { ...said, grants: saidGrants(said.grants) };
    const tagged = ({ body, etag }: Tagged<Binding>): Tagged<Body> => ({ body: bodyOf(body), etag });
    const found = seen
      ? await saved<Body, Tagged<Binding>>({
          seen: tagged(seen),
          mine,
          read: async () => tagged(await readBinding(subject)),
          write: put,
          settle: (base, wanted, theirs) =>
            conflict.resolve({
              title: subject,
              base,
              mine: wanted,
              theirs,
              fields: [
                {
                  key: 'grants',
                  label: t('grant.many'),
                  show: (grants: Grant[]) => grants.map(grantWords).join(', '),
                },
                {
                  key: 'environments',
                  label: t('grant.environments'),
                  show: (keys: string[] | null) => keys?.join(', ') ?? t('grant.everyEnvironment'),
                },
              ],
            }),
        })
      : await put(mine, undefined);
    if (found) ended(t('binding.saved', { subject }));
    return found;
  };
  const remove = async (from: Tagged<Binding>) => {
    try {
      await told(
        api.DELETE('/access/bindings/{subject}', {
          params: { path: { subject }, header: { 'if-match': from.etag } },
        }),
      );
      ended(t('binding.removed', { subject }));
    } catch (wrong) {
      if (wrong instanceof Problem && wrong.isStale)
        void queries.invalidateQueries({ queryKey: ['admin', 'bindings'] });
      toasts.refused(wrong);
    }
  };
  return (
    <FormFrame
      said={[subject, said]}
      save={save}
      saveWords={t('binding.save')}
      cancel={close}
      blocked={subject === '' ? t('binding.subjectFirst') : undefined}
    >
      {!seen && (
        <Field label={t('binding.subject')} at="/subject" required hint={t('binding.subjectHint')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              className="mono"
              value={subject}
              onChange={(event) => setSubject(event.target.value)}
            />
          )}
        </Field>
      )}
      <Section title={t('grant.many')}>
        <GrantsEditor grants={said.grants} onChange={(grants) => setSaid({ ...said, grants })} />
      </Section>
      <EnvironmentsField
        value={said.environments}
        onChange={(environments) => setSaid({ ...said, environments })}
      />
      {seen && (
        <Button
          danger
          size="small"
          onClick={() =>
            modal.confirm({
              title: t('binding.removeTitle', { subject }),
              content: t('binding.removeWords'),
              okText: t('binding.remove'),
              okButtonProps: { danger: true },
              onOk: () => remove(seen),
            })
          }
        >
          {t('binding.remove')}
        </Button>
      )}
    </FormFrame>
  );
}
