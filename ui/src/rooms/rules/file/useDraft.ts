// What is being written into a file: the text, and the blob that it was begun from.
import { useState } from 'react';
import type { RuleFile } from '../queries';

/** Null as blob: there was no file. `commit` is where the blob was read. */
export interface Base {
  blob: string | null;
  text: string;
  commit: string | null;
}

export const NO_FILE: Base = { blob: null, text: '', commit: null };

export interface Draft {
  base: Base;
  text: string;
}

export function baseOf(file: RuleFile | null): Base {
  return file === null ? NO_FILE : { blob: file.blob, text: file.content ?? '', commit: file.commit };
}

export function useDraft(file: RuleFile | null, begun?: string) {
  const [draft, setDraft] = useState<Draft | null>(
    begun === undefined ? null : { base: NO_FILE, text: begun },
  );
  const standing = baseOf(file);
  const text = draft?.text ?? standing.text;
  const isDirty = draft !== null && (draft.text !== draft.base.text || draft.base.blob === null);
  return {
    text,
    isDirty,
    base: draft?.base ?? standing,
    /** The first key binds the draft to what stood there then, also if the branch moves on. */
    write: (next: string) => setDraft((before) => ({ base: before?.base ?? standing, text: next })),
    rebase: (base: Base, next: string) => setDraft({ base, text: next }),
    drop: () => setDraft(null),
  };
}
