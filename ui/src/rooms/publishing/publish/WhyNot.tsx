import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api';
import { ProblemNotice } from '@/shared/states';
import { LiveChanged, type Place } from './publishing';

/** Why nothing was changed. If somebody else was quicker: what they changed, and the way to look again. */
export function WhyNot({ wrong, place, seen }: { wrong: unknown; place: Place; seen: string | null }) {
  const { t } = useTranslation('publishing');
  if (wrong instanceof LiveChanged) {
    return (
      <Alert
        type="warning"
        showIcon
        role="alert"
        title={t('whyNot.liveChanged')}
        description={
          seen &&
          wrong.now && (
            <Link
              to="/$environment/publish/$catalog/compare"
              params={place}
              search={{ from: seen, to: wrong.now }}
            >
              {t('whyNot.seeWhat')}
            </Link>
          )
        }
      />
    );
  }
  const isUnanswered = wrong instanceof Problem && wrong.isAway;
  return (
    <>
      <ProblemNotice wrong={wrong} title={t('whyNot.title')} />
      {isUnanswered && <p className="quiet">{t('whyNot.againIsSafe')}</p>}
    </>
  );
}
