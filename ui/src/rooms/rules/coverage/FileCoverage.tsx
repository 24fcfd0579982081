import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusTag } from '@/shared/StatusTag';
import { Answer, Nothing } from '@/shared/states';
import { useGo } from '../address';
import { type Part, type RuleFile, rehearsalQuery } from '../queries';
import { Legend } from './Legend';
import { MarkTag } from './MarkTag';
import { talliesOf } from './marks';
import { PaintedLines } from './PaintedLines';
import { PaintedTable } from './PaintedTable';
import { tablesIn } from './tables';
import './coverage.css';

/** What cases tried of a file, painted on what it says. */
export default function FileCoverage({ commit, file, at }: { commit: string; file: RuleFile; at: string }) {
  const { t } = useTranslation('rules');
  const go = useGo();
  const asked = useQuery(rehearsalQuery(commit));
  return (
    <Answer asked={asked} rows={10}>
      {({ run, parts: all }) => {
        const parts = all.filter((each) => each.file === file.path);
        if (parts.length === 0) return <Nothing>{t('coverage.nothing')}</Nothing>;
        return (
          <div className="rr-stack rr-scroll rr-coverage">
            <div className="bar">
              <span>{t('coverage.cases', { count: run })}</span>
              {talliesOf(parts).map(({ part, tried, total }) => (
                <StatusTag key={part} tone={tried === total ? 'good' : 'wait'}>
                  {t(`coverage.of.${part}`, { tried, count: total })}
                </StatusTag>
              ))}
              <Button size="small" onClick={() => go('/tests', { at })}>
                {t('coverage.toCases')}
              </Button>
            </div>
            <Legend />
            <Painted file={file} parts={parts} />
          </div>
        );
      }}
    </Answer>
  );
}

function Painted({ file, parts }: { file: RuleFile; parts: readonly Part[] }) {
  const tables = useMemo(
    () => (file.kind === 'table' ? tablesIn(file.content ?? '') : []),
    [file.kind, file.content],
  );
  if (tables.length > 0)
    return tables.map((each) => <PaintedTable key={each.node} table={each} parts={parts} />);
  if (file.path.endsWith('.json') && file.content !== null)
    return <PaintedLines text={file.content} parts={parts} />;
  return (
    <ul className="rr-files">
      {parts.map((each) => (
        <li key={`${each.part} ${each.pointer} ${each.name}`} className="rr-part">
          <MarkTag part={each} />
          <span className="mono rr-cut">{each.name || each.subject.id}</span>
        </li>
      ))}
    </ul>
  );
}
