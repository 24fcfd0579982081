import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAt, useGo } from '../address';
import { Meaning } from '../compare/Meaning';
import { SortTag } from '../compare/SortTag';
import type { Meaning as Change, Changed } from '../queries';

interface Props {
  heading: string;
  hint?: string;
  files: readonly Changed[];
  meaning: readonly Change[];
  /** How many there are beyond those that are told. */
  beyond?: { files: number; meaning: number };
  /** What the page of comparisons is asked for, to see the texts. */
  compared: { from: string; to: string };
}

/** Which files a branch would gain or lose, and what that means. */
export function Gains({ heading, hint, files, meaning, beyond, compared }: Props) {
  const { t } = useTranslation('rules');
  const at = useAt();
  const go = useGo();
  return (
    <div className="rr-stack">
      <div className="bar">
        <h2>{heading}</h2>
        <Button size="small" onClick={() => go('/compare', { at, ...compared })}>
          {t('combine.sideBySide')}
        </Button>
      </div>
      {hint && <p className="quiet">{hint}</p>}
      <ul className="rr-files">
        {files.map((each) => (
          <li key={each.path}>
            <SortTag before={each.before} after={each.after} />
            <span className="mono rr-cut">{each.path}</span>
          </li>
        ))}
      </ul>
      <Beyond count={beyond?.files} />
      {meaning.length > 0 && <Meaning changes={meaning} />}
      <Beyond count={beyond?.meaning} />
    </div>
  );
}

function Beyond({ count = 0 }: { count?: number }) {
  const { t } = useTranslation('rules');
  return count > 0 ? <p className="quiet">{t('past.moreFiles', { count })}</p> : null;
}
