// What was done, said once and in words; with a way back where there is one.
import { App, Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from './api';

const SECONDS_TO_UNDO = 8;

export function useToasts() {
  const { notification } = App.useApp();
  const { t } = useTranslation('shared');
  return useMemo(() => {
    function refused(wrong: unknown, title?: string) {
      const said = wrong instanceof Problem ? wrong.said : null;
      const words =
        said?.status === 0
          ? t('unreachable')
          : said
            ? `${said.detail} (${said.code})`
            : String((wrong as Error)?.message ?? wrong);
      notification.error({ title: title ?? t('wentWrong'), description: words, duration: 10, role: 'alert' });
    }
    function done(what: string, undo?: () => Promise<unknown>) {
      const key = `${what}-${performance.now()}`;
      const takeBack = async () => {
        notification.destroy(key);
        try {
          await undo?.();
          notification.success({ title: t('undone', { what }), duration: 3 });
        } catch (wrong) {
          refused(wrong, t('notUndone', { what }));
        }
      };
      notification.success({
        key,
        title: what,
        duration: undo ? SECONDS_TO_UNDO : 3,
        actions: undo && (
          <Button size="small" onClick={() => void takeBack()}>
            {t('undo')}
          </Button>
        ),
      });
    }
    return { done, refused };
  }, [notification, t]);
}
