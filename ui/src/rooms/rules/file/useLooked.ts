import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Looked } from '@/rooms/ruleEditors/FileEditor';
import { useDebounced } from '@/shared/debounced';
import { checkedQuery, findingsQuery, type RuleFile } from '../queries';
import type { Revision } from '../revision';

const WAITS = 500;

interface Wish {
  revision: Revision;
  path: string;
  file: RuleFile | null;
  text: string;
  isDirty: boolean;
  /** What a commit of `refused` was refused for; empty if none was. */
  faults: Looked['findings'];
  refused: string;
}

/** What is to be said of the file as it is written now, a moment after the last key; nothing of it is stored. */
export function useLooked({ revision, path, file, text, isDirty, faults, refused }: Wish): Looked {
  const commit = revision.commit.id;
  const [settled] = useDebounced(text, WAITS);
  const stands = useQuery({ ...findingsQuery(commit), enabled: file !== null && !isDirty }).data;
  const written = useQuery({
    ...checkedQuery(commit, path, settled),
    enabled: isDirty,
    placeholderData: keepPreviousData,
  }).data;
  return useMemo(() => {
    if (isDirty && written && !(faults.length > 0 && refused === text)) return written;
    if (faults.length > 0) return { text: refused, findings: faults };
    const findings = (stands?.findings ?? []).filter((each) => each.file === path);
    return { text: file?.content ?? '', findings: isDirty ? [] : findings };
  }, [isDirty, written, faults, refused, text, stands, path, file]);
}
