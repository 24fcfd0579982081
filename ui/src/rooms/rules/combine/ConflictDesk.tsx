import { CheckCircleFilled, QuestionCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '../changing';
import { type Choices, type Chosen, isSettled, nextOpen } from './choosing';
import { OneConflict } from './OneConflict';

interface Props {
  conflicts: readonly Conflict[];
  /** How many more come once these are decided. */
  beyond: number;
  choices: Choices;
  choose: (conflict: string, chosen: Chosen) => void;
  oursName: string;
  theirsName: string;
}

/** What both sides changed, one after the other. */
export function ConflictDesk({ conflicts, beyond, choices, choose, oursName, theirsName }: Props) {
  const { t } = useTranslation('rules');
  const [shownId, setShown] = useState(conflicts[0]?.id);
  const shown = conflicts.find((each) => each.id === shownId) ?? conflicts[0];
  if (shown === undefined) return null;
  const next = nextOpen(conflicts, choices, shown.id);
  const settled = conflicts.filter((each) => isSettled(each, choices)).length;
  return (
    <div className="rr-two">
      <aside className="rr-side rr-scroll" aria-label={t('conflict.all')}>
        <p className="quiet rr-none">
          {t('conflict.settled', { settled, count: conflicts.length })}
          {beyond > 0 && ` ${t('conflict.more', { count: beyond })}`}
        </p>
        <ul className="rr-log rr-changed">
          {conflicts.map((each) => (
            <li key={each.id}>
              <button type="button" aria-pressed={each === shown} onClick={() => setShown(each.id)}>
                <span className="rr-about">
                  {isSettled(each, choices) ? (
                    <CheckCircleFilled className="rr-came" title={t('conflict.isSettled')} />
                  ) : (
                    <QuestionCircleOutlined title={t('conflict.isOpen')} />
                  )}
                  <span className="rr-cut">{each.thing}</span>
                </span>
                <span className="quiet rr-cut">{each.place.join(' › ') || t('conflict.whole')}</span>
              </button>
            </li>
          ))}
        </ul>
      </aside>
      <section className="rr-main rr-scroll rr-stack" aria-label={shown.thing}>
        <OneConflict
          key={shown.id}
          conflict={shown}
          chosen={choices[shown.id]}
          choose={(chosen) => choose(shown.id, chosen)}
          oursName={oursName}
          theirsName={theirsName}
        />
        {next && next.id !== shown.id && (
          <div className="rr-end">
            <Button
              type={isSettled(shown, choices) ? 'primary' : 'default'}
              onClick={() => setShown(next.id)}
            >
              {t('conflict.next')}
            </Button>
          </div>
        )}
      </section>
    </div>
  );
}
