// The tree of the shop, a level at a time: what is below a department is asked for when it is opened.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import { ShopLink, useShop } from './InShop';
import { type Department, departmentsQuery } from './queries';

export function Departments({ here }: { here: string }) {
  const { t } = useTranslation('storefront');
  return (
    <nav aria-label={t('shop.departments')} className="shop-tree">
      <Level path="" here={here} />
    </nav>
  );
}

function Level({ path, here }: { path: string; here: string }) {
  const { t } = useTranslation('storefront');
  const { looking } = useShop();
  const asked = useInfiniteQuery(departmentsQuery(looking, path));
  const departments = asked.data?.pages.flatMap((page) => page.items) ?? [];
  if (departments.length === 0) return null;
  return (
    <ul>
      {departments.map((each) => (
        <Branch key={each.path} department={each} here={here} />
      ))}
      {asked.hasNextPage && (
        <li>
          <button type="button" className="shop-more" onClick={() => void asked.fetchNextPage()}>
            {t('shop.moreDepartments')}
          </button>
        </li>
      )}
    </ul>
  );
}

function Branch({ department, here }: { department: Department; here: string }) {
  const { t } = useTranslation('storefront');
  const { path, name, plans, hasChildren } = department;
  const leadsHere = here === path || here.startsWith(`${path}.`);
  // Opened by hand, or by going there; the way to where one is stays open until it is closed by hand.
  const [opened, setOpened] = useState<boolean | null>(null);
  const isOpen = opened ?? leadsHere;
  return (
    <li>
      <span className="shop-branch">
        {hasChildren ? (
          <button
            type="button"
            className="shop-caret"
            aria-expanded={isOpen}
            aria-label={t('shop.openDepartment', { name })}
            onClick={() => setOpened(!isOpen)}
          >
            <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
              <path d="M2 0l4 4-4 4z" fill="currentColor" />
            </svg>
          </button>
        ) : (
          <i />
        )}
        <ShopLink page={{ path }} current={here === path}>
          {name}
        </ShopLink>
        <small>{number(plans)}</small>
      </span>
      {isOpen && hasChildren && <Level path={path} here={here} />}
    </li>
  );
}
