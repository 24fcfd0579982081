import { describe, expect, it } from 'vitest';
import { changedKeys, changeOf, faultsAt, hasArrived, type Node, rebased, valuesOf, withValue } from './form';

const NODE: Node = {
  id: '1',
  catalogId: 'global',
  parentId: '0',
  key: 'gps',
  path: 'hardware.gps',
  depth: 2,
  type: 'category',
  meta: { displayName: { en: 'GPS', 'fr-CA': 'GPS' }, icon: 'pin', look: { colour: 'red', size: 2 } },
  attributes: { region: ['EU'], rate: '0.10' },
  sortKey: 3,
  activeFrom: null,
  activeTo: null,
  revision: 7,
};
const BASE = valuesOf(NODE);

describe('a node as a form', () => {
  it('says nothing when nothing changed', () => {
    expect(changeOf(BASE, valuesOf(NODE))).toBeNull();
    expect(changeOf(BASE, withValue(BASE, '/meta/displayName/en', 'GPS'))).toBeNull();
  });

  it('patches one language and leaves the others alone', () => {
    const now = withValue(BASE, '/meta/displayName/en', 'GPS sensors');
    expect(changeOf(BASE, now)).toEqual({ meta: { displayName: { en: 'GPS sensors' } } });
  });

  it('takes a field away when its last language is gone', () => {
    const one = withValue(BASE, '/meta/displayName/en', '');
    expect(changeOf(BASE, one)).toEqual({ meta: { displayName: { en: null } } });
    expect(changeOf(BASE, withValue(one, '/meta/displayName/fr-CA', ''))).toEqual({
      meta: { displayName: null },
    });
  });

  it('names what is gone of an object, which a merge patch would keep', () => {
    const now = withValue(BASE, '/meta/look', { size: 3 });
    expect(changeOf(BASE, now)).toEqual({ meta: { look: { colour: null, size: 3 } } });
  });

  it('sends attributes whole, since they replace', () => {
    const now = withValue(BASE, '/attributes/rate', '0.2');
    expect(changeOf(BASE, now)).toEqual({ attributes: { region: ['EU'], rate: '0.2' } });
  });

  it('takes dates back with null', () => {
    const dated = withValue(BASE, '/activeFrom', '2026-12-01T08:00:00Z');
    expect(changeOf(BASE, dated)).toEqual({ activeFrom: '2026-12-01T08:00:00Z' });
    expect(changeOf(dated, BASE)).toEqual({ activeFrom: null });
  });
});

describe('a save whose answer was lost', () => {
  const mine = withValue(BASE, '/meta/displayName/en', 'Sensors');

  it('counts as saved when what is there is what was wanted', () => {
    expect(hasArrived(BASE, mine, mine)).toBe(true);
    expect(hasArrived(BASE, mine, withValue(mine, '/type', 'subcategory'))).toBe(true);
  });

  it('does not count as saved when somebody else was there first', () => {
    expect(hasArrived(BASE, mine, BASE)).toBe(false);
    expect(hasArrived(BASE, mine, withValue(BASE, '/meta/displayName/en', 'Theirs'))).toBe(false);
  });

  it('keeps what was typed since', () => {
    const typed = withValue(mine, '/type', 'shelf');
    expect(changedKeys(mine, rebased(mine, typed, mine))).toEqual(['/type']);
  });
});

describe('refusals', () => {
  it('stand at the field they speak of', () => {
    const keys = ['/meta/slug/en', '/activeTo', '/attributes/region'];
    const said = (pointer: string) => faultsAt({ pointer, detail: 'no' }, keys);
    expect(said('/meta/slug/en').byField).toEqual({ '/meta/slug/en': 'no' });
    expect(said('/attributes/region/0').byField).toEqual({ '/attributes/region': 'no' });
    expect(said('/meta/slug').byField).toEqual({ '/meta/slug/en': 'no' });
    expect(said('/elsewhere')).toEqual({ byField: {}, others: ['no'] });
  });

  it('may be several', () => {
    const errors = [
      { pointer: '/attributes/a', detail: 'first' },
      { pointer: '/attributes/b', detail: 'second' },
    ];
    const told = faultsAt({ detail: 'two', errors }, ['/attributes/a', '/attributes/b']);
    expect(told.byField).toEqual({ '/attributes/a': 'first', '/attributes/b': 'second' });
  });
});
