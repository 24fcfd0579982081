import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import type { Difference } from '../queries';
import { linesIn } from './patch';
import { SortTag } from './SortTag';

interface Props {
  files: readonly Difference[];
  shown?: string;
  choose: (path: string) => void;
}

/** Which files differ, and by how many lines. */
export function ChangedFiles({ files, shown, choose }: Props) {
  const { t } = useTranslation('rules');
  return (
    <ul className="rr-log rr-changed" aria-label={t('compare.files')}>
      {files.map((each) => (
        <li key={each.path}>
          <button type="button" aria-pressed={each.path === shown} onClick={() => choose(each.path)}>
            <span className="rr-cut" title={each.path}>
              {each.path.slice(each.path.lastIndexOf('/') + 1)}
            </span>
            <span className="rr-about">
              <SortTag before={each.before} after={each.after} />
              <span className="quiet rr-cut">{each.path.slice(0, each.path.lastIndexOf('/'))}</span>
              <Count patch={each.patch} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Count({ patch }: { patch: string | null }) {
  const lines = linesIn(patch);
  if (lines === null) return null;
  return (
    <span className="rr-lines-count">
      <span className="rr-came">+{number(lines.added)}</span>{' '}
      <span className="rr-went">−{number(lines.removed)}</span>
    </span>
  );
}
