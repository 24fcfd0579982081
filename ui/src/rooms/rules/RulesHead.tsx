import { useRouterState } from '@tanstack/react-router';
import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RevisionSelect } from '@/rooms/repository/RevisionSelect';
import { useAddress } from '@/shared/address';
import { useAt, useGo, VIEWS, type View } from './address';
import '@/shared/room.css';
import '@/rooms/repository/pieces.css';
import './rules.css';
import './narrow.css';

/** Which revision, and the ways to look at the repository. */
export function RulesHead({ children, isOfOne = true }: { children?: ReactNode; isOfOne?: boolean }) {
  const { t } = useTranslation('rules');
  const at = useAt();
  const go = useGo();
  const [said, say] = useAddress();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const names = Object.keys(VIEWS) as View[];
  const here =
    names.find((name) => name !== 'files' && path.endsWith(VIEWS[name])) ??
    (path.endsWith('/combine') ? 'branches' : 'files');
  const turn = (view: View) => go(VIEWS[view], { at: said.at, ...(view === 'compare' && { to: said.at }) });
  return (
    <header className="bar">
      {isOfOne && (
        <RevisionSelect
          value={at}
          label={t('revision.label')}
          onChange={(revision) => say({ at: revision, commit: undefined })}
        />
      )}
      <Segmented
        className="rr-views"
        aria-label={t('views.label')}
        value={here}
        onChange={turn}
        options={names.map((view) => ({ value: view, label: t(`views.${view}`) }))}
      />
      <span className="rr-spring" style={{ flex: 1 }} />
      {children}
    </header>
  );
}
