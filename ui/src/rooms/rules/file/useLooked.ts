import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Looked } from '@/rooms/ruleEditors/FileEditor';
import { findingsQuery, type RuleFile } from '../queries';
import type { Revision } from '../revision';

interface Wish {
  revision: Revision;
  path: string;
  file: RuleFile | null;
  /** What a commit of this text was refused for; empty if none was. */
  faults: Looked['findings'];
  refused: string;
}

/** What is to be said of the file: why it was refused, or else what the check of the whole revision found in it. */
export function useLooked({ revision, path, file, faults, refused }: Wish): Looked {
  const found = useQuery({ ...findingsQuery(revision.commit.id), enabled: file !== null }).data;
  return useMemo(() => {
    if (faults.length > 0) return { text: refused, findings: faults };
    const findings = (found?.findings ?? []).filter((each) => each.file === path);
    return { text: file?.content ?? '', findings };
  }, [faults, refused, found, path, file]);
}
