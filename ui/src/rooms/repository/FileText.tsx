import { useQuery } from '@tanstack/react-query';
import { lazy, type RefObject, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fault } from './fault';
import { kindOfFolder, schemaName } from './kinds';
import { schemasQuery } from './queries';

const JsonBox = lazy(() => import('./code/JsonBox'));

interface Props {
  path: string;
  text: string;
  isBinary: boolean;
  /** Absent where it is only read. */
  change?: (text: string) => void;
  faults: Fault[];
  reveal: RefObject<((pointer: string) => void) | null>;
  /** A place in the text to be shown first. */
  pointer?: string;
}

/** The text of a file, with the schema of its kind at hand for whoever may write it. */
export function FileText({ path, text, isBinary, ...rest }: Props) {
  const { t } = useTranslation('repository');
  const isJson = path.endsWith('.json');
  const all = useQuery({ ...schemasQuery, enabled: isJson && rest.change !== undefined }).data;
  const name = useMemo(() => schemaName(kindOfFolder(path) ?? null, text), [path, text]);
  const described = useMemo(() => (all && name ? { all, name } : undefined), [all, name]);
  if (isBinary) return <p className="quiet">{t('file.noText')}</p>;
  return <JsonBox label={path} text={text} isJson={isJson} described={described} {...rest} />;
}
