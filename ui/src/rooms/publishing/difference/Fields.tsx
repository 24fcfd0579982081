import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '@/shared/states';
import type { Change } from '../queries';
import { fieldName, isLong, written } from './words';

const TextDifference = lazy(() => import('./TextDifference'));

/** What a changed entry says of each field before and after. */
export function Fields({ fields }: { fields: Change['fields'] }) {
  const { t } = useTranslation('publishing');
  if (fields.length === 0) return <p className="quiet pub-fields">{t('entries.noFields')}</p>;
  return (
    <div className="pub-fields">
      {fields.map((field) => (
        // An item of a list that went and one that came may share their place.
        <OneField key={JSON.stringify(field)} {...field} />
      ))}
    </div>
  );
}

function OneField({ pointer, before, after }: Change['fields'][number]) {
  return (
    <>
      <span className="mono">{fieldName(pointer)}</span>
      {isLong(before) && isLong(after) ? (
        <div className="wide">
          <Suspense fallback={<Loading rows={2} />}>
            <TextDifference label={fieldName(pointer)} before={written(before)} after={written(after)} />
          </Suspense>
        </div>
      ) : (
        <>
          <Side value={before} was />
          <Side value={after} />
        </>
      )}
    </>
  );
}

function Side({ value, was = false }: { value: unknown; was?: boolean }) {
  const { t } = useTranslation('publishing');
  if (value === null || value === undefined) return <span className="quiet">{t('entries.nothing')}</span>;
  return <span className={was ? 'pub-was' : undefined}>{written(value)}</span>;
}
