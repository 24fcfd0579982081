import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useEnvironment } from '@/app/session';
import { placeOf, subjectOf } from './subjects';

interface Props {
  subject: string;
  /** The catalog of a node. */
  home?: string;
  /** Where it happened; else here. */
  environment?: string | null;
  children: ReactNode;
}

/** To the page of a thing; nothing for what has none. */
export function ThingLink({ subject, home, environment, children }: Props) {
  const here = useEnvironment();
  const place = placeOf(subjectOf(subject), home);
  if (place === null) return null;
  return (
    <Link
      to={place.to as '/$environment'}
      params={{ environment: environment ?? here, ...place.params }}
      search={place.search ?? {}}
    >
      {children}
    </Link>
  );
}
