// When shoppers see this node, what above it hides it, and who may change it.
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { instant } from '@/shared/format';
import { StatusTag } from '@/shared/StatusTag';
import { useOpenNode } from './address';
import { Fault, Plain } from './Field';
import { FROM, type Node, TO } from './form';
import { useHere } from './here';
import { fromLocal, hiddenBy, type Interval, type Life, lifeOf, toLocal } from './lifecycle';
import { ancestorsQuery } from './queries';
import type { NodeForm } from './useNodeForm';

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function AccessTab({ form }: { form: NodeForm }) {
  const { t } = useTranslation('nodes');
  const { environment, node } = useHere();
  const { data: above = [] } = useQuery(ancestorsQuery(environment, node.parentId));
  return (
    <>
      <h3>{t('life.title')}</h3>
      <Seen form={form} above={above} />
      <table className="node-table">
        <tbody>
          <DateRow form={form} of={FROM} name="from" />
          <DateRow form={form} of={TO} name="to" />
        </tbody>
      </table>
      <p className="quiet">{t('life.zone', { zone: ZONE })}</p>
      <h3>{t('life.above')}</h3>
      <Above above={above} />
      <h3>{t('may.title')}</h3>
      <May />
    </>
  );
}

function DateRow({ form, of, name }: { form: NodeForm; of: string; name: 'from' | 'to' }) {
  const { t } = useTranslation('nodes');
  const { mayEdit } = useHere();
  const value = form.values[of] as string | undefined;
  return (
    <tr data-changed={form.changed.includes(of) || undefined}>
      <th scope="row">{t(`life.${name}`)}</th>
      <td>
        {mayEdit ? (
          <Input
            size="small"
            type="datetime-local"
            style={{ width: 210 }}
            aria-label={t(`life.${name}`)}
            value={toLocal(value)}
            status={form.faults.byField[of] ? 'error' : undefined}
            onChange={(event) => form.set(of, fromLocal(event.target.value))}
          />
        ) : (
          <Plain quiet={!value}>{value ? instant(value) : t(`life.${name}Open`)}</Plain>
        )}
        {mayEdit && value && (
          <Button size="small" type="text" onClick={() => form.set(of, undefined)}>
            {t(`life.${name}Clear`)}
          </Button>
        )}
        <Fault form={form} of={of} />
      </td>
      <td className="quiet">
        {value ? (
          <span className="mono">{new Date(value).toISOString().replace('T', ' ').slice(0, 16)} UTC</span>
        ) : (
          mayEdit && t(`life.${name}Open`)
        )}
      </td>
    </tr>
  );
}

function words(life: Life): [key: string, at: string | null] {
  if (life.state === 'waits') return ['life.waits', life.from];
  if (life.state === 'over') return ['life.over', life.since];
  return life.until ? ['life.until', life.until] : ['life.always', null];
}

/** Of what stands in the form, saved or not: that is what saving would make of it. */
function Seen({ form, above }: { form: NodeForm; above: readonly Node[] }) {
  const { t } = useTranslation('nodes');
  const { node, nameOf } = useHere();
  const now = Date.now();
  const own = {
    activeFrom: (form.values[FROM] as string) ?? null,
    activeTo: (form.values[TO] as string) ?? null,
  };
  const hiding = hiddenBy<Interval>(above, now);
  const life = lifeOf(own, now);
  const [key, at] = words(life);
  const isSeen = hiding === undefined && life.state === 'seen';
  const hider = above.find((each) => each.id === hiding?.id);
  return (
    <p>
      <StatusTag tone={isSeen ? 'good' : 'wait'}>{t(isSeen ? 'life.seen' : 'life.hidden')}</StatusTag>{' '}
      {hider ? t('life.hiddenBy', { name: nameOf(hider) }) : t(key, { at: at && instant(at) })}
      {node.parentId !== null && !hider && <span className="quiet"> {t('life.subtree')}</span>}
    </p>
  );
}

function Above({ above }: { above: readonly Node[] }) {
  const { t } = useTranslation('nodes');
  const { nameOf } = useHere();
  const open = useOpenNode();
  const dated = above.filter((each) => each.activeFrom || each.activeTo);
  if (dated.length === 0) return <p className="quiet">{t('life.noneAbove')}</p>;
  return (
    <ul className="node-list">
      {dated.map((each) => {
        const [key, at] = words(lifeOf(each, Date.now()));
        return (
          <li key={each.id}>
            <button type="button" className="node-link" onClick={() => open(each.id)}>
              {nameOf(each)}
            </button>{' '}
            {t(key, { at: at && instant(at) })}
          </li>
        );
      })}
    </ul>
  );
}

function May() {
  const { t } = useTranslation('nodes');
  const { mayEdit } = useHere();
  const { grants } = useMe();
  return (
    <>
      <p>{t(mayEdit ? 'may.yes' : 'may.no')}</p>
      <ul className="node-list">
        {grants.map((grant) => (
          <li key={`${grant.role}${grant.catalog}${grant.path}`}>
            {grant.role}{' '}
            <span className="quiet">
              {grant.catalog
                ? t(grant.path ? 'may.below' : 'may.inCatalog', { catalog: grant.catalog, path: grant.path })
                : t('may.everywhere')}
            </span>
          </li>
        ))}
      </ul>
      <p className="quiet">{t('may.readers')}</p>
    </>
  );
}
