import { describe, expect, it } from 'vitest';
import type { Member } from '../queries';
import { countsOf, errorsAsCsv, itemsOf, judged, leavingPlaces, type Named } from './assigning';
import { piecesOf } from './bulk';
import { excluding, forgetting, pinning, placed, stepped } from './changes';
import { guessed, hasHead, saidIn } from './columns';
import { namesIn } from './names';

function member(ratePlanId: string, said: Partial<Member> = {}): Member {
  const nothing = { name: null, sku: null, status: 'active', product: null, rule: null, beat: null };
  return {
    ratePlanId,
    source: 'manual',
    pin: null,
    rank: null,
    audience: null,
    out: null,
    ...nothing,
    ...said,
  };
}

describe('pins', () => {
  it('say only what changes, and how to say it back', () => {
    const shelf = [
      member('a', { pin: 1 }),
      member('b', { pin: 2 }),
      member('c', { source: 'rule', rule: 'r' }),
    ];
    const change = pinning(shelf, placed(['a', 'b'], ['c'], 1));
    expect(change.items.map((each) => [each.ratePlanId, each.pin])).toEqual([
      ['b', 3],
      ['c', 2],
    ]);
    expect(change.undo).toEqual([
      { ratePlanId: 'b', action: 'assign', effect: 'include', pin: 2, rank: null },
      { ratePlanId: 'c', action: 'unassign', effect: 'include' },
    ]);
  });

  it('are dropped before and behind others', () => {
    expect(placed(['a', 'b', 'c'], ['a'], 3)).toEqual(['b', 'c', 'a']);
    expect(placed(['a', 'b', 'c'], ['c'], 0)).toEqual(['c', 'a', 'b']);
    expect(placed([], ['x', 'y'], 5)).toEqual(['x', 'y']);
  });

  it('step by the keyboard, in at the end and out at the end', () => {
    expect(stepped(['a', 'b'], 'c', -1)).toEqual(['a', 'b', 'c']);
    expect(stepped(['a', 'b'], 'b', -1)).toEqual(['b', 'a']);
    expect(stepped(['a', 'b'], 'a', 1)).toEqual(['b', 'a']);
    expect(stepped(['a', 'b'], 'b', 1)).toEqual(['a']);
    expect(stepped(['a', 'b'], 'a', -1)).toBeNull();
    expect(stepped(['a'], 'c', 1)).toBeNull();
  });
});

describe('taking away', () => {
  it('forgets what was said by hand alone', () => {
    const shelf = [member('a', { rank: 4 }), member('b', { source: 'rule', rule: 'r' })];
    expect(forgetting(shelf)).toEqual({
      items: [{ ratePlanId: 'a', action: 'unassign', effect: 'include' }],
      undo: [{ ratePlanId: 'a', action: 'assign', effect: 'include', pin: null, rank: 4 }],
    });
  });

  it('keeps out what a rule lets in', () => {
    const [item] = excluding([member('b', { source: 'rule', rule: 'r', pin: null })]).items;
    expect(item).toEqual({ ratePlanId: 'b', action: 'assign', effect: 'exclude', pin: null, rank: null });
  });
});

describe('pasted names', () => {
  it('may stand between anything', () => {
    const names = namesIn('RP-1, RP-2;RP-3\tRP-4 | RP-5\r\n"RP-6"\n\n RP-7 RP-8 \n').map((each) => each.name);
    expect(names).toEqual(['RP-1', 'RP-2', 'RP-3', 'RP-4', 'RP-5', 'RP-6', 'RP-7', 'RP-8']);
  });

  it('keep spaces that belong to them, and know their line', () => {
    expect(namesIn('RP-1\nGold plan')).toEqual([
      { name: 'RP-1', line: 1 },
      { name: 'Gold plan', line: 2 },
    ]);
  });
});

describe('what is assigned', () => {
  const known = (name: string, ratePlanId: string | null, more: Partial<Named> = {}): [string, Named] => [
    name,
    { name, ratePlanId, several: [], suggestion: null, ...more },
  ];
  const named = new Map([
    known('RP-1', 'RP-1'),
    known('SKU-1', 'RP-1'),
    known('RP-X', null, { suggestion: 'RP-1' }),
    known('SKU-2', null, { several: ['a', 'b'] }),
  ]);
  const rows = judged(namesIn('RP-1\nSKU-1\nRP-X\nSKU-2'), named);

  it('is told line by line', () => {
    expect(rows.map((each) => each.verdict.kind)).toEqual(['ready', 'twice', 'unknown', 'ambiguous']);
    expect(itemsOf(rows).map((each) => each.ratePlanId)).toEqual(['RP-1']);
    const results = [{ ratePlanId: 'RP-1', status: 'created' as const, error: null }];
    expect(countsOf(rows, results)).toMatchObject({ created: 1, unknown: 2, twice: 1 });
  });

  it('leaves the place of what stands here by hand', () => {
    const items = itemsOf(rows);
    const changed = [{ ratePlanId: 'RP-1', status: 'changed' as const, error: null }];
    expect(leavingPlaces(items, changed, new Set(['RP-1'])).items).toEqual([]);
    expect(leavingPlaces(items, changed, new Set()).items).toEqual(items);
    const ranked = items.map((each) => ({ ...each, rank: 3 }));
    expect(leavingPlaces(ranked, changed, new Set(['RP-1'])).results).toEqual(changed);
  });

  it('goes in pieces', () => {
    expect(piecesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('leaves no formula in a sheet of errors', () => {
    const rows = [{ line: 3, name: '=1+1', why: 'not "known"', suggestion: '' }];
    expect(errorsAsCsv(rows).split('\r\n')[1]).toBe(`"3","'=1+1","not ""known""",""`);
  });
});

describe('a CSV', () => {
  it('has its columns guessed', () => {
    const sheet = {
      head: ['Name', 'Rate Plan ID', 'Rank'],
      rows: [
        ['Gold', 'RP-1', '3'],
        ['', '', ''],
      ],
    };
    expect(hasHead(sheet.head)).toBe(true);
    expect(hasHead(['RP-1', '3'])).toBe(false);
    expect(guessed(sheet)).toEqual({ name: 1, rank: 2, pin: null });
    expect(saidIn(sheet, guessed(sheet), 2)).toEqual([{ name: 'RP-1', line: 2, rank: 3, pin: null }]);
  });
});
