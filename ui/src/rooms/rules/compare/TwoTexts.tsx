import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, Loading } from '@/shared/states';
import { blobQuery, type Difference } from '../queries';

const SideBySide = lazy(() => import('../code/SideBySide'));

interface Props {
  file: Difference;
  /** The two commits, and what people call them. */
  from: string;
  to: string;
  fromName: string;
  toName: string;
}

export function TwoTexts({ file, from, to, fromName, toName }: Props) {
  const { t } = useTranslation('rules');
  const before = useText(file.path, from, file.before);
  const after = useText(file.path, to, file.after);
  const nameOf = (name: string, blob: string | null) =>
    blob === null ? t('compare.notThere', { name }) : name;
  return (
    <Answer asked={before} rows={6}>
      {(old) => (
        <Answer asked={after} rows={6}>
          {(now) => (
            <>
              <div className="rr-side-names">
                <span>{nameOf(fromName, file.before)}</span>
                <span>{nameOf(toName, file.after)}</span>
              </div>
              <Suspense fallback={<Loading rows={6} />}>
                <SideBySide
                  before={old}
                  after={now}
                  beforeLabel={nameOf(fromName, file.before)}
                  afterLabel={nameOf(toName, file.after)}
                  isJson={file.path.endsWith('.json')}
                />
              </Suspense>
            </>
          )}
        </Answer>
      )}
    </Answer>
  );
}

/** The text of a side; nothing where the file is not there. */
function useText(path: string, commit: string, blob: string | null) {
  const asked = useQuery({ ...blobQuery(commit, { path, blob: blob ?? '' }), enabled: blob !== null });
  if (blob === null) return { ...asked, data: '', isPending: false };
  return { ...asked, data: asked.data && (asked.data.content ?? '') };
}
