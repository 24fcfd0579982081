// The rate plans of the node: what stands on its shelf and why, and what is kept off it.
import { PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { lazy, Suspense, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import { Loading, Nothing, ProblemNotice } from '@/shared/states';
import { useHere } from '../here';
import { type Member, membersQuery } from '../queries';
import { SelectionBar } from './SelectionBar';
import { ShelfTable } from './ShelfTable';
import './shelf.css';
import { useShelf } from './useShelf';

const AssignDrawer = lazy(() => import('./AssignDrawer').then((file) => ({ default: file.AssignDrawer })));

const NOBODY: Member[] = [];

export function ShelfTab() {
  const { t } = useTranslation('nodes');
  const { environment, node, mayEdit } = useHere();
  const [typed, setTyped] = useState('');
  const [out, setOut] = useState(false);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Member>>(new Map());
  const [isAssigning, setAssigning] = useState(false);
  const search = useDeferredValue(typed.trim());

  const whole = useInfiniteQuery(membersQuery(environment, node.id, { search: '', out: false }));
  const asked = useInfiniteQuery({
    ...membersQuery(environment, node.id, { search, out }),
    placeholderData: (before) => before,
  });
  const everybody = useMemo(() => whole.data?.pages.flatMap((page) => page.items) ?? NOBODY, [whole.data]);
  const shown = useMemo(() => asked.data?.pages.flatMap((page) => page.items) ?? NOBODY, [asked.data]);
  const total = asked.data?.pages[0]?.total ?? 0;
  const shelf = useShelf(everybody);

  function look(next: boolean) {
    setOut(next);
    setChosen(new Map());
  }

  return (
    <div className="shelf">
      <div className="node-row">
        <Input.Search
          size="small"
          allowClear
          style={{ width: 260 }}
          placeholder={t('shelf.search')}
          aria-label={t('shelf.search')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Segmented
          size="small"
          value={out}
          onChange={look}
          aria-label={t('shelf.which')}
          options={[
            { value: false, label: t('shelf.on') },
            { value: true, label: t('shelf.out') },
          ]}
        />
        <span className="quiet" role="status">
          {asked.data && t(search ? 'shelf.found' : 'shelf.total', { count: total, shown: number(total) })}
        </span>
        <span className="node-gap" />
        {mayEdit && (
          <Button size="small" type="primary" icon={<PlusOutlined />} onClick={() => setAssigning(true)}>
            {t('assign.open')}
          </Button>
        )}
      </div>
      {mayEdit && chosen.size > 0 && (
        <SelectionBar
          members={[...chosen.values()]}
          out={out}
          shelf={shelf}
          clear={() => setChosen(new Map())}
        />
      )}
      {asked.isPending && <Loading rows={6} />}
      {asked.error && <ProblemNotice wrong={asked.error} retry={() => void asked.refetch()} />}
      {asked.data && total === 0 && <Empty search={search} out={out} assign={() => setAssigning(true)} />}
      {total > 0 && (
        <ShelfTable
          members={shown}
          total={total}
          out={out}
          mayDrag={!out && search === ''}
          shelf={shelf}
          chosen={chosen}
          choose={setChosen}
          more={asked.hasNextPage && !asked.isFetchingNextPage ? () => void asked.fetchNextPage() : undefined}
        />
      )}
      {isAssigning && (
        <Suspense fallback={null}>
          <AssignDrawer close={() => setAssigning(false)} shelf={shelf} members={everybody} />
        </Suspense>
      )}
    </div>
  );
}

function Empty({ search, out, assign }: { search: string; out: boolean; assign: () => void }) {
  const { t } = useTranslation('nodes');
  const { mayEdit } = useHere();
  if (search) return <Nothing>{t('shelf.nothingFound', { search })}</Nothing>;
  if (out) return <Nothing>{t('shelf.nothingOut')}</Nothing>;
  return (
    <Nothing
      action={
        mayEdit && (
          <Button size="small" onClick={assign}>
            {t('assign.open')}
          </Button>
        )
      }
    >
      {t('shelf.nothing')}
    </Nothing>
  );
}
