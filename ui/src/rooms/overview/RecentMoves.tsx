import { useQuery } from '@tanstack/react-query';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { ago, instant } from '@/shared/format';
import { Answer, Nothing } from '@/shared/states';
import { movesOf } from './asked';

const CAUSES = ['publish', 'rollback', 'withdraw', 'promotion'];

/** What the environment came to serve, newest first. */
export function RecentMoves({ environment }: { environment: string }) {
  const { t } = useTranslation('overview');
  const asked = useQuery(movesOf(environment));
  return (
    <Answer asked={asked}>
      {({ items }) => (
        <>
          {items.length === 0 && <Nothing>{t('moves.none')}</Nothing>}
          <ol className="lines">
            {items.map((move) => (
              <li key={move.generation}>
                <span>{CAUSES.includes(move.cause) ? t(`moves.${move.cause}`) : move.cause}</span>
                <span className="quiet">{move.reason ?? move.movedBy}</span>
                <Tooltip title={instant(move.movedAt)}>
                  <time className="quiet" dateTime={move.movedAt}>
                    {ago(move.movedAt)}
                  </time>
                </Tooltip>
              </li>
            ))}
          </ol>
        </>
      )}
    </Answer>
  );
}
