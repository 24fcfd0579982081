import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '@/shared/address';
import { number } from '@/shared/format';
import { Answer, Nothing } from '@/shared/states';
import { useGo } from '../address';
import { Back } from '../Back';
import { FindingLines } from '../file/FindingLines';
import { type Rehearsal, rehearsalQuery } from '../queries';
import type { Revision } from '../revision';
import { CaseLines } from './CaseLines';
import { CasePanel } from './CasePanel';
import { countsOf, found, STATES, stateOf } from './cases';
import { Untried } from './Untried';

const AT_ONCE = 200;

/** All cases of a revision; one is open beside them, or else what none of them tried. */
export function Cases({ revision }: { revision: Revision }) {
  const asked = useQuery(rehearsalQuery(revision.commit.id));
  return (
    <Answer asked={asked} rows={8}>
      {(rehearsal) => <Found rehearsal={rehearsal} at={revision.at} />}
    </Answer>
  );
}

function Found({ rehearsal, at }: { rehearsal: Rehearsal; at: string }) {
  const { t } = useTranslation('rules');
  const [said, say] = useAddress();
  const [most, setMost] = useState(AT_ONCE);
  const named = found(rehearsal.cases, said.q);
  const cases = named.filter((each) => said.state === undefined || stateOf(each) === said.state);
  const counts = countsOf(named);
  return (
    <div className={`rr-two is-cases${said.case ? ' is-chosen' : ''}`}>
      <section className="rr-side" aria-label={t('tests.all')}>
        <div className="rr-cases-tools">
          <Input
            allowClear
            prefix={<SearchOutlined />}
            aria-label={t('tests.search')}
            placeholder={t('tests.search')}
            defaultValue={said.q}
            maxLength={200}
            onChange={({ target }) => say({ q: target.value.trim() || undefined }, { replace: true })}
          />
          <Segmented
            size="small"
            aria-label={t('tests.which')}
            value={said.state ?? 'all'}
            onChange={(state) => say({ state: state === 'all' ? undefined : state })}
            options={[
              { value: 'all', label: t('tests.which_all') },
              ...STATES.map((state) => ({
                value: state,
                label: `${t(`tests.which_${state}`)} ${number(counts[state])}`,
              })),
            ]}
          />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard */}
        <div className="rr-scroll" tabIndex={0}>
          <Unread rehearsal={rehearsal} at={at} />
          {cases.length === 0 && (
            <Nothing>{t(said.q || said.state ? 'tests.noneFound' : 'tests.none')}</Nothing>
          )}
          <CaseLines
            cases={cases.slice(0, most)}
            isOpen={(each) => each.file === said.file && each.id === said.case}
            choose={({ file, id }) => say({ file, case: id })}
          />
          {cases.length > most && <Button onClick={() => setMost(most + AT_ONCE)}>{t('tests.more')}</Button>}
        </div>
      </section>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard */}
      <section className="rr-main rr-scroll rr-stack" aria-label={t('tests.one')} tabIndex={0}>
        {said.case && <Back words={t('tests.back')} go={() => say({ file: undefined, case: undefined })} />}
        {said.file && said.case ? (
          <CasePanel
            commit={rehearsal.commit}
            file={said.file}
            id={said.case}
            at={at}
            parts={rehearsal.parts}
          />
        ) : (
          <Untried shares={rehearsal.shares} />
        )}
      </section>
    </div>
  );
}

/** What keeps cases from being run at all, and how many were left when time was over. */
function Unread({ rehearsal, at }: { rehearsal: Rehearsal; at: string }) {
  const { t } = useTranslation('rules');
  const go = useGo();
  const wrong = rehearsal.errors.filter((each) => each.file.startsWith('tests/'));
  const left = rehearsal.asked - rehearsal.run;
  return (
    <>
      {left > 0 && <p className="quiet rr-none">{t('tests.left', { count: left })}</p>}
      {wrong.length > 0 && (
        <div className="rr-none">
          <FindingLines
            findings={wrong}
            open={(file, pointer) => go('', { at, file, pointer, show: 'text' })}
          />
        </div>
      )}
    </>
  );
}
