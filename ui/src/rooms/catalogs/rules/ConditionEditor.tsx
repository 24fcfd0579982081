// Three views of one condition: rows, text, logic. What one of them cannot show is not opened in it.
import { Alert, Segmented, Tooltip } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebounced } from '@/shared/debounced';
import { Loading, ProblemNotice } from '@/shared/states';
import { type Language, useParsed } from './asking';
import type { Json } from './builder/logic';
import { emptyQuery, isBlank, openInBuilder, type Subjects, unfinishedIn } from './builder/query';
import { FaultNotice } from './FaultNotice';
import type { Source } from './rule';

const Builder = lazy(() => import('./builder/Builder'));
const ExpressionEditor = lazy(() => import('./text/ExpressionEditor'));
const LogicEditor = lazy(() => import('./text/LogicEditor'));

export type View = 'builder' | 'text' | 'logic';
const PARSING_WAITS = 200;

interface Props {
  source: Source;
  language: Language;
  subjects: Subjects;
  mayEdit: boolean;
  change: (source: Source) => void;
}

export function ConditionEditor({ source, language, subjects, mayEdit, change }: Props) {
  const { t } = useTranslation('shelfRules');
  const [view, setView] = useState<View>(() => (isForBuilder(source, subjects) ? 'builder' : 'text'));
  const [settled] = useDebounced(source, PARSING_WAITS);
  const asked = useParsed(settled);
  const isCurrent = settled === source && !asked.isPlaceholderData && asked.data !== undefined;
  const parsed = isCurrent ? asked.data : undefined;
  const unfinished = source.kind === 'unfinished' ? unfinishedIn(source.query, subjects) : 0;
  const isStuck = source.kind === 'unfinished' && !isBlank(source.query);

  const when = source.kind === 'logic' ? source.when : ((parsed?.when as Json | null | undefined) ?? null);
  const text =
    source.kind === 'text'
      ? source.expression
      : source.kind === 'logic'
        ? (source.expression ?? parsed?.expression ?? null)
        : '';

  return (
    <div className="condition">
      <div className="condition-bar">
        <Tooltip title={isStuck ? t('view.finishFirst', { count: unfinished }) : undefined}>
          <Segmented<View>
            size="small"
            value={view}
            onChange={setView}
            aria-label={t('view.title')}
            options={(['builder', 'text', 'logic'] as const).map((value) => ({
              value,
              label: t(`view.${value}`),
              disabled: isStuck && value !== 'builder',
            }))}
          />
        </Tooltip>
        <span className="quiet" aria-live="polite">
          {unfinished > 0 && !(source.kind === 'unfinished' && isBlank(source.query))
            ? t('view.unfinished', { count: unfinished })
            : parsed && !parsed.fault && parsed.readsTime
              ? t('view.readsTime')
              : ''}
        </span>
      </div>
      <Suspense fallback={<Loading rows={2} />}>
        {view === 'builder' && (
          <BuilderView
            source={source}
            when={when}
            isJudged={source.kind !== 'text' || isCurrent}
            hasFault={source.kind === 'text' && Boolean(parsed?.fault)}
            language={language}
            subjects={subjects}
            mayEdit={mayEdit}
            change={change}
          />
        )}
        {view === 'text' &&
          (text === null ? (
            <Loading rows={1} />
          ) : (
            <ExpressionEditor
              text={text}
              fault={parsed?.fault ?? null}
              language={language}
              readOnly={!mayEdit}
              change={(expression) => change({ kind: 'text', expression })}
            />
          ))}
        {view === 'logic' && (
          <LogicEditor
            when={when}
            fault={parsed?.fault ?? null}
            readOnly={!mayEdit}
            change={(next) => change({ kind: 'logic', when: next })}
            broken={(expression) => change({ kind: 'text', expression })}
          />
        )}
      </Suspense>
      {asked.isError && <ProblemNotice wrong={asked.error} retry={() => void asked.refetch()} />}
      {parsed?.fault && (
        <FaultNotice
          fault={parsed.fault}
          mayEdit={mayEdit}
          mend={(expression) => change({ kind: 'text', expression })}
        />
      )}
    </div>
  );
}

function isForBuilder(source: Source, subjects: Subjects): boolean {
  if (source.kind === 'unfinished') return true;
  return source.kind === 'logic' && 'query' in openInBuilder(source.when, subjects);
}

interface BuilderViewProps extends Props {
  when: Json | null;
  isJudged: boolean;
  hasFault: boolean;
}

/** Opened once from what is there; from then on its rows lead, and the logic follows. */
function BuilderView({ source, when, isJudged, hasFault, ...more }: BuilderViewProps) {
  const { t } = useTranslation('shelfRules');
  const { subjects, change } = more;
  const [opened, setOpened] = useState(() => openedFrom(source, when, subjects));
  useEffect(() => {
    if (opened === null && isJudged && !hasFault) setOpened(openedFrom(source, when, subjects));
  }, [opened, isJudged, hasFault, source, when, subjects]);
  if (hasFault) return <Alert type="info" showIcon title={t('builder.faulty')} />;
  if (opened === null) return <Loading rows={2} />;
  if ('reason' in opened)
    return <Alert type="info" showIcon title={t(`textOnly.${opened.reason.why}`, { ...opened.reason })} />;
  return <Builder first={opened.query} {...more} change={change} />;
}

function openedFrom(source: Source, when: Json | null, subjects: Subjects) {
  if (source.kind === 'unfinished') return { query: source.query };
  if (source.kind === 'text' && source.expression.trim() === '') return { query: emptyQuery() };
  return when === null ? null : openInBuilder(when, subjects);
}
