import { useEffect } from 'react';

interface Paged {
  data: { pages: readonly unknown[] } | undefined;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isError: boolean;
  fetchNextPage: () => unknown;
}

/** Page after page is asked for, and each is shown as soon as it came; `most` keeps it within bounds. */
export function useEveryPage(asked: Paged, most: number) {
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = asked;
  const isEnough = (asked.data?.pages.length ?? 0) >= most;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError && !isEnough) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isError, isEnough, fetchNextPage]);
}
