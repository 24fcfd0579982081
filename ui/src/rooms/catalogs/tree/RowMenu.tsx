import { Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';

export type Act =
  | 'toggle'
  | 'create'
  | 'rename'
  | 'moveTo'
  | 'earlier'
  | 'later'
  | 'cut'
  | 'paste'
  | 'copyPath'
  | 'copyLink'
  | 'delete';

export interface MenuAt {
  x: number;
  y: number;
}

interface RowMenuProps {
  at: MenuAt;
  offered: readonly (Act | '-')[];
  disabled: ReadonlySet<Act>;
  act: (act: Act) => void;
  close: () => void;
}

const KEYS: Partial<Record<Act, string>> = {
  create: 'N',
  rename: 'F2',
  moveTo: 'M',
  earlier: 'Alt ↑',
  later: 'Alt ↓',
  cut: 'Ctrl X',
  paste: 'Ctrl V',
  delete: 'Del',
};

/** One menu for the whole tree, where the pointer or the active row is. */
export function RowMenu({ at, offered, disabled, act, close }: RowMenuProps) {
  const { t } = useTranslation('catalogs');
  const items: MenuProps['items'] = offered.map((each, place) =>
    each === '-'
      ? { type: 'divider', key: `line-${place}` }
      : {
          key: each,
          danger: each === 'delete',
          disabled: disabled.has(each),
          label: t(`tree.act.${each}`),
          extra: KEYS[each] && <kbd>{KEYS[each]}</kbd>,
        },
  );
  return (
    <Dropdown
      open
      autoFocus
      trigger={['click']}
      destroyOnHidden
      getPopupContainer={() => document.getElementById('page') ?? document.body}
      menu={
        {
          items,
          'aria-label': t('tree.act.label'),
          onClick: ({ key, domEvent }) => {
            domEvent.stopPropagation();
            close();
            act(key as Act);
          },
        } as MenuProps
      }
      onOpenChange={(open) => !open && close()}
    >
      <span style={{ position: 'fixed', left: at.x, top: at.y, width: 1, height: 1 }} />
    </Dropdown>
  );
}
