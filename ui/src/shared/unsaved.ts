// What is typed into a form is not lost by a click beside it, by Escape or by closing the page.
import { useBlocker } from '@tanstack/react-router';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';

/** What of the address says which form is open; filters of the list beside it take nothing away. */
const FORM = ['key', 'create', 'tab', 'file', 'at'];

interface Place {
  pathname: string;
  search: unknown;
}

export function staysOpen(here: Place, next: Place): boolean {
  const said = (place: Place, name: string) => (place.search as Record<string, unknown>)[name];
  return here.pathname === next.pathname && FORM.every((name) => said(here, name) === said(next, name));
}

/** Asks before somebody leaves what is not saved yet. */
export function useUnsaved(isUnsaved: () => boolean) {
  const { t } = useTranslation('shared');
  const { modal } = App.useApp();

  function ask(): Promise<boolean> {
    return new Promise((resolve) => {
      modal.confirm({
        title: t('leave.title'),
        okText: t('leave.ok'),
        okButtonProps: { danger: true },
        cancelText: t('leave.stay'),
        onOk: () => resolve(true),
        onCancel: () => resolve(false),
      });
    });
  }

  useBlocker({
    shouldBlockFn: async ({ current, next }) => isUnsaved() && !staysOpen(current, next) && !(await ask()),
    enableBeforeUnload: isUnsaved,
  });
}
