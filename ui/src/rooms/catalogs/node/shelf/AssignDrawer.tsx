// Three ways to put rate plans on the shelf; all end in the same check and the same result.
import { Drawer, Tabs } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '@/shared/states';
import { useHere } from '../here';
import type { Member } from '../queries';
import { FindPlans } from './FindPlans';
import { PastePlans } from './PastePlans';
import { useAssign } from './useAssign';
import type { Shelf } from './useShelf';

const CsvPlans = lazy(() => import('./CsvPlans').then((file) => ({ default: file.CsvPlans })));

export function AssignDrawer({
  close,
  shelf,
  members,
}: {
  close: () => void;
  shelf: Shelf;
  members: readonly Member[];
}) {
  const { t } = useTranslation('nodes');
  const { title } = useHere();
  const assign = useAssign(shelf, members, close);
  return (
    <Drawer
      open
      rootClassName="node-drawer"
      size={760}
      onClose={close}
      title={t('assign.title', { name: title })}
      destroyOnHidden
    >
      <Tabs
        size="small"
        items={[
          {
            key: 'find',
            label: t('assign.find'),
            children: <FindPlans members={members} assign={assign} />,
          },
          { key: 'paste', label: t('assign.paste'), children: <PastePlans assign={assign} /> },
          {
            key: 'csv',
            label: t('assign.csv'),
            children: (
              <Suspense fallback={<Loading />}>
                <CsvPlans assign={assign} />
              </Suspense>
            ),
          },
        ]}
      />
    </Drawer>
  );
}
