import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { ago, instant, shortDigest } from '@/shared/format';
import { Answer } from '@/shared/states';
import { type Move, movesQuery, type Publication } from '../queries';

const COLOURS: Record<string, string> = { publish: 'green', rollback: 'orange', withdraw: 'red' };

/** What was live when: the moves of this environment that concern the catalog. */
export function Moves({ catalog, publications }: { catalog: string; publications: Publication[] }) {
  const { t } = useTranslation('publishing');
  const environment = useEnvironment();
  const asked = useInfiniteQuery(movesQuery(environment));
  const numbers = new Map(publications.map(({ version }) => [version.digest, version.number]));
  return (
    <Card size="small" title={t('moves.title', { environment })}>
      <Answer asked={asked}>
        {({ pages }) => {
          const moves = pages.flatMap((page) => page.items).filter((move) => move.catalogId === catalog);
          return (
            <Timeline
              style={{ marginTop: 8 }}
              items={moves.map((move) => ({
                key: move.generation,
                color: COLOURS[move.cause] ?? 'blue',
                content: <OneMove move={move} version={nameOf(move.catalogs[catalog])} />,
              }))}
            />
          );
        }}
      </Answer>
      {asked.hasNextPage && (
        <Button size="small" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Card>
  );
  function nameOf(digest: string | undefined): string {
    if (digest === undefined) return '';
    const number = numbers.get(digest);
    return number == null ? shortDigest(digest) : t('version', { number });
  }
}

function OneMove({ move, version }: { move: Move; version: string }) {
  const { t } = useTranslation('publishing');
  return (
    <>
      <div>{t(`moves.${move.cause}`, { version, defaultValue: move.cause })}</div>
      <div className="quiet" title={instant(move.effectiveFrom)}>
        {t('moves.when', { when: ago(move.effectiveFrom), who: move.movedBy })}
      </div>
      {move.reason && <div className="quiet">“{move.reason}”</div>}
    </>
  );
}
