// What people paste: keys and SKUs, one a line or many, with whatever stands between them in a mail or a sheet.
export interface Said {
  name: string;
  /** Of the text, from 1. */
  line: number;
  rank?: number | null;
  pin?: number | null;
}

const BETWEEN = /[,;|\t]+/;
const CODE = /^[A-Za-z0-9._:#+-]*[0-9_-][A-Za-z0-9._:#+-]*$/;
const LONGEST = 200;

export function namesIn(text: string): Said[] {
  return text.split(/\r\n|\r|\n/).flatMap((words, at) =>
    words
      .split(BETWEEN)
      .flatMap(spaced)
      .map((word) => word.replace(/^["'“”‘’]+|["'“”‘’]+$/g, '').trim())
      .filter((name) => name !== '')
      .map((name) => ({ name: name.slice(0, LONGEST), line: at + 1 })),
  );
}

/** A key may have spaces in it; words that all look like codes are several. */
function spaced(words: string): string[] {
  const parts = words.trim().split(/\s+/);
  return parts.length > 1 && parts.every((each) => CODE.test(each)) ? parts : [words];
}
