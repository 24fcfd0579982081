import { Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import type { Consequences } from './consequences';

interface Deleting {
  count: number;
  name: string;
  /** Where the children would go; null: to more than one place. */
  parent: string | null;
  consequences: Consequences;
  remove: (cascade: boolean) => void;
  close: () => void;
}

/** What becomes of the children, how many nodes go, and what loses its shelf. */
export default function DeleteDialog({ count, name, parent, consequences, remove, close }: Deleting) {
  const { t } = useTranslation('catalogs');
  const { children, nodes, isCounted, own, all } = consequences;
  const [cascade, setCascade] = useState(false);
  const gone = cascade ? nodes : count;
  const plans = cascade ? all : own;
  return (
    <Modal
      open
      title={t('tree.delete.title', { count, name })}
      okText={
        isCounted || !cascade
          ? t('tree.delete.action', { count: gone, shown: number(gone) })
          : t('tree.delete.actionAll')
      }
      okButtonProps={{ danger: true, autoFocus: true }}
      cancelText={t('cancel', { ns: 'shared' })}
      onOk={() => {
        close();
        remove(cascade);
      }}
      onCancel={close}
      width={480}
    >
      {children > 0 && (
        <Radio.Group
          value={cascade}
          onChange={(event) => setCascade(event.target.value)}
          style={{ display: 'flex', flexDirection: 'column', gap: 6, marginBottom: 12 }}
          aria-label={t('tree.delete.children')}
        >
          <Radio value={false}>
            {parent === null
              ? t('tree.delete.adoptEach', { count: children, shown: number(children) })
              : t('tree.delete.adopt', { count: children, shown: number(children), parent })}
          </Radio>
          <Radio value={true}>
            {isCounted
              ? t('tree.delete.cascade', { count: nodes - count, shown: number(nodes - count) })
              : t('tree.delete.cascadeUncounted')}
          </Radio>
        </Radio.Group>
      )}
      <p style={{ margin: '0 0 4px' }}>
        {plans.assigned > 0
          ? t('tree.delete.loses', { count: plans.assigned, shown: number(plans.assigned) })
          : t('tree.delete.losesNone')}
      </p>
      {plans.served !== null && plans.served > 0 && (
        <p style={{ margin: '0 0 4px' }}>
          {t('tree.delete.served', { count: plans.served, shown: number(plans.served) })}
        </p>
      )}
      <p className="quiet" style={{ margin: 0 }}>
        {t('tree.delete.draft')}
      </p>
    </Modal>
  );
}
