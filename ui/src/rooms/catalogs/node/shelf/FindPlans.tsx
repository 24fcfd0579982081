// Rate plans of the whole environment, narrowed down and chosen; what is on the shelf already says so.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, Progress, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, inEnvironment, told, type Words } from '@/shared/api';
import { StatusTag } from '@/shared/StatusTag';
import { Answer, Nothing } from '@/shared/states';
import { useHere } from '../here';
import type { Member } from '../queries';
import type { Result } from './bulk';
import { type Item, itemOf } from './changes';
import type { Assign } from './useAssign';

type Plan = Words['catalog_admin__products__schemas__RatePlanOut'];
type Status = Plan['status'];

interface Page {
  plans: Plan[];
  next: string | null;
  /** What assigning would do to each: nothing, for those that stand here by hand. */
  standing: Map<string, Result['status']>;
}

const assigned = (key: string): Item => itemOf(key, { effect: 'include', pin: null, rank: null });

export function FindPlans({ members, assign }: { members: readonly Member[]; assign: Assign }) {
  const { t } = useTranslation('nodes');
  const { environment, node } = useHere();
  const [typed, setTyped] = useState('');
  const [status, setStatus] = useState<Status | undefined>();
  const [tag, setTag] = useState('');
  const [product, setProduct] = useState('');
  const [chosen, setChosen] = useState<ReadonlyMap<string, Result['status']>>(new Map());
  const wanted = useDeferredValue({ search: typed.trim(), status, tag: tag.trim(), product: product.trim() });
  const onShelf = new Set(members.map((each) => each.ratePlanId));

  const asked = useInfiniteQuery({
    queryKey: ['nodes', environment, node.id, 'find', wanted],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }): Promise<Page> => {
      const said = Object.entries(wanted).filter(([, value]) => value);
      const query = { limit: 50, ...Object.fromEntries(said), ...(pageParam ? { after: pageParam } : {}) };
      const headers = inEnvironment(environment);
      const page = await told(api.GET('/commerce/product-rate-plans', { params: { query }, headers }));
      const results =
        page.items.length > 0 ? await assign.dry(page.items.map((each) => assigned(each.key))) : [];
      const standing = new Map(results.map((each) => [each.ratePlanId, each.status]));
      return { plans: page.items, next: page.next, standing };
    },
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });

  function toggle(key: string, standing: Result['status']) {
    const next = new Map(chosen);
    if (!next.delete(key)) next.set(key, standing);
    setChosen(next);
  }

  async function go() {
    const items = [...chosen.keys()].map(assigned);
    const expected = [...chosen].map(([ratePlanId, status]) => ({ ratePlanId, status }) as Result);
    if (await assign.assign(items, expected)) assign.close();
  }

  return (
    <>
      <div className="assign-facets">
        <Input.Search
          autoFocus
          size="small"
          allowClear
          style={{ flex: 2, minWidth: 180 }}
          placeholder={t('assign.searchPlans')}
          aria-label={t('assign.searchPlans')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Select
          size="small"
          allowClear
          style={{ width: 120 }}
          placeholder={t('shelf.columns.status')}
          aria-label={t('shelf.columns.status')}
          value={status}
          onChange={setStatus}
          options={(['active', 'draft', 'retired'] as const).map((each) => ({
            value: each,
            label: t(`shelf.status.${each}`),
          }))}
        />
        <Input
          size="small"
          allowClear
          style={{ width: 130 }}
          placeholder={t('assign.product')}
          aria-label={t('assign.product')}
          value={product}
          onChange={(event) => setProduct(event.target.value)}
        />
        <Input
          size="small"
          allowClear
          style={{ width: 110 }}
          placeholder={t('assign.tag')}
          aria-label={t('assign.tag')}
          value={tag}
          onChange={(event) => setTag(event.target.value)}
        />
      </div>
      <Answer asked={asked}>
        {(data) => {
          const plans = data.pages.flatMap((page) => page.plans);
          if (plans.length === 0) return <Nothing>{t('assign.nothingFound')}</Nothing>;
          const standing = new Map(data.pages.flatMap((page) => [...page.standing]));
          return (
            <div className="assign-list">
              {plans.map((plan) => (
                <PlanRow
                  key={plan.key}
                  plan={plan}
                  standing={standing.get(plan.key) ?? 'created'}
                  isOnShelf={onShelf.has(plan.key)}
                  isChosen={chosen.has(plan.key)}
                  toggle={toggle}
                />
              ))}
              {asked.hasNextPage && (
                <Button
                  type="text"
                  block
                  loading={asked.isFetchingNextPage}
                  onClick={() => void asked.fetchNextPage()}
                >
                  {t('assign.morePlans')}
                </Button>
              )}
            </div>
          );
        }}
      </Answer>
      <div className="assign-foot" style={{ marginTop: 10 }}>
        <Button
          type="primary"
          size="small"
          disabled={chosen.size === 0}
          loading={assign.progress !== null}
          onClick={() => void go()}
        >
          {t('assign.go', { count: chosen.size })}
        </Button>
        {chosen.size > 0 && (
          <Button size="small" type="text" onClick={() => setChosen(new Map())}>
            {t('shelf.clear')}
          </Button>
        )}
        {assign.progress !== null && (
          <Progress percent={Math.round(assign.progress * 100)} size="small" style={{ width: 160 }} />
        )}
      </div>
    </>
  );
}

function PlanRow({
  plan,
  standing,
  isOnShelf,
  isChosen,
  toggle,
}: {
  plan: Plan;
  standing: Result['status'];
  isOnShelf: boolean;
  isChosen: boolean;
  toggle: (key: string, standing: Result['status']) => void;
}) {
  const { t, i18n } = useTranslation('nodes');
  const name = plan.name?.[i18n.language] ?? Object.values(plan.name ?? {})[0] ?? plan.key;
  // Pinned or ranked here: assigning it again would take its place away.
  const isThere = standing === 'unchanged' || (standing === 'changed' && isOnShelf);
  return (
    <label className="assign-row">
      <input
        type="checkbox"
        checked={isChosen || isThere}
        disabled={isThere}
        aria-label={t('shelf.choose', { name })}
        onChange={() => toggle(plan.key, standing)}
      />
      <span title={name}>{name}</span>
      <span className="mono" title={plan.key}>
        {plan.sku ?? plan.key}
      </span>
      <span className="quiet" title={plan.product}>
        {plan.product}
      </span>
      <span className="quiet">{t(`shelf.status.${plan.status}`)}</span>
      <span>
        {isThere || isOnShelf ? (
          <StatusTag tone="info">{t(isThere ? 'assign.thereByHand' : 'assign.thereByRule')}</StatusTag>
        ) : (
          standing === 'changed' && <StatusTag tone="wait">{t('assign.keptOut')}</StatusTag>
        )}
      </span>
    </label>
  );
}
