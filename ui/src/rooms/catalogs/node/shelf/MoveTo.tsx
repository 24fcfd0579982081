// Another node of the same catalog, found by key or name.
import { useQuery } from '@tanstack/react-query';
import { Modal, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, inEnvironment, told, type Words } from '@/shared/api';
import { useHere } from '../here';

interface Target {
  id: string;
  name: string;
}

export function MoveTo({
  count,
  close,
  move,
}: {
  count: number;
  close: () => void;
  move: (target: Target) => void;
}) {
  const { t } = useTranslation('nodes');
  const { environment, catalogKey, locale, node } = useHere();
  const [typed, setTyped] = useState('');
  const [target, setTarget] = useState<Target | null>(null);
  const words = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['catalogs', environment, catalogKey, 'find', locale, words],
    queryFn: async () =>
      nodesIn(
        await told(
          api.GET('/commerce/catalogs/{key}/tree', {
            params: { path: { key: catalogKey }, query: { locale, filter: words } },
            headers: inEnvironment(environment),
          }),
        ),
      ),
    enabled: words !== '',
    placeholderData: (before) => before,
  });
  const options = (found.data ?? []).filter((each) => each.id !== node.id);
  return (
    <Modal
      open
      title={t('shelf.moveTitle', { count })}
      okText={target ? t('shelf.moveTo', { target: target.name }) : t('shelf.moveChoose')}
      okButtonProps={{ disabled: target === null }}
      cancelText={t('shelf.moveCancel')}
      onOk={() => target && move(target)}
      onCancel={close}
    >
      <p>{t('shelf.moveWhy')}</p>
      <Select
        autoFocus
        showSearch={{ filterOption: false, onSearch: setTyped }}
        style={{ width: '100%' }}
        placeholder={t('shelf.moveSearch')}
        aria-label={t('shelf.moveSearch')}
        value={target?.id}
        notFoundContent={words === '' ? null : t('shelf.moveNothing')}
        onChange={(id: string) => setTarget(options.find((each) => each.id === id) ?? null)}
        options={options.map((each) => ({
          value: each.id,
          label: (
            <>
              {each.name} <span className="quiet">{each.above}</span>
            </>
          ),
        }))}
      />
    </Modal>
  );
}

function nodesIn({ nodes, found }: Words['TreeAtAGlance']): (Target & { above: string })[] {
  const name = (at: number) => nodes.name[at] ?? nodes.key[at] ?? '';
  const above = (at: number): string[] => {
    const parent = nodes.parent[at] ?? -1;
    return parent < 0 ? [] : [...above(parent), name(parent)];
  };
  return (found ?? []).map((at) => ({
    id: nodes.id[at]!,
    name: name(at),
    above: above(at).filter(Boolean).join(' / '),
  }));
}
