import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Words } from '@/shared/api';
import { type Change, type Ends, whyQuery } from '../queries';

type Membership = Words['MembershipOut'];

/** Which words say why a rate plan is on a shelf of the draft, or not. */
export function reasonOf({
  isMember,
  source,
  rule,
  beat,
  out,
}: Membership): [string, Record<string, string>] {
  if (!isMember) return [`why.${out}`, { rule: rule ?? '' }];
  if (beat) return ['why.beats', { beat }];
  if (source === 'manual') return ['why.manual', {}];
  return ['why.rule', { rule: rule ?? '' }];
}

/** What a version still knows of it: whether a hand or a rule puts it there, or did. */
function sourceOf({ sort, source }: Change): string {
  if (sort === 'removed') return source === 'manual' ? 'why.wasManual' : 'why.wasRule';
  return source === 'manual' ? 'why.manual' : 'why.byRule';
}

/** Only the draft can be asked: a version keeps what is on a shelf and not what decided it. */
export function Why({ ends, change, atOnce }: { ends: Ends; change: Change; atOnce: boolean }) {
  const { t } = useTranslation('publishing');
  const [wanted, setWanted] = useState(atOnce);
  const asked = useQuery({
    ...whyQuery(ends.environment, change.nodeId ?? '', change.ratePlan ?? ''),
    enabled: wanted && ends.to === 'draft',
  });
  if (ends.to !== 'draft') return <span className="quiet">{t(sourceOf(change))}</span>;
  if (asked.data) return <span className="quiet">{t(...reasonOf(asked.data.membership))}</span>;
  if (asked.isError) return <span className="quiet">{t('why.unknown')}</span>;
  if (wanted) return <span className="quiet">…</span>;
  return (
    <Button type="link" size="small" onClick={() => setWanted(true)}>
      {t('why.ask')}
    </Button>
  );
}
