import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLanguage } from '@/rooms/catalogs/rules/asking';
import { subjectsOf } from '@/rooms/catalogs/rules/builder/fields';
import { fileQuery } from '@/rooms/repository/queries';
import { isObject, readExactly } from '../json/exact';
import { namesOf } from './names';

/** The language of conditions here: its functions, and the names that the schema of the context declares. */
export function useNames(commit: string, context: string) {
  const file = `schemas/${context.replaceAll('.', '/')}.json`;
  const schema = useQuery({ ...fileQuery(commit, file), retry: false });
  const words = useLanguage();
  const content = schema.data?.content;
  return useMemo(() => {
    const read = content ? readExactly(content) : undefined;
    const attributes = read && 'value' in read && isObject(read.value) ? namesOf(read.value) : [];
    const titles = new Map(attributes.map((each) => [each.name, each.title]));
    const language = {
      attributes,
      operators: words.data?.operators ?? [],
      labelOf: (name: string) => titles.get(name) ?? name,
      unitOf: () => null,
    };
    const isReady = !schema.isPending && !words.isPending;
    return { language, subjects: subjectsOf(attributes), isReady, file, isMissing: schema.isError };
  }, [content, words.data, words.isPending, schema.isPending, schema.isError, file]);
}
