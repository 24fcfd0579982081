import { Segmented } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isTried, kindOfFolder, toldOf } from '@/rooms/repository/kinds';
import { hasEditor } from '@/rooms/ruleEditors/guard';
import { StatusTag } from '@/shared/StatusTag';
import type { RuleFile } from '../queries';
import { nameOf } from '../tree/folders';

const SHOWS = ['form', 'text', 'coverage', 'uses', 'history', 'blame'] as const;
export type Show = (typeof SHOWS)[number];

/** Of a file that is about to be made there is no past. */
function showsOf(path: string, file: RuleFile | null): Show[] {
  const now = hasEditor(path) ? (['form', 'text'] as const) : (['text'] as const);
  return file === null
    ? [...now]
    : [...now, ...(isTried(path) ? (['coverage'] as const) : []), 'uses', 'history', 'blame'];
}

interface Props {
  path: string;
  /** Null where it is about to be made. */
  file: RuleFile | null;
  text: string;
  show: Show;
  turn: (show: Show) => void;
  children: ReactNode;
}

/** What the file calls itself, of which kind it is, and who answers for it. */
export function FileHead({ path, file, text, show, turn, children }: Props) {
  const { t } = useTranslation('rules');
  const { t: ofEditors } = useTranslation('ruleEditors');
  const told = useTold(text, file);
  const kind = kindOfFolder(path);
  const shows = showsOf(path, file);
  return (
    <div className="rr-head">
      <div className="rr-cut">
        <h2 className="rr-cut">{told.title || nameOf(path)}</h2>
        <div className="rr-about">
          {kind && <StatusTag>{t(`kinds.${kind}.one`)}</StatusTag>}
          <span className="mono quiet rr-cut">{path}</span>
          {told.owners.length > 0 && <span className="quiet rr-cut">{told.owners.join(', ')}</span>}
        </div>
      </div>
      <div className="bar">
        {children}
        {shows.length > 1 && (
          <Segmented
            size="small"
            aria-label={t('file.show')}
            value={show}
            onChange={turn}
            options={shows.map((each) => ({
              value: each,
              label:
                each === 'form'
                  ? ofEditors(kind === 'table' ? 'show.table' : 'show.form')
                  : t(`file.${each}`),
            }))}
          />
        )}
      </div>
    </div>
  );
}

/** While a text is half typed it is called as it was. */
function useTold(text: string, file: RuleFile | null) {
  return useMemo(() => {
    const now = toldOf(text);
    return now.title === undefined && now.owners.length === 0 ? toldOf(file?.content ?? null) : now;
  }, [text, file]);
}
