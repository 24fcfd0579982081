import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { useAddress } from '@/shared/address';
import { homeQuery, isOneThing } from './asking';
import { thingOf } from './said';
import { subjectOf } from './subjects';
import { ThingLink } from './ThingLink';

/** Above the list, when it is the story of one thing. */
export function Story() {
  const [said] = useAddress();
  return said.subject && isOneThing(said.subject) ? <Told subject={said.subject} /> : null;
}

function Told({ subject }: { subject: string }) {
  const { t } = useTranslation('audit');
  const [, say] = useAddress();
  const about = { subject, detail: null, environment: null };
  const home = useQuery(homeQuery(about, useEnvironment()));
  const { kind } = subjectOf(subject);
  return (
    <div className="trail-story">
      <span>
        {t('story.of', {
          kind: t(`kind.${kind}`, { defaultValue: kind }),
          thing: thingOf(about, home.data?.path),
        })}
      </span>
      <ThingLink subject={subject} home={home.data?.catalog}>
        {t('story.open')}
      </ThingLink>
      <Button size="small" type="link" onClick={() => say({ subject: undefined, entry: undefined })}>
        {t('story.leave')}
      </Button>
    </div>
  );
}
