// What was done, said once and in words; with a way back where there is one.
import { App, Button } from 'antd';
import { type RefObject, useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from './api';
import { pressed, useShortcuts } from './shortcuts';

export const AT_LEAST_MS = 8_000;
const UNDO = 'Ctrl Z';
/** Keys that lead somewhere and do nothing there: the way to the button is no reason to take it away. */
const WALKING = new Set(['Tab', 'Shift', 'Control', 'Alt', 'Meta']);

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
      const leave = () => notification.destroy(key);
      const takeBack = async () => {
        leave();
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
        duration: undo ? false : 3,
        actions: undo && <Undo takeBack={() => void takeBack()} leave={leave} />,
      });
    }
    return { done, refused };
  }, [notification, t]);
}

/** It does not run away from whoever reads slowly: it goes when something else is begun, and not at once then. */
function Undo({ takeBack, leave }: { takeBack: () => void; leave: () => void }) {
  const { t } = useTranslation('shared');
  const button = useRef<HTMLButtonElement>(null);
  const before = useRef<EventTarget | null>(null);
  useBegun(button, leave);
  const press = () => {
    takeBack();
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  useShortcuts([{ keys: UNDO, says: t('undo'), run: press, neverInFields: true }]);
  return (
    <Button
      ref={button}
      size="small"
      title={UNDO}
      onFocus={({ relatedTarget }) => {
        before.current = relatedTarget;
      }}
      onClick={press}
    >
      {t('undo')}
    </Button>
  );
}

function useBegun(button: RefObject<HTMLButtonElement | null>, leave: () => void) {
  const begun = useEffectEvent((event: Event) => {
    const notice = button.current?.closest('.ant-notification-notice');
    const isWalk = event instanceof KeyboardEvent && (WALKING.has(event.key) || pressed(event) === UNDO);
    if (!isWalk && !notice?.contains(event.target as Node)) leave();
  });
  useEffect(() => {
    const since = performance.now();
    const told = (event: Event) => performance.now() - since >= AT_LEAST_MS && begun(event);
    // Caught on the way down: it goes also where the page keeps a press to itself.
    window.addEventListener('pointerdown', told, true);
    window.addEventListener('keydown', told, true);
    return () => {
      window.removeEventListener('pointerdown', told, true);
      window.removeEventListener('keydown', told, true);
    };
  }, []);
}
