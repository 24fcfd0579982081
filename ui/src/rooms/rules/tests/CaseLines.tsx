import { useTranslation } from 'react-i18next';
import type { Case } from '../queries';
import { type CaseState, stateOf } from './cases';
import { StateTag } from './StateTag';

const SIGNS: Record<CaseState, string> = { passed: '✓', failed: '✗', error: '!' };

interface Props {
  cases: readonly Case[];
  isOpen: (each: Case) => boolean;
  choose: (each: Case) => void;
}

/** By file, each with what became of it. */
export function CaseLines({ cases, isOpen, choose }: Props) {
  const { t } = useTranslation('rules');
  const files = [...new Set(cases.map((each) => each.file))].sort();
  return files.map((file) => (
    <section key={file} aria-label={file}>
      <h3 className="mono rr-cases-file rr-cut">{file}</h3>
      <ul className="rr-log">
        {cases
          .filter((each) => each.file === file)
          .map((each) => (
            <li key={each.pointer}>
              <button type="button" aria-pressed={isOpen(each)} onClick={() => choose(each)}>
                <span className="rr-about">
                  <span className={`rr-sign is-${stateOf(each)}`} aria-hidden>
                    {SIGNS[stateOf(each)]}
                  </span>
                  <span className="rr-cut">{each.name || each.id}</span>
                  {!each.passed && <StateTag state={stateOf(each)} />}
                </span>
                <span className="quiet rr-cut rr-case-about">
                  {t(`tests.subject.${each.subject.kind}`)} {each.subject.id}
                </span>
              </button>
            </li>
          ))}
      </ul>
    </section>
  ));
}
