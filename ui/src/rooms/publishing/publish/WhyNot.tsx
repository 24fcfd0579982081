import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '@/shared/states';
import { isAnswered, LiveChanged, type Place } from './publishing';

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
  const isUnanswered = !isAnswered(wrong);
  return (
    <>
      <ProblemNotice wrong={wrong} title={isUnanswered ? undefined : t('whyNot.title')} />
      {isUnanswered && <p className="quiet">{t('whyNot.againIsSafe')}</p>}
    </>
  );
}
