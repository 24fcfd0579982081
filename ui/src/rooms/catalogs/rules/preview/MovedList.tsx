// Who comes, goes and stays, on which shelf, by which rule; opened, a row says why.
import { Link, useParams } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebounced } from '@/shared/debounced';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import { Answer, Nothing } from '@/shared/states';
import { type Asked, type Change, type Moved, usePreview, useSample } from '../asking';
import { Verdict } from './Verdict';

const TONES: Record<Change, Tone> = { enters: 'good', leaves: 'bad', stays: 'plain' };

interface Props {
  asked: Asked;
  path: string;
  catalog: string;
  show: Change[];
}

export function MovedList({ asked, path, catalog, show }: Props) {
  const { t } = useTranslation('shelfRules');
  const [search, setSearch] = useState('');
  const [settled] = useDebounced(search.trim(), 250);
  const [open, setOpen] = useState<string | null>(null);
  const moves = usePreview(asked, show, settled);
  return (
    <>
      <Input
        size="small"
        allowClear
        aria-label={t('preview.search')}
        placeholder={t('preview.search')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <Answer asked={moves} rows={3}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0)
            return <Nothing>{t(settled ? 'preview.nobodyFound' : 'preview.nobody')}</Nothing>;
          return (
            <ul className="rule-moves" aria-label={t('preview.moves')}>
              {items.map((moved) => {
                const id = `${moved.path} ${moved.ratePlanId}`;
                return (
                  <Row
                    key={id}
                    moved={moved}
                    asked={asked}
                    isHere={moved.path === path}
                    catalog={catalog}
                    isOpen={open === id}
                    toggle={() => setOpen(open === id ? null : id)}
                  />
                );
              })}
            </ul>
          );
        }}
      </Answer>
      {moves.hasNextPage && (
        <Button size="small" loading={moves.isFetchingNextPage} onClick={() => void moves.fetchNextPage()}>
          {t('preview.more')}
        </Button>
      )}
    </>
  );
}

interface RowProps {
  moved: Moved;
  asked: Asked;
  isHere: boolean;
  catalog: string;
  isOpen: boolean;
  toggle: () => void;
}

function Row({ moved, asked, isHere, catalog, isOpen, toggle }: RowProps) {
  const { t } = useTranslation('shelfRules');
  const change = moved.change as Change;
  return (
    <li>
      <button type="button" className="rule-move" aria-expanded={isOpen} onClick={toggle}>
        <StatusTag tone={TONES[change]}>{t(`change.${change}_one`)}</StatusTag>
        <span className="mono rule-plan">{moved.ratePlanId}</span>
        {!isHere && <span className="quiet rule-shelf">{moved.path}</span>}
        <span className="quiet rule-why">
          <Why membership={moved.after} />
        </span>
      </button>
      {isOpen &&
        (isHere ? (
          <Because asked={asked} plan={moved.ratePlanId} />
        ) : (
          <Elsewhere moved={moved} catalog={catalog} />
        ))}
    </li>
  );
}

function Why({ membership }: { membership: Moved['after'] }) {
  const { t } = useTranslation('shelfRules');
  const { isMember, source, rule, beat, out } = membership;
  if (isMember && source === 'manual') return t(beat ? 'why.manualBeat' : 'why.manual', { rule: beat });
  if (isMember) return t('why.rule', { rule });
  return t(`why.${out ?? 'not_a_candidate'}`, { rule });
}

function Because({ asked, plan }: { asked: Asked; plan: string }) {
  const sample = useSample(asked, plan);
  return <Answer asked={sample}>{(found) => <Verdict sample={found} />}</Answer>;
}

/** The rules of another node decide there: that is where they are explained. */
function Elsewhere({ moved, catalog }: { moved: Moved; catalog: string }) {
  const { t } = useTranslation('shelfRules');
  const { environment } = useParams({ strict: false }) as { environment: string };
  return (
    <div className="rule-elsewhere">
      <div>
        {t('preview.before')}: <Why membership={moved.before} />
      </div>
      <div>
        {t('preview.after')}: <Why membership={moved.after} />
      </div>
      {moved.nodeId && (
        <Link
          to="/$environment/catalogs/$catalog"
          params={{ environment, catalog }}
          search={{ node: moved.nodeId, tab: 'rule' }}
        >
          {t('preview.open', { path: moved.path })}
        </Link>
      )}
    </div>
  );
}
