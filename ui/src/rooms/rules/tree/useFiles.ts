import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type FileRef, filesQuery } from '../queries';
import { useEveryPage } from '../useEveryPage';

const NOTHING: readonly FileRef[] = [];
/** Of a hundred files each: as many as the service keeps quick. */
const MOST_PAGES = 200;

/** All files of a commit; they come page by page, and those that came are shown already. */
export function useFiles(commit: string) {
  const asked = useInfiniteQuery(filesQuery(commit));
  useEveryPage(asked, MOST_PAGES);
  const files = useMemo(() => asked.data?.pages.flatMap((page) => page.items) ?? NOTHING, [asked.data]);
  return { ...asked, files, isWhole: !asked.isPending && !asked.hasNextPage };
}
