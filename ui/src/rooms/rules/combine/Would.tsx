import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { shortId } from '@/rooms/repository/shortId';
import { Answer, Nothing } from '@/shared/states';
import { type Branch, type Commit, type Preview, previewQuery } from '../queries';
import { BrokenLines } from '../uses/BrokenLines';
import { Evidence } from './Evidence';
import { Faults } from './Faults';
import { Gains } from './Gains';
import { ToDecide } from './ToDecide';

interface Props {
  /** As the address names it; `commit` is what it stands for. */
  from: string;
  commit: Commit;
  into: Branch;
  names: { source: string; branch: string };
  /** The code of the refusal that stands above. */
  told?: string;
}

/** What the merge would do, asked of the service that does it: what must be decided, what keeps it out, what is gained. */
export function Would({ from, commit, into, names, told }: Props) {
  const { t } = useTranslation('rules');
  const asked = useQuery(previewQuery(commit.id, into.name, into.head));
  return (
    <Answer asked={asked} rows={6}>
      {(preview) =>
        preview.base === preview.theirs ? (
          <Nothing>{t('combine.merge.already', names)}</Nothing>
        ) : preview.conflictCount > 0 ? (
          <ToDecide conflicts={preview.conflicts} count={preview.conflictCount} />
        ) : (
          <>
            <Faults preview={preview} at={from} names={names} told={told} />
            <BrokenLines broken={preview.broken} />
            <section className="card" aria-label={t('combine.merge.gains', names)}>
              <Gains
                heading={t('combine.merge.gains', names)}
                hint={partedSaid(preview)}
                files={preview.files}
                meaning={preview.meaning}
                beyond={{
                  files: preview.fileCount - preview.files.length,
                  meaning: preview.meaningCount - preview.meaning.length,
                }}
                compared={{ from: into.name, to: from }}
              />
            </section>
            <Evidence from={from} tried={preview.tried} into={into} names={names} />
          </>
        )
      }
    </Answer>
  );

  function partedSaid({ base, isFastForward }: Preview): string {
    if (base === null) return t('combine.merge.unrelated', names);
    if (isFastForward) return t('combine.merge.fastForward', names);
    return t('combine.merge.parted', { ...names, commit: shortId(base) });
  }
}
