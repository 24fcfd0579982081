import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '@/shared/shortcuts';
import { PLACES_BY_KEY } from '../places';
import { onOverlay, openPalette, openShortcuts, shownOverlay } from './opening';

const Palette = lazy(() => import('./Palette'));
const Shortcuts = lazy(() => import('./Shortcuts'));

/** What lies over every page, and the keys that are good on all of them. */
export function Overlays({ environment }: { environment: string }) {
  const { t } = useTranslation('app');
  const go = useNavigate();
  const shown = useSyncExternalStore(onOverlay, shownOverlay);
  useShortcuts([
    { keys: 'Ctrl K', says: t('shortcuts.palette'), run: openPalette },
    { keys: '?', says: t('shortcuts.shortcuts'), run: openShortcuts },
    ...Object.entries(PLACES_BY_KEY).map(([key, place]) => ({
      keys: `G ${key}`,
      says: t('shortcuts.goTo', { place: t(`menu.${place.words}`) }),
      run: () => void go({ to: `/$environment${place.to}` as '/$environment', params: { environment } }),
    })),
  ]);
  return (
    <Suspense fallback={null}>
      {shown === 'palette' && <Palette environment={environment} />}
      {shown === 'shortcuts' && <Shortcuts />}
    </Suspense>
  );
}
