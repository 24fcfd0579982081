import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pageOf } from './address';
import { useShop } from './InShop';

/** Looks through the whole shop. */
export function SearchBox() {
  const { t } = useTranslation('storefront');
  const { address, go } = useShop();
  const [text, setText] = useState(address.q ?? '');
  const search = (event: FormEvent) => {
    event.preventDefault();
    go(pageOf(address, { q: text.trim() || undefined, sort: text.trim() ? 'relevance' : 'shelf' }));
  };
  return (
    <search>
      <form className="shop-search" onSubmit={search}>
        <input
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t('shop.search')}
          aria-label={t('shop.search')}
        />
        <button type="submit">{t('shop.find')}</button>
      </form>
    </search>
  );
}
