// What is typed is not lost by a slip: Ctrl S saves, Escape asks before it reverts, leaving asks too.
import { useBlocker } from '@tanstack/react-router';
import { App } from 'antd';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '@/shared/shortcuts';
import type { NodeForm } from './useNodeForm';

export function useGuards(form: NodeForm, mayEdit: boolean, title: string) {
  const { t } = useTranslation('nodes');
  const { modal } = App.useApp();

  function ask(key: 'leave' | 'revert'): Promise<boolean> {
    return new Promise((resolve) => {
      modal.confirm({
        title: t(`${key}.title`, { count: form.changed.length, name: title }),
        content: form.phase === 'rest' ? undefined : t('leave.waiting'),
        okText: t(`${key}.ok`),
        okButtonProps: { danger: true },
        cancelText: t(`${key}.cancel`),
        onOk: () => resolve(true),
        onCancel: () => resolve(false),
      });
    });
  }

  useBlocker({
    // Another tab of the same node shows the same form.
    shouldBlockFn: async ({ current, next }) => {
      if (!form.isDirty) return false;
      const isSamePlace =
        current.pathname === next.pathname && nodeIn(current.search) === nodeIn(next.search);
      return isSamePlace ? false : !(await ask('leave'));
    },
    enableBeforeUnload: () => form.isDirty,
  });

  useShortcuts(mayEdit ? [{ keys: 'Ctrl S', says: t('saveNode'), run: form.save }] : []);

  const revert = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isCoveredBySomething()) return;
    if (form.isDirty && form.phase === 'rest') void ask('revert').then((yes) => yes && form.revert());
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => revert(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

const nodeIn = (search: unknown) => (search as { node?: string }).node;

/** Escape closes what is on top first: a dialog, a drawer, an open list. */
function isCoveredBySomething(): boolean {
  const above = '.ant-modal-wrap, .ant-drawer-open, .ant-select-dropdown, .ant-dropdown, .ant-popover';
  return [...document.querySelectorAll<HTMLElement>(above)].some((each) => each.offsetParent !== null);
}
