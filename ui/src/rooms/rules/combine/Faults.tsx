import { useTranslation } from 'react-i18next';
import { useGo } from '../address';
import { FindingLines } from '../file/FindingLines';
import type { Preview } from '../queries';
import { keepingOut } from './keepingOut';

interface Props {
  preview: Preview;
  /** The revision in which it can be looked at. */
  at: string;
  names: { source: string; branch: string };
  /** The code of the refusal that stands above, after the merge was tried. */
  told?: string;
}

/** What would keep the merge out, and what is newly remarked on without keeping it out. */
export function Faults({ preview, at, names, told }: Props) {
  const { t } = useTranslation('rules');
  const go = useGo();
  const open = (file: string, pointer: string) => go('', { at, file, pointer });
  const remarks = preview.findings.filter((each) => each.severity !== 'error');
  return (
    <>
      {keepingOut(preview, told).map((each) => (
        <section key={each.code} className="rr-refused" aria-label={each.detail}>
          <strong>{t(`combine.merge.${each.why}`, { ...names, count: each.faults.length })}</strong>
          {each.faults.length > 0 ? (
            <FindingLines findings={each.faults} open={open} />
          ) : (
            <p lang="en">{each.detail}</p>
          )}
        </section>
      ))}
      {remarks.length > 0 && (
        <section className="card rr-stack" aria-label={t('combine.merge.remarks')}>
          <h2>{t('combine.merge.remarks')}</h2>
          <FindingLines findings={remarks} open={open} />
        </section>
      )}
    </>
  );
}
