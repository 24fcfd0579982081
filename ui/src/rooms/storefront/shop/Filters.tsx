// What one may choose by, each value with how many plans it would leave.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import { toggled } from './address';
import { type Facet, plainName, worthShowing } from './facets';
import { useShop } from './InShop';
import { facetsQuery, type Shelf } from './queries';
import { useChoice } from './ShelfPage';
import { useValueWords } from './words';

const FIRST = 6;

export function Filters({ shelf }: { shelf: Shelf }) {
  const { t } = useTranslation('storefront');
  const { address, looking, go } = useShop();
  const asked = useQuery(facetsQuery(looking, useChoice(shelf)));
  const facets = worthShowing(asked.data ?? [], shelf.sample.length, address.facets);
  if (facets.length === 0) return null;
  const chosen = Object.values(address.facets).flat().length;
  return (
    <section aria-label={t('shop.filters')} className="shop-filters">
      <div className="shop-filters-head">
        <strong>{t('shop.filters')}</strong>
        {chosen > 0 && (
          <button type="button" className="shop-more" onClick={() => go({ ...address, facets: {} }, true)}>
            {t('shop.noFilters')}
          </button>
        )}
      </div>
      {facets.map((each, place) => (
        <Filter key={each.attribute} facet={each} open={place < 3 || each.attribute in address.facets} />
      ))}
    </section>
  );
}

function Filter({ facet: { attribute, values }, open }: { facet: Facet; open: boolean }) {
  const { t } = useTranslation('storefront');
  const { address, go } = useShop();
  const words = useValueWords();
  const [all, setAll] = useState(false);
  const chosen = address.facets[attribute] ?? [];
  const shown = all ? values : values.slice(0, FIRST);
  // A value that was chosen stays where it can be let go, also when nothing has it any more.
  const gone = chosen.filter((value) => !shown.some((each) => each.value === value));
  const lines = [
    ...gone.map((value) => values.find((each) => each.value === value) ?? { value, count: 0 }),
    ...shown,
  ];
  return (
    <details open={open} className="shop-filter">
      <summary>{plainName(attribute)}</summary>
      <ul>
        {lines.map(({ value, count }) => (
          <li key={value}>
            <label>
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={() => go({ ...address, facets: toggled(address.facets, attribute, value) }, true)}
              />
              <span>{words(value)}</span>
              <small>{number(count)}</small>
            </label>
          </li>
        ))}
      </ul>
      {values.length > FIRST && (
        <button type="button" className="shop-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('shop.fewerValues') : t('shop.moreValues', { count: values.length - FIRST })}
        </button>
      )}
    </details>
  );
}
