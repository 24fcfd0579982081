// What somebody else changed meanwhile comes into a text that is being written, line by line, wherever both can stand.
import { Chunk } from '@codemirror/merge';
import { Text } from '@codemirror/state';

export interface Both {
  text: string;
  /** Places that both changed, each in another way: there the text stands as it was written. */
  contested: number;
}

// Without bounds two long texts with nothing in common hold the page for seconds.
const BOUNDS = { scanLimit: 20_000, timeout: 1_000 };

/** Ends with a line break, so that the last line is like all others. */
function linesOf(text: string): Text {
  return Text.of((text.endsWith('\n') ? text : `${text}\n`).split('\n'));
}

function said(text: Text, from: number, to: number): string {
  return text.sliceString(from, Math.min(to, text.length));
}

export function bothOf(base: string, theirs: string, mine: string): Both {
  const [before, other, own] = [linesOf(base), linesOf(theirs), linesOf(mine)];
  const ours = Chunk.build(before, own, BOUNDS);
  let contested = 0;
  let text = own.toString();
  for (const change of [...Chunk.build(before, other, BOUNDS)].reverse()) {
    const insert = said(other, change.fromB, change.toB);
    // Lines that lie next to each other are one place: commas and brackets tie them together.
    const met = ours.filter((each) => each.fromA <= change.toA && change.fromA <= each.toA);
    if (met.length > 0) {
      if (!met.some((each) => isSameChange(each, change) && said(own, each.fromB, each.toB) === insert))
        contested++;
      continue;
    }
    const shift = ours
      .filter((each) => each.toA <= change.fromA)
      .reduce((sum, each) => sum + (each.toB - each.fromB) - (each.toA - each.fromA), 0);
    text = text.slice(0, change.fromA + shift) + insert + text.slice(change.toA + shift);
  }
  return { text, contested };
}

function isSameChange(one: Chunk, other: Chunk): boolean {
  return one.fromA === other.fromA && one.toA === other.toA;
}
