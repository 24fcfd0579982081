// What would become of each line, before anything does; the lines that do nothing can be mended or taken home.
import { Button, Progress } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusTag } from '@/shared/StatusTag';
import { Loading, ProblemNotice } from '@/shared/states';
import { corrected, countsOf, errorsAsCsv, type Row } from './assigning';
import type { Result } from './bulk';
import { download } from './download';
import type { Said } from './names';
import type { Assign, Checked } from './useAssign';

const MOST_SHOWN = 200;

export function CheckedRows({
  said,
  assign,
  mend,
}: {
  said: readonly Said[];
  assign: Assign;
  mend: (said: Said[]) => void;
}) {
  const { t } = useTranslation('nodes');
  const [checked, setChecked] = useState<Checked | null>(null);
  const [wrong, setWrong] = useState<unknown>(null);
  const [done, setDone] = useState<Result[] | null>(null);
  const { check } = assign;

  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again when other names are said, not when progress is told
  useEffect(() => {
    let isCurrent = true;
    setChecked(null);
    setWrong(null);
    setDone(null);
    check(said).then(
      (found) => isCurrent && setChecked(found),
      (problem) => isCurrent && setWrong(problem),
    );
    return () => {
      isCurrent = false;
    };
  }, [said]);

  if (wrong) return <ProblemNotice wrong={wrong} />;
  if (checked === null) return <Loading rows={3} />;
  const { rows, items } = checked;
  const results = done ? afterwards(checked.results, done) : checked.results;
  const counts = countsOf(rows, results);
  const errors = errorsIn(rows, results, t);
  const suggested = new Map(
    rows.flatMap(({ name, verdict }) =>
      verdict.kind === 'unknown' && verdict.suggestion ? [[name, verdict.suggestion] as const] : [],
    ),
  );
  const willDo = counts.created + counts.changed;
  return (
    <div>
      <div className="assign-counts" role="status">
        <StatusTag tone="good">
          {t(done ? 'assign.created' : 'assign.willCreate', { count: counts.created })}
        </StatusTag>
        {counts.changed > 0 && (
          <StatusTag tone="info">
            {t(done ? 'assign.changed' : 'assign.willChange', { count: counts.changed })}
          </StatusTag>
        )}
        {counts.unchanged > 0 && <StatusTag>{t('assign.unchanged', { count: counts.unchanged })}</StatusTag>}
        {counts.twice > 0 && <StatusTag>{t('assign.twice', { count: counts.twice })}</StatusTag>}
        {counts.unknown + counts.refused > 0 && (
          <StatusTag tone="bad">{t('assign.unknown', { count: counts.unknown + counts.refused })}</StatusTag>
        )}
      </div>
      {errors.length > 0 && (
        <>
          <table className="node-table">
            <thead>
              <tr>
                <th scope="col">{t('assign.line')}</th>
                <th scope="col">{t('assign.said')}</th>
                <th scope="col">{t('assign.why')}</th>
              </tr>
            </thead>
            <tbody>
              {errors.slice(0, MOST_SHOWN).map((each) => (
                <tr key={`${each.line}/${each.name}`}>
                  <td>{each.line}</td>
                  <td className="mono">{each.name}</td>
                  <td>
                    {each.why}{' '}
                    {each.suggestion && !done && (
                      <button
                        type="button"
                        className="node-link"
                        onClick={() => mend(corrected(said, new Map([[each.name, each.suggestion]])))}
                      >
                        {t('assign.use', { suggestion: each.suggestion })}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {errors.length > MOST_SHOWN && (
            <p className="quiet">{t('assign.moreErrors', { count: errors.length - MOST_SHOWN })}</p>
          )}
        </>
      )}
      <div className="node-row" style={{ marginTop: 10 }}>
        {!done && (
          <Button
            type="primary"
            size="small"
            disabled={willDo === 0}
            loading={assign.progress !== null}
            onClick={() =>
              void assign.assign(items, checked.results).then((found) => found && setDone(found))
            }
          >
            {t('assign.go', { count: willDo })}
          </Button>
        )}
        {done && (
          <Button type="primary" size="small" onClick={assign.close}>
            {t('assign.close')}
          </Button>
        )}
        {suggested.size > 1 && !done && (
          <Button size="small" onClick={() => mend(corrected(said, suggested))}>
            {t('assign.useAll', { count: suggested.size })}
          </Button>
        )}
        {errors.length > 0 && (
          <Button size="small" onClick={() => download('errors.csv', errorsAsCsv(errors))}>
            {t('assign.errors', { count: errors.length })}
          </Button>
        )}
        {assign.progress !== null && (
          <Progress percent={Math.round(assign.progress * 100)} size="small" style={{ width: 200 }} />
        )}
      </div>
    </div>
  );
}

/** What was left alone stays told as it was. */
function afterwards(before: readonly Result[], done: readonly Result[]): Result[] {
  const byKey = new Map(done.map((each) => [each.ratePlanId, each]));
  return before.map((each) => byKey.get(each.ratePlanId) ?? each);
}

type Translate = ReturnType<typeof useTranslation>['t'];

function errorsIn(rows: readonly Row[], results: readonly Result[], t: Translate) {
  const refused = new Map(results.filter((each) => each.error).map((each) => [each.ratePlanId, each.error!]));
  return rows.flatMap(({ line, name, verdict }) => {
    if (verdict.kind === 'unknown')
      return [{ line, name, why: t('assign.notKnown'), suggestion: verdict.suggestion ?? '' }];
    if (verdict.kind === 'ambiguous')
      return [{ line, name, why: t('assign.several', { keys: verdict.several.join(', ') }), suggestion: '' }];
    const error = verdict.kind === 'ready' ? refused.get(verdict.plan.ratePlanId!) : undefined;
    return error ? [{ line, name, why: error.detail, suggestion: '' }] : [];
  });
}
