import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { ROOM } from './queries';

/** After a change: names are asked again; what commits and blobs name stays as it was. */
export function useChanged() {
  const client = useQueryClient();
  return useCallback(
    () =>
      Promise.all(
        ['branches', 'tags', 'revision', 'run', 'preview'].map((each) =>
          client.invalidateQueries({ queryKey: [ROOM, each] }),
        ),
      ),
    [client],
  );
}
