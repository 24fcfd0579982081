import { Radio } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '@/shared/states';
import type { Conflict } from '../changing';
import { type Chosen, isCut, readValue, SIDES } from './choosing';

const SideBySide = lazy(() => import('../code/SideBySide'));
const JsonBox = lazy(() => import('@/rooms/repository/code/JsonBox'));

interface Props {
  conflict: Conflict;
  chosen?: Chosen;
  choose: (chosen: Chosen) => void;
  oursName: string;
  theirsName: string;
}

/** Both sides beside each other, what stood there before, and the choice among them. */
export function OneConflict({ conflict, chosen, choose, oursName, theirsName }: Props) {
  const { t } = useTranslation('rules');
  const names = { ours: oursName, theirs: theirsName };
  const words = { oursName, theirsName };
  const own = chosen && 'text' in chosen ? chosen.text : undefined;
  const read = own === undefined ? undefined : readValue(conflict, own);
  const isJson = !conflict.isText;
  const value = chosen === undefined ? undefined : 'take' in chosen ? chosen.take : 'own';
  const said = (side: 'ours' | 'theirs') =>
    conflict[side] === null ? t('conflict.notThere', { name: names[side] }) : names[side];
  const label = {
    ours: t('conflict.ours', words),
    theirs: t('conflict.theirs', words),
    base: t('conflict.base'),
  };
  return (
    <>
      <div>
        <h2 className="rr-cut">{conflict.thing}</h2>
        <div className="rr-about">
          <span className="mono quiet">{conflict.file}</span>
          {conflict.place.length > 0 && <span>{conflict.place.join(' › ')}</span>}
        </div>
      </div>
      <div className="rr-side-names">
        <span>{said('ours')}</span>
        <span>{said('theirs')}</span>
      </div>
      <Suspense fallback={<Loading rows={4} />}>
        <SideBySide
          before={conflict.ours ?? ''}
          after={conflict.theirs ?? ''}
          beforeLabel={said('ours')}
          afterLabel={said('theirs')}
          isJson={isJson}
        />
      </Suspense>
      <details className="rr-before" open>
        <summary>{t('conflict.before')}</summary>
        <pre>{conflict.base ?? t('conflict.wasNotThere')}</pre>
      </details>
      <Radio.Group
        aria-label={t('conflict.choose')}
        className="rr-choice"
        value={value}
        onChange={({ target }) =>
          choose(
            target.value === 'own'
              ? { text: conflict.theirs ?? conflict.ours ?? '' }
              : { take: target.value },
          )
        }
      >
        {SIDES.map((side) => (
          <Radio key={side} value={side}>
            {label[side]}
          </Radio>
        ))}
        <Radio value="own" disabled={isCut(conflict)}>
          {t(isCut(conflict) ? 'conflict.isCut' : 'conflict.own')}
        </Radio>
      </Radio.Group>
      {own !== undefined && (
        <>
          <div className="rr-own">
            <Suspense fallback={<Loading rows={2} />}>
              <JsonBox
                label={t('conflict.own')}
                text={own}
                isJson={isJson}
                change={(text) => choose({ text })}
              />
            </Suspense>
          </div>
          {read && 'wrong' in read && (
            <div role="alert" className="rr-wrong">
              {t(`conflict.wrong.${read.wrong}`)}
            </div>
          )}
        </>
      )}
    </>
  );
}
