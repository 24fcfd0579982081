// At which commits of the rule repository a publication found its conditions.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import type { Publication } from '../queries';

const DIGITS = 12;

export function RulePins({ pins }: { pins: Publication['rulePins'] }) {
  const { t } = useTranslation('publishing');
  const environment = useEnvironment();
  return (
    <div className="quiet">
      {t('versions.rulesAt')}{' '}
      {pins.map(({ ref, file, commit }, place) => (
        <span key={ref}>
          {place > 0 && ', '}
          <Link
            to="/$environment/rules"
            params={{ environment }}
            search={{ at: commit, file } as never}
            className="mono"
            title={ref}
          >
            {ref.split('@', 1)[0]}@{commit.slice(0, DIGITS)}
          </Link>
        </span>
      ))}
    </div>
  );
}
