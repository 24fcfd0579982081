import { useTranslation } from 'react-i18next';
import type { Fault } from '@/rooms/repository/fault';
import type { TableWords } from '@/rooms/ruleEditors/table/useTableWords';
import { StatusTag } from '@/shared/StatusTag';

interface Props {
  findings: readonly (Fault & { severity?: string })[];
  open: (path: string, pointer: string) => void;
  /** Its findings are said without the name of the file. */
  here?: string;
  /** How its places are called where it is shown as a grid. */
  words?: TableWords;
}

/** What is to be said against files, each with its place, where it has one: pressing it goes there. */
export function FindingLines({ findings, open, here, words }: Props) {
  const { t } = useTranslation('rules');
  return (
    <ul className="rr-findings">
      {findings.map((each) => {
        const own = each.file === here ? words : undefined;
        const place = own?.place(each.pointer);
        return (
          <li key={`${each.file} ${each.pointer} ${each.code} ${each.detail}`}>
            <StatusTag tone={each.severity === 'warning' ? 'wait' : 'bad'}>
              {t(each.severity === 'warning' ? 'checks.warning' : 'checks.error')}
            </StatusTag>
            <div>
              {each.file !== '' && (
                <button type="button" className="rr-link" onClick={() => open(each.file, each.pointer)}>
                  {place ?? (
                    <span className="mono">
                      {each.file === here ? each.pointer || '/' : `${each.file} ${each.pointer}`}
                    </span>
                  )}
                </button>
              )}
              <div>{own?.detail(each.detail) ?? each.detail}</div>
              {each.suggestion && <div className="quiet">{t('checks.try', { what: each.suggestion })}</div>}
            </div>
            <span className="mono quiet">{each.code}</span>
          </li>
        );
      })}
    </ul>
  );
}
