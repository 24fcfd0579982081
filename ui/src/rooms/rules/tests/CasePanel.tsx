import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/shared/Facts';
import { Answer, Nothing } from '@/shared/states';
import { useGo } from '../address';
import { type Case, caseQuery, fileQuery, type Part } from '../queries';
import { fileOf, stateOf, type Written, writtenAt } from './cases';
import { StateTag } from './StateTag';
import { TraceTree } from './TraceTree';
import { tracedFrom } from './tracing';
import { shownValue } from './values';

interface Props {
  commit: string;
  file: string;
  id: string;
  at: string;
  parts: readonly Part[];
}

/** One case: what it gives, what was expected and told, and the way there. */
export function CasePanel({ commit, file, id, at, parts }: Props) {
  const { t } = useTranslation('rules');
  const asked = useQuery(caseQuery(commit, file, id));
  return (
    <Answer asked={asked} rows={8}>
      {(found) =>
        found === null ? (
          <Nothing>{t('tests.noneFound')}</Nothing>
        ) : (
          <OneCase found={found} commit={commit} at={at} parts={parts} />
        )
      }
    </Answer>
  );
}

type OneProps = Pick<Props, 'commit' | 'at' | 'parts'> & { found: Case };

function OneCase({ found, commit, at, parts }: OneProps) {
  const { t } = useTranslation('rules');
  const go = useGo();
  const { file, pointer } = found;
  const content = useQuery(fileQuery(commit, file)).data?.content ?? null;
  const written = useMemo(() => writtenAt(content, pointer), [content, pointer]);
  const reasons = found.reasons ?? [];
  return (
    <>
      <div className="rr-head">
        <div className="rr-cut">
          <h2 className="rr-cut">{found.name || found.id}</h2>
          <div className="rr-about">
            <StateTag state={stateOf(found)} />
            <span className="mono quiet rr-cut">
              {file} · {found.id}
            </span>
          </div>
        </div>
        <Button size="small" onClick={() => go('', { at, file, pointer, show: 'text' })}>
          {t('tests.toFile')}
        </Button>
      </div>
      <Facts
        facts={[
          [t('tests.about'), <About key="about" found={found} at={at} parts={parts} />],
          [t('tests.instant'), written?.instant ?? ''],
        ]}
      />
      {written && <Expected found={found} written={written} />}
      {written && (
        <>
          <h3>{t('tests.context')}</h3>
          <pre className="rr-context">{JSON.stringify(written.context, null, 2)}</pre>
        </>
      )}
      <h3>{t('tests.trace')}</h3>
      {reasons.length > 0 ? (
        <TraceTree trace={reasons.map(tracedFrom)} />
      ) : (
        <p className="quiet">{found.reason ?? t('tests.noTrace')}</p>
      )}
    </>
  );
}

/** What it is about; pressing it shows what cases tried of it. */
function About({ found, at, parts }: Pick<OneProps, 'found' | 'at' | 'parts'>) {
  const { t } = useTranslation('rules');
  const go = useGo();
  const there = fileOf(found, parts);
  const name = `${t(`tests.subject.${found.subject.kind}`)} ${found.subject.id}`;
  if (there === undefined) return name;
  return (
    <button type="button" className="rr-link" onClick={() => go('', { at, file: there, show: 'coverage' })}>
      {name}
    </button>
  );
}

function Expected({ found, written }: { found: Case; written: Written }) {
  const { t } = useTranslation('rules');
  const wrong = new Map(found.differences.map((each) => [each.member, each]));
  const members = [...new Set([...Object.keys(written.expect), ...wrong.keys()])];
  return (
    <table className="plain-table rr-expected">
      <thead>
        <tr>
          <th>{t('tests.member')}</th>
          <th>{t('tests.expected')}</th>
          <th>{t('tests.told')}</th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => {
          const other = wrong.get(member);
          return (
            <tr key={member} className={other && 'is-wrong'}>
              <td>
                <span aria-hidden>{other ? '✗ ' : '✓ '}</span>
                <span className="mono">{member}</span>
                {other && <span className="rr-unseen"> {t('tests.state.failed')}</span>}
              </td>
              <td className="mono">{shownValue(other ? other.expected : written.expect[member])}</td>
              <td className="mono">{shownValue(other ? other.told : written.expect[member])}</td>
            </tr>
          );
        })}
        {!members.includes('outcome') && found.outcome && (
          <tr>
            <td className="mono">outcome</td>
            <td className="quiet">{t('tests.anything')}</td>
            <td className="mono">{shownValue(found.outcome)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
