import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import { type Figure, figuresOf, headlineOf } from '../headline';
import type { Summary } from '../queries';

export type Purpose = 'publish' | 'compare';

export function HeadlineText({ summary, purpose }: { summary: Summary; purpose: Purpose }) {
  const { t } = useTranslation('publishing');
  const { sentence, ...counts } = headlineOf(summary);
  return <p className="pub-headline">{t(`headline.${purpose}.${sentence}`, counts)}</p>;
}

const SIGN = { gain: '+', loss: '−', plain: '' };
const TONE = { gain: 'pub-gain', loss: 'pub-loss', plain: undefined };

export function Figures({ summary }: { summary: Summary }) {
  const { t } = useTranslation('publishing');
  return (
    <>
      <dl className="pub-figures">
        {figuresOf(summary).map((figure) => (
          <OneFigure key={figure.name} figure={figure} />
        ))}
      </dl>
      {!summary.isExact && <p className="quiet">{t('figures.atLeast')}</p>}
    </>
  );
}

function OneFigure({ figure: { name, count, tone } }: { figure: Figure }) {
  const { t } = useTranslation('publishing');
  return (
    <div>
      <dt>{t(`figures.${name}`, { count })}</dt>
      <dd className={TONE[tone]}>
        {SIGN[tone]}
        {number(count)}
      </dd>
    </div>
  );
}
