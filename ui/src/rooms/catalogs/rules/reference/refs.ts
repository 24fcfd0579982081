// A reference as it is written: a predicate's file without its ending, and a branch, tag or commit.

const ENDING = '.json';
const WHOLE = /^predicates\/[A-Za-z0-9][A-Za-z0-9._/-]*@\S+$/;

export interface Named {
  file: string;
  at: string;
}

export function isWhole(ref: string): boolean {
  return WHOLE.test(ref);
}

export function named(ref: string): Named {
  const place = ref.indexOf('@');
  const path = place < 0 ? ref : ref.slice(0, place);
  return { file: path && `${path}${ENDING}`, at: place < 0 ? '' : ref.slice(place + 1) };
}

export function refOf({ file, at }: Named): string {
  return `${file.endsWith(ENDING) ? file.slice(0, -ENDING.length) : file}@${at}`;
}
