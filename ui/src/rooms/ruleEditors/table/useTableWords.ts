import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type JsonObject, readExactly } from '../json/exact';
import { tablesIn, unusual } from './model';
import { detailWords, pointerWords } from './words';

export interface TableWords {
  /** Null where the grid has no such place. */
  place: (pointer: string) => string | null;
  detail: (detail: string) => string;
}

/** How findings of this text are told, if it is one that the grid shows. */
export function useTableWords(path: string, text: string): TableWords | undefined {
  const { t } = useTranslation('ruleEditors');
  return useMemo(() => {
    const graph = graphIn(path, text);
    if (graph === null) return undefined;
    const tables = tablesIn(graph);
    return {
      place: (pointer) => pointerWords(t, tables, pointer),
      detail: (detail) => detailWords(t, detail),
    };
  }, [path, text, t]);
}

/** Null unless the grid can show it. */
export function graphIn(path: string, text: string): JsonObject | null {
  if (!/^tables\/.+\.jdm\.json$/.test(path)) return null;
  const read = readExactly(text);
  if (!('value' in read)) return null;
  const graph = read.value as JsonObject;
  return unusual(graph) === null ? graph : null;
}
