import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';

interface Foot {
  found: number | null;
  isCut: boolean;
  total: number | null;
  marked: number;
  cut: number;
  deleted: number | null;
}

export function TreeFoot({ found, isCut, total, marked, cut, deleted }: Foot) {
  const { t } = useTranslation('catalogs');
  const nodes = total === null ? '' : t('tree.total', { count: total, shown: number(total) });
  return (
    <div className="tree-foot quiet" role="status">
      <span>
        {found === null
          ? nodes
          : isCut
            ? t('tree.foundCut', { count: found, shown: number(found) })
            : t('tree.found', { count: found, shown: number(found), total: number(total ?? 0) })}
      </span>
      {marked > 1 && <span>{t('tree.marked', { count: marked, shown: number(marked) })}</span>}
      {cut > 0 && <span>{t('tree.cut', { count: cut, shown: number(cut) })}</span>}
      {deleted !== null && deleted > 0 && found === null && (
        <span>{t('tree.deletedInDraft', { count: deleted, shown: number(deleted) })}</span>
      )}
    </div>
  );
}
